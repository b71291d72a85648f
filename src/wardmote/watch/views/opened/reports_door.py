"""A program hands in reports of other mail systems, by an address that the council made."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import digest_of
from wardmote.kernel.moments import now, today
from wardmote.kernel.request_sizes import judges_size_itself
from wardmote.kernel.viewer import seeing_as_system

from ...actions.hand_in_reports import HandedIn, TooMany, hand_in_reports
from ...models import CameBy, OpenLink
from ...queries.deliveries import find_door

LARGEST = 10_000_000
FORM = "multipart/form-data"
TYPES = frozenset(
    {
        "application/gzip",
        "application/x-gzip",
        "application/zip",
        "application/x-zip-compressed",
        "application/xml",
        "text/xml",
        "application/json",
        "application/tlsrpt+json",
        "application/tlsrpt+gzip",
        "message/rfc822",
        "application/octet-stream",
        FORM,
    }
)
RETRY_AFTER_S = 3_600


@judges_size_itself
@csrf_exempt
@login_not_required
@require_POST
def reports_door(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what is sent, to be read by a job. Whether the address opens is looked at before anything else."""
    with seeing_as_system():
        door = find_door(digest_of(token), today())
        if door is None:
            return _say(404, _("There is no door at this address, or it was shut."))
        refusal = _refusal(request)
        return refusal or _take(door, _files(request))


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Refuse by what the request says of itself, before its body is read."""
    if request.content_type not in TYPES:
        return _say(415, _("Send XML, JSON, gzip, zip or an e-mail, and say so in Content-Type."))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) == 0:
        return _say(400, _("Nothing was sent."))
    if int(length) > LARGEST:
        return _say(413, _("A file can have 10 MB at most. Send reports packed, and one by one."))
    return None


def _files(request: HttpRequest) -> Sequence[HandedIn]:
    if request.content_type == FORM:
        return [HandedIn(file.name or "", file.read()) for files in request.FILES.lists() for file in files[1]]
    return [HandedIn("report", request.read(LARGEST))]


def _take(door: OpenLink, files: Sequence[HandedIn]) -> HttpResponse:
    try:
        hand_in_reports(by=None, council=door.council, files=files, came_by=CameBy.DOOR, at=now())
    except TooMany as refusal:
        answer = _say(429, refusal.sentence)
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer
    except Denied as refusal:
        return _say(400, refusal.sentence)
    return JsonResponse({"accepted": len(files)}, status=202)


def _say(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


PATHS = [path("reports/<str:token>/", reports_door, name="reports")]
