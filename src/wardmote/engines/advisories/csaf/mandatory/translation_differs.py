"""Is a document in another language than the one that it is translated from?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Compare the two languages."""
    language = sheet.head.get("lang")
    if language is not None and language == sheet.head.get("source_lang"):
        yield "/document/source_lang", f"It is translated from {language!r} into the same language."


RULE = Rule("6.1.28", judge)
