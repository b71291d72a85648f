"""Does every remediation say for which products it is?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet, placed


def judge(sheet: Sheet) -> Failures:
    """Tell each without a product or a group of products."""
    for path, vulnerability in sheet.vulnerabilities:
        for place, item in placed(f"{path}/remediations", vulnerability.get("remediations", ())):
            if "product_ids" not in item and "group_ids" not in item:
                yield place, "The remediation doesn't say for which products it is."


RULE = Rule("6.1.29", judge)
