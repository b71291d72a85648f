"""Does a translation say which language it is translated from?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look at the publisher's category."""
    if sheet.head["publisher"]["category"] == "translator" and "source_lang" not in sheet.head:
        yield "/document", "A translator publishes it, but it doesn't say from which language (source_lang)."


RULE = Rule("6.1.15", judge)
