"""What is said of one line of the inventory, and is it fit to keep? Pure: no database."""

import hashlib
from dataclasses import astuple, dataclass, replace

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied

LONGEST_WRITTEN, LONGEST_VERSION, LONGEST_NOTE, LONGEST_BATCH = 300, 120, 300, 120
# To a council. The largest estates that we know of have some thousands of products.
MOST_ITEMS = 20_000
SEEN_BATCH = "seen"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One product as somebody lists it.

    `written` is what a person recognises. `vendor`, `name` and `version` are empty where the list doesn't part them,
    `cpe` and `purl` where it names none. `product` is the number of a product that a person chose. `is_exposed` is None
    where the list doesn't say.
    """

    written: str
    vendor: str = ""
    name: str = ""
    version: str = ""
    cpe: str = ""
    purl: str = ""
    product: int | None = None
    system: int | None = None
    note: str = ""
    is_exposed: bool | None = None

    @property
    def place(self) -> tuple[str, int | None]:
        """Return what tells a batch's lines apart."""
        return self.written, self.system


@dataclass(frozen=True, slots=True)
class Kept:
    """What is said of a line that is kept, as a person may change it."""

    version: str = ""
    system: int | None = None
    is_exposed: bool = False
    note: str = ""


def written_of(vendor: str, name: str, version: str) -> str:
    """Return a line for people: vendor, name and version, and no vendor twice."""
    start = "" if name.casefold().startswith(vendor.casefold()) else vendor
    return " ".join(part for part in (start, name, version) if part)


def fit_line(line: LineFacts) -> LineFacts:
    """Return a line with tidy spaces, or refuse it in words."""
    written = plain_words(line.written)
    if not written:
        raise Denied(_("Say which product it is."))
    if len(written) > LONGEST_WRITTEN:
        raise Denied(_("The line must be 300 characters or fewer."))
    return replace(
        line,
        written=written,
        vendor=plain_words(line.vendor),
        name=plain_words(line.name),
        version=fit_version(line.version),
        note=fit_note(line.note),
    )


def fit_kept(kept: Kept) -> Kept:
    """Return what a person says of a line with tidy spaces, or refuse it in words."""
    return replace(kept, version=fit_version(kept.version), note=fit_note(kept.note))


def fit_version(version: str) -> str:
    """Return a version with tidy spaces, or refuse it where it is too long."""
    found = plain_words(version)
    if len(found) > LONGEST_VERSION:
        raise Denied(_("The version must be 120 characters or fewer."))
    return found


def fit_note(note: str) -> str:
    """Return a note with tidy spaces, or refuse it where it is too long."""
    found = plain_words(note)
    if len(found) > LONGEST_NOTE:
        raise Denied(_("The note must be 300 characters or fewer."))
    return found


def fit_batch(batch: str) -> str:
    """Return a list's name with tidy spaces, or refuse it in words."""
    found = plain_words(batch)
    if not found:
        raise Denied(_("Say what the list is called: the next one of this name replaces it."))
    if len(found) > LONGEST_BATCH:
        raise Denied(_("The list's name must be 120 characters or fewer."))
    if found.casefold() == SEEN_BATCH:
        raise Denied(_("Give the list another name: “seen” holds what was seen from outside."))
    return found


def plain_words(text: str) -> str:
    """Return a text in one line, without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def edition_of_line(kept: Kept) -> str:
    """Return a word that changes with every change of what is said of a line."""
    return hashlib.sha256(repr(astuple(kept)).encode()).hexdigest()[:16]
