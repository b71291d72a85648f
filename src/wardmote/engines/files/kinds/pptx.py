"""Is this a PowerPoint presentation without macros or objects?"""

from wardmote.engines.files.inspection import Kind
from wardmote.engines.files.office import check_office


def check(content: bytes) -> tuple[str, ...]:
    """Refuse what acts or fetches when the file is opened."""
    return check_office(content, "pptx")


KIND = Kind(
    key="pptx",
    title="PowerPoint presentation",
    endings=("pptx",),
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    check=check,
)
