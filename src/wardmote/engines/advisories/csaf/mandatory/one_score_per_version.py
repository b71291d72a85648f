"""Does a product have one score at most of each version of CVSS, within a vulnerability?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each further score; CSAF 2.1 lets different sources score alike."""
    seen: set[tuple[int, str, str]] = set()
    for scored in sheet.scored:
        for name in scored.products:
            key = (scored.vulnerability, scored.version, name)
            if key in seen:
                yield scored.path, f"The product {name!r} has more than one score by CVSS {scored.version}."
            seen.add(key)


RULE = Rule("6.1.7", judge, in_2_1=False)
