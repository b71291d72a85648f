"""Who calls the TAXII server, in which format, and may their token be used for this?

Tokens only: cookies count for nothing here. What a caller may not see is not there, in the same words and by the
same way through the code as what was never there.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from wardmote.engines.advisories.taxii.paging import Asked, PagingError, asked_in, write_cursor
from wardmote.kernel.denial import Denied
from wardmote.kernel.request_sizes import judges_size_itself
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.register.models import Person
from wardmote.register.public import Caller, find_caller, moment_of

from .actions.add_objects import TooOften
from .models import Collection
from .queries.taxii import Page
from .taxii_answers import LARGEST_BODY, MEDIA_TYPE, refuse

READ, WRITE = "warnings:read", "warnings:write"
MOST_ON_A_PAGE = 1_000
RETRY_AFTER_S = 60
_TAXII, _VERSION = "application/taxii+json", "2.1"
_FITS_ALL = ("*/*", "application/*", _TAXII)


@dataclass(frozen=True)
class Call:
    """A request that was let in."""

    request: HttpRequest
    caller: Caller
    at: datetime

    @property
    def person(self) -> Person:
        """Return the person whom the token acts as."""
        return self.caller.viewer.person

    @property
    def day(self) -> date:
        """Return the day of the request."""
        return localdate(self.at)

    @property
    def may_write(self) -> bool:
        """Say whether the token is made for adding."""
        return WRITE in self.caller.scopes

    def asked(self, collection: Collection, **given: str) -> Asked:
        """Return what the address asks for; `given` are filters that its path holds, in place of a query's."""
        query = dict(self.request.GET.lists()) | {name: [value] for name, value in given.items()}
        return asked_in(query, most=MOST_ON_A_PAGE, key=_cursor_key(), about=self._about(collection))

    def cursor(self, collection: Collection, page: Page) -> str:
        """Return where the next page begins, for this person and collection only."""
        return write_cursor(page.last, key=_cursor_key(), about=self._about(collection))

    def _about(self, collection: Collection) -> str:
        return f"{collection.pk} {self.person.pk}"


View = Callable[..., HttpResponse]


def let_in(**scopes: str) -> Callable[[View], View]:
    """Answer these methods (`GET="warnings:read"`) to callers whose tokens have the scope."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            method = "GET" if request.method == "HEAD" else request.method or ""
            if method not in scopes:
                refusal = refuse(405, _("This address doesn't know that method."))
                refusal.headers["Allow"] = ", ".join(sorted({*scopes, *(["HEAD"] if "GET" in scopes else [])}))
                return refusal
            with seeing_as(NOBODY):
                return _answer(view, request, scopes[method], kwargs)

        guarded: View = judges_size_itself(csrf_exempt(login_not_required(answered)))
        return guarded

    return decorate


def _answer(view: View, request: HttpRequest, scope: str, kwargs: dict[str, Any]) -> HttpResponse:
    at = moment_of(request)
    caller = find_caller(_secret_in(request.headers.get("Authorization", "")), at)
    if caller is None:
        return refuse(401, _("Send a token that is still good: as Bearer, as Token, or as the password of Basic."))
    if caller.viewer.needs_second_factor and not caller.viewer.has_second_factor:
        return refuse(403, _("Your role asks for a second factor. Sign in and set one up, then this token works."))
    if scope not in caller.scopes:
        return refuse(403, _("This token lacks the scope %(scope)s. Make one that has it.") % {"scope": scope})
    if refusal := _unfit(request):
        return refusal
    with seeing_as(str(caller.viewer.person.pk)):
        try:
            return view(Call(request, caller, at), **kwargs)
        except PagingError as fault:
            return refuse(400, str(fault))
        except TooOften as refused:
            answer = refuse(429, refused.sentence)
            answer.headers["Retry-After"] = str(RETRY_AFTER_S)
            return answer
        except Denied as refused:
            return refuse(refused.status, refused.sentence)


def _secret_in(header: str) -> str:
    """Return the token of a header; the name in front of a password says nothing to us."""
    scheme, _space, rest = header.strip().partition(" ")
    match scheme.lower():
        case "bearer" | "token":
            return rest.strip()
        case "basic":
            try:
                pair = base64.b64decode(rest.strip(), validate=True).decode()
            except (binascii.Error, ValueError):
                return ""
            return pair.partition(":")[2]
    return ""


def _unfit(request: HttpRequest) -> HttpResponse | None:
    """Refuse by what the request says of itself, before its body is read."""
    if not _is_acceptable(request.headers.get("Accept", "*/*")):
        return refuse(406, _("Ask for %(type)s.") % {"type": MEDIA_TYPE})
    if request.method != "POST":
        return None
    if not _is_taxii(request.headers.get("Content-Type", "")):
        return refuse(415, _("Send %(type)s.") % {"type": MEDIA_TYPE})
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return refuse(413, _("An envelope can have 10 MB at most."))
    return None


def body_of(request: HttpRequest) -> bytes:
    """Return the body, of which no more is read than we take."""
    try:
        return request.read(LARGEST_BODY)
    except UnreadablePostError as fault:
        raise PagingError(_("The request's body broke off.")) from fault


def _is_acceptable(header: str) -> bool:
    return any(
        part.partition(";")[0].strip().lower() in _FITS_ALL and _version_fits(part) for part in header.split(",")
    )


def _is_taxii(header: str) -> bool:
    return header.partition(";")[0].strip().lower() == _TAXII and _version_fits(header)


def _version_fits(part: str) -> bool:
    """Say whether a media type names our version, or none."""
    parameters = (piece.strip().lower().partition("=") for piece in part.split(";")[1:])
    named = [value.strip().strip('"') for name, _sign, value in parameters if name.strip() == "version"]
    return not named or _VERSION in named


def _cursor_key() -> bytes:
    return sha256(b"wardmote taxii cursor:" + settings.SECRET_KEY.encode()).digest()
