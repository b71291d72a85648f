"""Which products do the same words name, however they are written?"""

import re
import unicodedata
from functools import lru_cache
from itertools import takewhile

from wardmote.engines.advisories.facts import Product
from wardmote.engines.advisories.names import read_cpe
from wardmote.engines.advisories.names.cpe import LONGEST

_LONGEST = 300
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W_]+")
# What a vendor's release notes put behind a product's name: the version says the same.
_RELEASE = re.compile(r" (?:cumulative update|service pack|for (?:x64|x86|32-bit|64-bit|arm64)-based systems).*")
_SIGNS = (("++", " plus plus "), ("#", " sharp "), ("&", " and "), ("®", " "), ("™", " "))
_COMPANY = {"ltd", "limited", "inc", "incorporated", "plc", "llc", "llp", "gmbh", "corp", "corporation"}
# These end a vendor's name and nothing else's.
_VENDOR_ENDS = {
    *("co", "company", "ag", "sa", "se", "ab", "bv", "oy", "pty", "group", "foundation", "project", "systems"),
    *("software", "technologies", "technology", "international", "team", "solutions", "uk"),
}
_NOBODY = {"", "n a", "na", "unknown", "none", "various", "vendor", "unspecified"}
_SAYS_NOTHING = {"version", "versions", "the"}
_NAME_ENDS = {"software", "application", "plugin", "firmware"}


def word_forms(product: Product) -> tuple[str, ...]:
    """Return the words of a product, folded and run together: its published names', and its CPE name's.

    "Civica UK Ltd" and "Civica OpenRevenues" give the same as "civica" and "Open Revenues": `civicaopenrevenues`.
    Case, accents, punctuation, spaces, company forms, brackets and a vendor's name repeated in the product don't count.
    """
    return _forms(
        product.vendor[:_LONGEST], product.name[:_LONGEST], product.cpe if len(product.cpe) <= LONGEST else ""
    )


@lru_cache(maxsize=65_536)
def _forms(vendor: str, name: str, bound: str) -> tuple[str, ...]:
    forms = [_form(vendor, name)] if name else []
    cpe = read_cpe(bound)
    if cpe is not None:
        forms.append(_form(cpe.words("vendor"), cpe.words("product")))
    return tuple(dict.fromkeys(form for form in forms if form))


def _form(vendor: str, name: str) -> str:
    makers = _vendor_words(vendor)
    words = [word for word in _words(name) if word not in _COMPANY]
    repeated = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(makers, words, strict=False)))
    words = words[repeated:] or words
    while len(words) > 1 and words[-1] in _NAME_ENDS:
        words.pop()
    return "".join(makers + words) if words else ""


def _vendor_words(vendor: str) -> list[str]:
    words = [word for word in _words(vendor) if word not in _COMPANY]
    while len(words) > 1 and words[-1] in _VENDOR_ENDS:
        words.pop()
    return [] if " ".join(words) in _NOBODY else words


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text).casefold().replace("_", " ")
    for sign, words in _SIGNS:
        folded = folded.replace(sign, words)
    folded = _RELEASE.sub("", _IN_BRACKETS.sub(" ", folded))
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return [word for word in _WORD.findall(bare) if word not in _SAYS_NOTHING]
