"""Is a document that was never released called a draft?"""

from wardmote.engines.advisories.csaf.revisions import Version
from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look at the version: 0, 0.y.z or one with a part before the release."""
    version = Version.of(sheet.tracking["version"])
    if (version.is_zero or version.before) and sheet.tracking["status"] != "draft":
        yield "/document/tracking/status", f"A document of version {sheet.tracking['version']} has to be a draft."


RULE = Rule("6.1.17", judge)
