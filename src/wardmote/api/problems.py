"""How does the API say no? Always as problem details (RFC 9457, `application/problem+json`)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

from wardmote.kernel.denial import Denied

MEDIA_TYPE = "application/problem+json"
WHO_ARE_YOU = 'Bearer realm="Wardmote"'


class FieldProblem(Schema):
    """What is wrong with one value of the request."""

    field: str = Field(description="Where the value is, for example query.limit.")
    message: str


class Problem(Schema):
    """Why a request was refused."""

    type: str = Field(description="Always about:blank: the status says which kind of problem it is.")
    title: str
    status: int
    detail: str = Field(description="A sentence for the person behind the program.")
    errors: list[FieldProblem] | None = Field(None, description="For 422: each value that has to be different.")


def problem(status: int, detail: str, **extra: Any) -> HttpResponse:
    """Return a refusal."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = WHO_ARE_YOU
    return response


def relabelled(response: HttpResponse) -> HttpResponse:
    """Return a refusal that an operation itself described, labelled as what it is."""
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers["Content-Type"] = MEDIA_TYPE
    return response


def not_allowed(response: HttpResponse) -> HttpResponse:
    """Return the same refusal of a method, with its list of methods that are allowed, as a problem."""
    refusal = problem(response.status_code, _("This address doesn't know that method."))
    refusal.headers["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
    return refusal


def unfit_body(request: HttpRequest) -> HttpResponse | None:
    """Return the refusal of a body that is too large or broke off; ninja would call both badly written."""
    try:
        request.body  # noqa: B018 - reading it is the point: Django keeps it
    except RequestDataTooBig:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The request's body is larger than we take."))
    except UnreadablePostError:
        return problem(HTTPStatus.BAD_REQUEST, _("The request's body broke off."))
    return None


def handle_with_problems(api: NinjaAPI) -> None:
    """Turn every refusal into a problem; real faults go on to the site, which logs them and answers."""
    api.add_exception_handler(Denied, _denied)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(SuspiciousOperation, _suspicious)
    api.add_exception_handler(Exception, _fault)


def _denied(request: HttpRequest, refusal: Any) -> HttpResponse:
    return problem(refusal.status, refusal.sentence)


def _invalid(request: HttpRequest, refusal: Any) -> HttpResponse:
    errors = [
        {"field": _field(error["loc"]), "message": error["msg"].removeprefix("Value error, ")}
        for error in refusal.errors
    ]
    detail = _("Some values can't be used: see errors.")
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


def _missing(request: HttpRequest, refusal: Any) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, _("We can't find that."))


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    match refusal.status_code:
        case HTTPStatus.UNAUTHORIZED:
            detail = _("Send a token that is still good, as Authorization: Bearer wm_…")
        case HTTPStatus.BAD_REQUEST:
            detail = _("The request's body can't be read as JSON.")
        case HTTPStatus.TOO_MANY_REQUESTS:
            detail = _("That was too often. Wait a while and try again.")
        case _other:
            detail = str(refusal)
    response = problem(refusal.status_code, detail)
    if isinstance(refusal, Throttled) and refusal.wait:
        response.headers["Retry-After"] = str(int(refusal.wait) + 1)
    return response


def _suspicious(request: HttpRequest, refusal: Any) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, _("We couldn't read that request."))


def _fault(request: HttpRequest, fault: Any) -> HttpResponse:
    raise fault


def _field(location: tuple[str | int, ...]) -> str:
    """Return `body.level` for a value that an operation takes as (body, answer, level)."""
    parts = [str(part) for part in location]
    return ".".join([parts[0], *parts[2:]] if len(parts) > 2 else parts)
