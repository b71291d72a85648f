"""How do other programs read a council's inventory, and keep their list in it up to date?"""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.errors import ValidationError
from ninja.pagination import paginate
from pydantic import ValidationError as Unfit

from wardmote.engines.advisories.facts import ReadingError
from wardmote.engines.advisories.inventory.json_text import read_json
from wardmote.engines.advisories.inventory.unpacking import unpack
from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import find_body, moment_of, own_body, viewer_of

from .actions.remove_items import remove_items
from .actions.replace_items import replace_items
from .inventory_files import ListedFile, read_file
from .line_facts import LONGEST_NOTE, LONGEST_VERSION, LONGEST_WRITTEN, MOST_ITEMS, LineFacts, fit_batch, written_of
from .models import Item, ItemSource
from .queries.estate import LARGEST_NUMBER
from .queries.inventory import NO_PRODUCT, items_of
from .tables import TableFault

router = Router(tags=["Inventory"])

_MOST_TOLD = 20
_PLAIN = r"^[^\x00]*$"
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,24}$", description="The council's code in the register.")]
BatchName = Annotated[
    str,
    Field(max_length=120, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$", description="What the program calls its list."),
]


class ItemShape(Schema):
    """A line of the inventory, and what it was understood as."""

    id: int = Field(validation_alias="pk")
    written: str = Field(description="The line as it was listed.")
    is_named: bool = Field(description="Whether it is known what it is; no warning finds a line that isn't named.")
    is_product: bool = Field(description="False where a person said that it is no product.")
    vendor: str
    product: str
    version: str = Field(description="Empty where it isn't known.")
    system: int | None = Field(validation_alias="system_id", description="The id of the system that it belongs to.")
    is_exposed: bool = Field(description="Whether the internet reaches it.")
    note: str
    source: ItemSource
    batch: str = Field(description="The list that it came with; empty where it was typed or ticked.")
    added_at: datetime
    changed_at: datetime

    @staticmethod
    def resolve_is_named(item: Item) -> bool:
        """Say whether anybody or anything named the line."""
        return item.edition_id is not None

    @staticmethod
    def resolve_is_product(item: Item) -> bool:
        """Say whether the line may be a product."""
        return item.edition is None or item.edition.product.key != NO_PRODUCT

    @staticmethod
    def resolve_vendor(item: Item) -> str:
        """Return who makes it."""
        return item.edition.product.vendor if item.edition else ""

    @staticmethod
    def resolve_product(item: Item) -> str:
        """Return what it is called in the catalogue."""
        return item.edition.product.name if item.edition else ""

    @staticmethod
    def resolve_version(item: Item) -> str:
        """Return its version."""
        return item.edition.version if item.edition else ""


class GivenItem(Schema):
    """A line to keep: `product`, `written`, `cpe` or `purl` says what it is."""

    written: str = Field("", max_length=LONGEST_WRITTEN, pattern=_PLAIN)
    vendor: str = Field("", max_length=120, pattern=_PLAIN)
    product: str = Field("", max_length=160, pattern=_PLAIN)
    version: str = Field("", max_length=LONGEST_VERSION, pattern=_PLAIN)
    cpe: str = Field("", max_length=1000, pattern=_PLAIN, description="A CPE 2.3 name.")
    purl: str = Field("", max_length=1000, pattern=_PLAIN, description="A package URL.")
    system: Annotated[int, Field(strict=True, ge=1, le=LARGEST_NUMBER)] | None = None
    is_exposed: bool | None = None
    note: str = Field("", max_length=LONGEST_NOTE, pattern=_PLAIN)

    def facts(self) -> LineFacts:
        """Return the line as an action takes it."""
        return LineFacts(
            written=self.written or written_of(self.vendor, self.product, self.version) or self.purl or self.cpe,
            vendor=self.vendor,
            name=self.product,
            version=self.version,
            cpe=self.cpe,
            purl=self.purl,
            system=self.system,
            note=self.note,
            is_exposed=self.is_exposed,
        )


class GivenItems(Schema):
    """A whole list."""

    lines: list[GivenItem] = Field(max_length=MOST_ITEMS)


class ReplacedShape(Schema):
    """What a list changed."""

    added: int
    removed: int
    changed: int
    same: int
    unnamed: int = Field(description="How many of its lines wait for a person to say what they are.")
    left_out: int = Field(description="How many entries of a parts list are plain files, which aren't kept.")
    unread: list[str] = Field(description="The first entries of a parts list that can't be read, and why.")


_BODY = {
    "description": (
        "The whole list: JSON lines, or a CycloneDX or SPDX document, as it is or packed by gzip. "
        "At most 2.5 MB are taken in one request."
    ),
    "required": True,
    "content": {
        "application/json": {"schema": GivenItems.model_json_schema()},
        "application/vnd.cyclonedx+json": {"schema": {"type": "object"}},
        "application/vnd.cyclonedx+xml": {"schema": {"type": "string"}},
        "application/spdx+json": {"schema": {"type": "object"}},
        "text/spdx": {"schema": {"type": "string"}},
        "application/gzip": {"schema": {"type": "string", "format": "binary"}},
    },
}


@router.get("/councils/{code}/inventory", response=list[ItemShape], openapi_extra={"x-scope": "estate:read"})
@paginate
def list_inventory(request: HttpRequest, code: Code) -> QuerySet[Item]:
    """List the products that your council runs."""
    return items_of(_own(request, code))


@router.put(
    "/councils/{code}/inventory/{batch}",
    response=ReplacedShape,
    openapi_extra={"x-scope": "estate:write", "requestBody": _BODY},
)
def replace_list(request: HttpRequest, code: Code, batch: BatchName) -> dict[str, Any]:
    """Send a whole list: it replaces what was sent under this name before.

    The same list sent again changes nothing. Lines that stay keep what people said of them.
    """
    council = _own(request, code)
    found = _read(request.body)
    done = replace_items(
        by=viewer_of(request),
        council=council,
        batch=batch,
        source=ItemSource.PUSHED,
        lines=found.lines,
        at=moment_of(request),
    )
    return {
        "added": done.added,
        "removed": done.removed,
        "changed": done.changed,
        "same": done.same,
        "unnamed": done.unnamed,
        "left_out": found.left_out,
        "unread": list(found.broken[:_MOST_TOLD]),
    }


@router.delete("/councils/{code}/inventory/{batch}", response={204: None}, openapi_extra={"x-scope": "estate:write"})
def remove_list(request: HttpRequest, code: Code, batch: BatchName) -> None:
    """Remove all lines that were sent under this name; one that isn't there is removed already."""
    remove_items(by=viewer_of(request), council=_own(request, code), batch=fit_batch(batch), at=moment_of(request))


def _read(body: bytes) -> ListedFile:
    try:
        document = unpack(body)
        if document.lstrip().startswith(b"{"):
            value = read_json(document)
            if isinstance(value, dict) and "lines" in value:
                given = GivenItems.model_validate(value)
                return ListedFile(ItemSource.PUSHED, "JSON", tuple(line.facts() for line in given.lines))
        return read_file(document, {})
    except Unfit as unfit:
        faults = unfit.errors(include_url=False, include_context=False, include_input=False)[:_MOST_TOLD]
        raise ValidationError([{"loc": ("body", *one["loc"]), "msg": one["msg"]} for one in faults]) from unfit
    except (ReadingError, TableFault) as fault:
        raise ValidationError([{"loc": ("body",), "msg": line} for line in str(fault).splitlines()]) from fault


def _own(request: HttpRequest, code: str) -> Body:
    viewer = viewer_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    return own_body(viewer, council.code, moment_of(request), READS_ANSWERS)
