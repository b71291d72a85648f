"""Does the domain announce a policy that mail to it must be encrypted?"""

import re

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.mail import MtaStsRecords
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_VERSION = re.compile(r"v=STSv1\s*;")
_RECORD = re.compile(r"v=STSv1\s*;\s*id=([A-Za-z0-9]{1,32})\s*(;.*)?")
_EXAMPLE_ID = "1"


def judge(records: MtaStsRecords) -> Finding:
    """Answer from the one record that there may be (RFC 8461, section 3.1)."""
    owner = f"_mta-sts.{absolute(records.domain)}"
    shown = tuple(f'{owner} TXT "{text}"' for text in records.texts)
    if not records.texts and not records.takes_mail:
        return Finding(Verdict.NOT_APPLICABLE, "The domain takes no mail.")
    record = f'{owner} TXT "v=STSv1; id={_EXAMPLE_ID}"'
    if not records.texts:
        fix = f"Serve a policy at https://mta-sts.{records.domain}/.well-known/mta-sts.txt, then publish: {record}"
        return Finding(Verdict.WEAK, "No MTA-STS record is published.", (), Severity.MEDIUM, fix)
    fix = f"Publish this alone, with a new id whenever the policy changes: {record}"
    counting = [text for text in records.texts if _VERSION.match(text)]
    if len(counting) > 1:
        says = "There is more than one MTA-STS record, so there is no policy."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    found = _RECORD.fullmatch(counting[0].rstrip()) if counting else None
    if found is None:
        says = "The MTA-STS record is ignored: it must be “v=STSv1; id=” and up to 32 letters and digits."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    return Finding(Verdict.GOOD, f"An MTA-STS policy is announced, with id {found[1]}.", shown)


CHECK = Check(
    module=__name__,
    asks=MtaStsRecords,
    judge=judge,
    title="An MTA-STS policy is announced",
    why="Without a policy, somebody on the way can make a sender hand over mail without encryption.",
    fix="Serve a policy and announce it with a record at _mta-sts.",
    references=(Reference("RFC 8461", "section 3.1"),),
    caf=("B3.b",),
)
