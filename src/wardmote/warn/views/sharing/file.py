"""A file that came with what was said, for those who may see that."""

from django.http import FileResponse, HttpRequest
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing
from wardmote.kernel.private_files import open_stored

from ...models import PostFile
from ...queries.sharing_access import sharing


@require_safe
def file(request: HttpRequest, code: str, number: int, key: int) -> FileResponse:
    """Send the bytes to be saved, never to be shown in the browser."""
    table = sharing(request, code)
    found = PostFile.objects.filter(pk=key, post=table.post(number)).first()
    content = open_stored(found.stored) if found else None
    if found is None or content is None:
        raise missing("file")
    answer = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)
    answer.headers["Content-Length"] = str(found.size)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


PATHS = [path("<int:number>/files/<int:key>/", file, name="file")]
