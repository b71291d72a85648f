"""What do the tests of the inventory share? Files as councils send them, and ways to list products."""

import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from wardmote.estate.actions.add_items import AddedItems, add_items
from wardmote.estate.actions.replace_items import Replaced, replace_items
from wardmote.estate.inventory_files import read_file
from wardmote.estate.line_facts import LineFacts
from wardmote.estate.models import Item, ItemSource
from wardmote.kernel.moments import now
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body
from wardmote.register.public import Viewer

NETSCALER = "cpe:2.3:a:citrix:netscaler_application_delivery_controller:13.1-48.47:*:*:*:*:*:*:*"
LOG4J = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"


def typed(by: Viewer, council: Body, *lines: str) -> AddedItems:
    """Type lines in, as the person would."""
    with seeing_as(str(by.person.pk)):
        return add_items(by=by, council=council, lines=[LineFacts(line) for line in lines], at=now())


def sent(by: Viewer | None, council: Body, batch: str, lines: Iterable[LineFacts]) -> Replaced:
    """Send a whole list, as a program would."""
    return replace_items(by=by, council=council, batch=batch, source=ItemSource.PUSHED, lines=list(lines), at=now())


def uploaded(by: Viewer, council: Body, batch: str, content: bytes) -> Replaced:
    """Send a file."""
    found = read_file(content, {})
    return replace_items(by=by, council=council, batch=batch, source=found.source, lines=found.lines, at=now())


def told(council: Body) -> dict[str, tuple[str, str] | None]:
    """Return what each of the council's lines was understood as: the product's key and the version."""
    rows = Item.objects.filter(council=council, removed_at__isnull=True).select_related("edition__product")
    return {one.written: (one.edition.product.key, one.edition.version) if one.edition else None for one in rows}


def cyclonedx(*components: dict[str, Any]) -> bytes:
    """Return a CycloneDX document."""
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": list(components)}).encode()


def workbook(*rows: Sequence[object]) -> bytes:
    """Return an Excel workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def size_of(value: object) -> str | None:
    """Return how a file of a test is called in its name: by its size, as its bytes would fill the screen."""
    return f"{len(value)}-bytes" if isinstance(value, bytes) else None
