"""Is this a Word document without macros, objects or templates from elsewhere?"""

from wardmote.engines.files.inspection import Kind
from wardmote.engines.files.office import check_office


def check(content: bytes) -> tuple[str, ...]:
    """Refuse what acts or fetches when the file is opened."""
    return check_office(content, "docx")


KIND = Kind(
    key="docx",
    title="Word document",
    endings=("docx",),
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    check=check,
)
