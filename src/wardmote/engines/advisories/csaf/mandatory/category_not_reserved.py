"""Does the category not look like a profile's without being it?"""

from wardmote.engines.advisories.csaf.rule import PROFILES, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet

_NAMES = {"informationaladvisory", "securityincidentresponse", "securityadvisory", "vex"}
_RESERVED = _NAMES | {profile.replace("_", "") for profile in PROFILES}


def judge(sheet: Sheet) -> Failures:
    """Compare without capitals, spaces, hyphens and underscores."""
    plain = "".join(letter for letter in sheet.category.lower() if letter not in "-_" and not letter.isspace())
    if sheet.category not in PROFILES and plain in _RESERVED:
        yield "/document/category", f"{sheet.category!r} is too close to the name of a profile of CSAF."


RULE = Rule("6.1.26", judge)
