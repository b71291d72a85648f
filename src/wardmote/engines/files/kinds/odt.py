"""Is this a text of LibreOffice without macros or objects?"""

from wardmote.engines.files.inspection import Kind
from wardmote.engines.files.open_document import check_open_document


def check(content: bytes) -> tuple[str, ...]:
    """Refuse what acts or fetches when the file is opened."""
    return check_open_document(content, "application/vnd.oasis.opendocument.text")


KIND = Kind(
    key="odt",
    title="OpenDocument text",
    endings=("odt",),
    media_type="application/vnd.oasis.opendocument.text",
    check=check,
)
