"""Can every CVSS vector be read? (the rest of its shape is the schema's)"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each vector that the calculator refuses, or that is of another version than the score says."""
    for scored in sheet.scored:
        if scored.calculator is None:
            yield f"{scored.path}/vectorString", f"This isn't a vector of CVSS {scored.version}."


RULE = Rule("6.1.8", judge)
