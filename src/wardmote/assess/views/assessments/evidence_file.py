"""The file of a piece of evidence, for those whom the council lets have it."""

from django.http import FileResponse, HttpRequest
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing
from wardmote.kernel.private_files import open_stored
from wardmote.register.models.sharing import Audience
from wardmote.register.public import log_reading, moment_of, viewer_of

from ...queries.evidence import evidence_file as find_file


@require_safe
def evidence_file(request: HttpRequest, code: str, piece: int) -> FileResponse:
    """Send the bytes to be saved, never to be shown in the browser; an assurer's reading is logged."""
    viewer, at = viewer_of(request), moment_of(request)
    found, is_from_outside = find_file(viewer, code, piece, localdate(at))
    content = open_stored(found.stored)
    if content is None:
        raise missing("file")
    if is_from_outside:
        log_reading(
            by=viewer,
            council=found.council,
            on_behalf_of=found.council_id,
            audience=Audience.REVIEWERS,
            what=_("a file of evidence"),
            at=at,
        )
    answer = FileResponse(content, as_attachment=True, filename=found.file_name, content_type=found.media_type)
    answer.headers["Content-Length"] = str(found.size)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


PATHS = [path("evidence/<int:piece>/file/", evidence_file, name="evidence_file")]
