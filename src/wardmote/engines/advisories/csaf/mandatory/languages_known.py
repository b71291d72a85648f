"""Are the languages that the document names real ones?"""

from wardmote.engines.advisories.csaf.languages import is_language
from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look at the language and the region of each tag."""
    for key in ("lang", "source_lang"):
        tag = sheet.head.get(key)
        if tag and not is_language(tag):
            yield f"/document/{key}", f"{tag!r} isn't the tag of a language."


RULE = Rule("6.1.12", judge)
