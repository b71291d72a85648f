"""Is this a presentation of LibreOffice without macros or objects?"""

from wardmote.engines.files.inspection import Kind
from wardmote.engines.files.open_document import check_open_document


def check(content: bytes) -> tuple[str, ...]:
    """Refuse what acts or fetches when the file is opened."""
    return check_open_document(content, "application/vnd.oasis.opendocument.presentation")


KIND = Kind(
    key="odp",
    title="OpenDocument presentation",
    endings=("odp",),
    media_type="application/vnd.oasis.opendocument.presentation",
    check=check,
)
