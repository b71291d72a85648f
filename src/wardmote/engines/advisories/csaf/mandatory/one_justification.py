"""Does a product have one justification at most, within a vulnerability?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet, placed


def judge(sheet: Sheet) -> Failures:
    """Compare the flags of each product; all of them justify that it isn't affected."""
    for path, vulnerability in sheet.vulnerabilities:
        labels: dict[str, str] = {}
        for place, flag in placed(f"{path}/flags", vulnerability.get("flags", ())):
            for name in sorted(sheet.concerned(flag)):
                if labels.setdefault(name, flag["label"]) != flag["label"]:
                    yield place, f"The product {name!r} has more than one justification."


RULE = Rule("6.1.33", judge)
