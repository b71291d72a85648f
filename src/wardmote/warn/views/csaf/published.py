"""What did a WARP, or the programme, publish as CSAF for everybody?"""

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing

from ...csaf_tree import METADATA, Found, read_published
from ...queries.csaf import only_publisher, publisher_named

# Long enough to spare us a crowd; short enough that a withdrawal is soon known.
FRESH_S = 60
_KINDS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "sha256": "text/plain; charset=utf-8",
    "sha512": "text/plain; charset=utf-8",
}
_KEY, _SIGNATURE = "application/pgp-keys", "application/pgp-signature"


@login_not_required
@require_safe
def published(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """Give a file of an owner's tree."""
    return _answer(request, publisher_named(code), name)


@login_not_required
@require_safe
def well_known(request: HttpRequest) -> HttpResponseBase:
    """Give the metadata where they are looked for first, if it is plain whose."""
    return _answer(request, only_publisher(), METADATA)


def _answer(request: HttpRequest, owner: int | None, name: str) -> HttpResponseBase:
    found = read_published(owner, name) if owner is not None else None
    if found is None:
        raise missing("file")
    moment = int(found.at.timestamp())
    whole = _whole(found, name, moment)
    answer = get_conditional_response(request, whole.headers["ETag"], moment, whole)
    return whole if answer is None else answer


def _whole(found: Found, name: str, moment: int) -> HttpResponse:
    answer = HttpResponse(found.data, content_type=_kind(name))
    answer.headers["ETag"] = f'"{sha256(found.data).hexdigest()}"'
    answer.headers["Last-Modified"] = http_date(moment)
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_S}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer


def _kind(name: str) -> str:
    ending = name.rpartition(".")[2]
    if ending == "asc":
        return _KEY if name.startswith("openpgp/") else _SIGNATURE
    return _KINDS[ending]


PATHS = [
    path("csaf/<slug:code>/<path:name>", published, name="file"),
    path(".well-known/csaf/provider-metadata.json", well_known, name="well-known"),
]
