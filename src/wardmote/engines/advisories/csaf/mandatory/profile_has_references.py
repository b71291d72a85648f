"""Does an informational advisory or an incident's response refer to something outside?"""

from wardmote.engines.advisories.csaf.rule import INCIDENT, INFORMATIONAL, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look for a reference that isn't to the document itself."""
    references = sheet.head.get("references", ())
    if not any(reference.get("category", "external") == "external" for reference in references):
        yield "/document/references", "There is no reference to anything but the document itself."


RULE = Rule("6.1.27.2", judge, profiles=frozenset({INCIDENT, INFORMATIONAL}))
