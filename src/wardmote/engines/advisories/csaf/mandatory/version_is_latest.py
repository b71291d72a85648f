"""Is the document's version that of the latest revision?"""

from wardmote.engines.advisories.csaf.revisions import Version
from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Compare without what names a build, and in a draft without what comes before a release."""
    latest, written = sheet.revisions[-1], Version.of(sheet.tracking["version"])
    if sheet.tracking["status"] == "draft":
        written = Version(written.numbers)
    if (written.numbers, written.before) != (latest.version.numbers, latest.version.before):
        yield "/document/tracking/version", f"The latest revision has the number {latest.number}."


RULE = Rule("6.1.16", judge)
