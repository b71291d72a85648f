"""Is this a spreadsheet of LibreOffice without macros, objects or commands?"""

from wardmote.engines.files.inspection import Kind
from wardmote.engines.files.open_document import check_open_document


def check(content: bytes) -> tuple[str, ...]:
    """Refuse what acts or fetches when the file is opened."""
    return check_open_document(content, "application/vnd.oasis.opendocument.spreadsheet")


KIND = Kind(
    key="ods",
    title="OpenDocument spreadsheet",
    endings=("ods",),
    media_type="application/vnd.oasis.opendocument.spreadsheet",
    check=check,
)
