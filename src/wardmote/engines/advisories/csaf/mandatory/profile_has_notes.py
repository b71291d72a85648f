"""Does an informational advisory or an incident's response say what it is about?"""

from wardmote.engines.advisories.csaf.rule import INCIDENT, INFORMATIONAL, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet

_CATEGORIES = ("description", "details", "general", "summary")


def judge(sheet: Sheet) -> Failures:
    """Look for a note of one of four categories."""
    if not any(note["category"] in _CATEGORIES for note in sheet.head.get("notes", ())):
        yield "/document/notes", "There is no note that describes, details or summarises it, or that is general."


RULE = Rule("6.1.27.1", judge, profiles=frozenset({INCIDENT, INFORMATIONAL}))
