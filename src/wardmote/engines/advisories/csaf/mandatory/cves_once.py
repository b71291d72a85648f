"""Does every CVE have one entry?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each further entry of a CVE."""
    seen: set[str] = set()
    for path, vulnerability in sheet.vulnerabilities:
        cve = vulnerability.get("cve", "")
        if cve in seen:
            yield f"{path}/cve", f"{cve} has more than one entry."
        seen.update({cve} - {""})


RULE = Rule("6.1.23", judge)
