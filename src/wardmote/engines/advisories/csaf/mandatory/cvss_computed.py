"""Are the scores and severities those that follow from the CVSS vector?"""

from collections.abc import Iterator

from cvss import CVSS2, CVSS3, CVSS4

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet

_PARTS = ("base", "temporal", "environmental")


def judge(sheet: Sheet) -> Failures:
    """Compare what is written with what the calculator finds."""
    for scored in sheet.scored:
        for name, computed in _computed(scored.calculator):
            written = scored.entry.get(name, computed)
            if (written.upper() if isinstance(written, str) else float(written)) != computed:
                yield f"{scored.path}/{name}", f"{name} is {written}, but the vector makes it {computed}."


def _computed(calculator: CVSS2 | CVSS3 | CVSS4 | None) -> Iterator[tuple[str, str | float]]:
    if calculator is None:
        return
    scores, severities = calculator.scores(), calculator.severities()
    for part, score, severity in zip(_PARTS, scores, severities, strict=False):
        if score is not None:
            yield f"{part}Score", float(score)
            if not isinstance(calculator, CVSS2):
                yield f"{part}Severity", severity.upper()


RULE = Rule("6.1.9", judge)
