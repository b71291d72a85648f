"""Does the MTA-STS policy that the domain announces protect the mail to it?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Absent, Unreachable
from wardmote.engines.checks.facts.transport import MtaStsPolicy, PolicyFile
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.published.mta_sts import PROPER_AGE_S, StsMode, StsPolicy, read_sts_policy
from wardmote.engines.checks.shown import shown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_DAY_S = 86_400
_MOST_SHOWN = 30


def judge(policy: MtaStsPolicy) -> Finding:
    """Answer from the file that senders fetch (RFC 8461, sections 3.2 and 3.3)."""
    if policy.file is None:
        return Finding(Verdict.NOT_APPLICABLE, "No MTA-STS policy is announced.")
    if isinstance(policy.file, Unreachable):
        return unknown(policy.file, f"the policy at {_address(policy)}")
    if isinstance(policy.file, Absent):
        return _unusable(policy, f"A policy is announced, but mta-sts.{policy.domain} has no address")
    if fault := _fault_of_file(policy.file):
        return _unusable(policy, fault)
    read = read_sts_policy(policy.file.text)
    lines = tuple(shown(line) for line in policy.file.text.splitlines()[:_MOST_SHOWN])
    if not policy.file.text.strip():
        return _unusable(policy, "The policy is empty")
    if read.faults:
        return _unusable(policy, f"The policy can't be read: {read.faults[0].says.rstrip('.')}", lines)
    return _judge_content(policy, policy.file, read, lines)


def _judge_content(policy: MtaStsPolicy, file: PolicyFile, read: StsPolicy, lines: tuple[str, ...]) -> Finding:
    fix = _serve(policy, read.mode or StsMode.TESTING)
    if read.mode is StsMode.NONE:
        says = "The policy's mode is “none”: it asks nothing of senders."
        return Finding(Verdict.WEAK, says, lines, Severity.MEDIUM, _serve(policy, StsMode.TESTING))
    left_out = [server for server in policy.servers if not read.covers(server)]
    if left_out and read.mode is StsMode.ENFORCE:
        says = f"The policy doesn't name {left_out[0]}, so senders that honour it bring no mail there."
        return Finding(Verdict.BAD, says, lines, Severity.CRITICAL, fix)
    if left_out:
        says = f"The policy doesn't name {left_out[0]}; once it is enforced, mail won't be brought there."
        return Finding(Verdict.WEAK, says, lines, Severity.MEDIUM, fix)
    if file.content_type != "text/plain":
        says = f"The policy is served as {file.content_type or 'nothing in particular'}, and some senders ignore it."
        return Finding(Verdict.WEAK, says, lines, Severity.MEDIUM, f"Serve {_address(policy)} as text/plain.")
    if read.mode is StsMode.TESTING:
        says = "The policy's mode is “testing”: senders report what fails, and bring the mail all the same."
        return Finding(Verdict.WEAK, says, lines, Severity.LOW, _enforce(policy))
    if (read.max_age_s or 0) < PROPER_AGE_S:
        says = f"Senders remember the policy for only {_time(read.max_age_s or 0)}; an attacker waits as long."
        return Finding(Verdict.WEAK, says, lines, Severity.LOW, fix)
    return Finding(Verdict.GOOD, "The policy is enforced, and it names every mail server.", lines)


def _fault_of_file(file: PolicyFile) -> str:
    if file.trouble:
        return f"Senders can't fetch the policy: {file.trouble}"
    if 300 <= file.status < 400:
        return f"Senders don't follow the redirect to {file.leads_to or 'another place'}"
    if file.status != 200:
        return f"Senders don't get the policy: the server answers with status {file.status}"
    return "" if file.is_whole else "The policy is longer than 64 kB, or breaks off"


def _unusable(policy: MtaStsPolicy, fault: str, lines: tuple[str, ...] = ()) -> Finding:
    says = f"{fault}; the announced policy protects nothing."
    return Finding(Verdict.BAD, says, lines, Severity.MEDIUM, _serve(policy, StsMode.TESTING))


def _serve(policy: MtaStsPolicy, mode: StsMode) -> str:
    servers = "".join(f"mx: {server}\n" for server in policy.servers)
    file = f"version: STSv1\nmode: {mode}\n{servers}max_age: {PROPER_AGE_S}"
    return f"Serve this at {_address(policy)}, then change the id in the record at _mta-sts:\n{file}"


def _enforce(policy: MtaStsPolicy) -> str:
    """Return the fix that stops mail where TLS fails, so only under its condition."""
    served = _serve(policy, StsMode.ENFORCE)
    return f"When TLS reports show no failures and the mail certificates are in order here: s{served[1:]}"


def _time(seconds: int) -> str:
    days, hours = seconds // _DAY_S, seconds // 3_600
    if days:
        return f"{days} day{'s' if days > 1 else ''}"
    return f"{hours} hour{'s' if hours > 1 else ''}" if hours else f"{seconds} seconds"


def _address(policy: MtaStsPolicy) -> str:
    return f"https://mta-sts.{policy.domain}/.well-known/mta-sts.txt"


CHECK = Check(
    module=__name__,
    asks=MtaStsPolicy,
    judge=judge,
    title="The MTA-STS policy protects mail",
    why="A policy that senders can't read, or that names the wrong servers, leaves mail unprotected or stops it.",
    fix="Serve a policy that names every mail server, first in testing mode, then enforced.",
    references=(
        Reference("RFC 8461", "section 3.2"),
        Reference("RFC 8461", "section 3.3"),
        Reference("RFC 8461", "section 4.1"),
    ),
    caf=("B3.b",),
)
