"""Is every way of hashing used once for a file?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet, placed


def judge(sheet: Sheet) -> Failures:
    """Tell each further hash by the same algorithm."""
    for path, product in sheet.products:
        place = f"{path}/product_identification_helper/hashes"
        for at_file, file in placed(place, product.get("product_identification_helper", {}).get("hashes", ())):
            seen: set[str] = set()
            for at_hash, item in placed(f"{at_file}/file_hashes", file["file_hashes"]):
                if item["algorithm"] in seen:
                    yield f"{at_hash}/algorithm", f"The file has more than one hash by {item['algorithm']}."
                seen.add(item["algorithm"])


RULE = Rule("6.1.25", judge)
