"""Do the properties of a CVSS score say what its vector says?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.shapes.cvss import METRICS
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Compare each metric that is written out with its letter in the vector."""
    for scored in sheet.scored:
        in_vector = dict(part.split(":", 1) for part in scored.entry["vectorString"].split("/") if ":" in part)
        for name, metric, words in METRICS[scored.version]:
            written = scored.entry.get(name)
            told = words.get(in_vector.get(metric, ""), "NOT_DEFINED")
            if written is not None and written != told and scored.calculator is not None:
                yield f"{scored.path}/{name}", f"{name} is {written}, but the vector says {told}."


RULE = Rule("6.1.10", judge)
