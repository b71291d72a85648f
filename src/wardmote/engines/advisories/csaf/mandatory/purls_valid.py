"""Is every package URL valid?"""

from packageurl import PackageURL

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Read each by the rules of purl."""
    for path, product in sheet.products:
        helper = product.get("product_identification_helper", {})
        one = [("purl", helper["purl"])] if "purl" in helper else []
        for name, text in (*one, *((f"purls/{at}", purl) for at, purl in enumerate(helper.get("purls", ())))):
            if not _is_valid(text):
                yield f"{path}/product_identification_helper/{name}", f"{text[:200]!r} isn't a package URL."


def _is_valid(text: str) -> bool:
    try:
        PackageURL.from_string(text)
    except ValueError:
        return False
    return True


RULE = Rule("6.1.13", judge)
