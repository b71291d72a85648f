"""Is this an Excel workbook without macros, objects or commands?"""

from wardmote.engines.files.inspection import Kind
from wardmote.engines.files.office import check_office


def check(content: bytes) -> tuple[str, ...]:
    """Refuse what acts or fetches when the file is opened."""
    return check_office(content, "xlsx")


KIND = Kind(
    key="xlsx",
    title="Excel workbook",
    endings=("xlsx",),
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    check=check,
)
