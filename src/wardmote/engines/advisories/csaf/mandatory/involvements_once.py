"""Does a party have one involvement at most on a date, within a vulnerability?"""

from datetime import datetime

from wardmote.engines.advisories.csaf.moments import moment
from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet, placed


def judge(sheet: Sheet) -> Failures:
    """Tell each further involvement of a party on the same date."""
    for path, vulnerability in sheet.vulnerabilities:
        seen: set[tuple[str, datetime | None]] = set()
        for place, item in placed(f"{path}/involvements", vulnerability.get("involvements", ())):
            key = (item["party"], moment(item.get("date")))
            if key in seen:
                yield place, f"The {item['party']} has more than one involvement on this date."
            seen.add(key)


RULE = Rule("6.1.24", judge)
