"""Can the mark be shown that the domain wants beside its mail?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dmarc import Policy
from wardmote.engines.checks.facts.sending import MarkRecords
from wardmote.engines.checks.lines import plain, txt_line
from wardmote.engines.checks.published import read_bimi
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(marks: MarkRecords) -> Finding:
    """Answer from the one record that there may be, and from DMARC, without which no mark is shown."""
    owner = f"default._bimi.{marks.domain}"
    shown = tuple(txt_line(owner, text) for text in marks.texts)
    if not marks.texts:
        return Finding(Verdict.NOT_APPLICABLE, "The domain asks for no mark beside its mail.")
    if len(marks.texts) > 1:
        fix = f"Delete all but one: {'; '.join(shown)}"
        return Finding(Verdict.BAD, "There is more than one BIMI record, so none counts.", shown, Severity.LOW, fix)
    record = read_bimi(marks.texts[0])
    if record.declines:
        return Finding(Verdict.GOOD, "The domain says that it wants no mark shown.", shown)
    if record.faults:
        fault = record.faults[0]
        fix = f"Correct “{plain(fault.text)}” in: {shown[0]}"
        return Finding(Verdict.BAD, f"The mark can't be shown: {plain(fault.says)}", shown, Severity.LOW, fix)
    if marks.applies.is_unknown:
        return Finding(
            Verdict.UNKNOWN, f"Nothing is known about DMARC, on which the mark depends: {marks.applies.says}"
        )
    if marks.applies.applied not in (Policy.QUARANTINE, Policy.REJECT):
        says = "No mark is shown until DMARC asks for forged mail to be quarantined or rejected."
        fix = f"Enforce DMARC first; the record here can stay: {shown[0]}"
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, fix)
    return Finding(Verdict.GOOD, f"The mark at {record.location} can be shown.", shown)


CHECK = Check(
    module=__name__,
    asks=MarkRecords,
    judge=judge,
    title="The mark beside the mail can be shown",
    why="Some mail programs show a sender's mark (BIMI) beside mail that is surely the sender's own.",
    fix="Publish one BIMI record with the https address of an SVG file, or delete it.",
    references=(
        Reference(
            "BIMI draft",
            "",
            "https://datatracker.ietf.org/doc/draft-brand-indicators-for-message-identification/",
        ),
    ),
    caf=("B4.b",),
)
