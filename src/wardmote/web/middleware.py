"""What happens around every request, from the outermost layer in?"""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import new_secret
from wardmote.kernel.moments import now, today
from wardmote.kernel.request_sizes import USUAL_FILE_MB, is_judge_of_size, largest_file_mb
from wardmote.kernel.room_on_disk import is_disk_full
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.register.models import Person
from wardmote.register.public import Viewer, find_viewer

from . import metrics
from .views import errors

Handler = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("wardmote.requests")

FREE_OF_SECOND_FACTOR = (
    "/accounts/",
    "/language/",
    "/cookies/",
    "/privacy/",
    "/accessibility/",
    "/demonstration/",
    "/api/",
)
TOUCH_EVERY_S = 300
LARGEST_NUMBER = 2**53


def observe(get_response: Handler) -> Handler:
    """Give each request an id, measure it, and write one line without personal data."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        request_id = new_secret().digest[:16]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = get_response(request)
            taken_s = time.perf_counter() - begun
            route = request.resolver_match.route if request.resolver_match else "unmatched"
            metrics.count_request(request.method or "", route, response.status_code, taken_s)
            if response.status_code >= 500:
                log.error("failed", route=route, method=request.method, status=response.status_code)
        response.headers["X-Request-Id"] = request_id
        return response

    return middleware


def content_security(get_response: Handler) -> Handler:
    """Send the content security policy and keep pages with people's data out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def limit_size(get_response: Handler) -> Handler:
    """Refuse a body that the page doesn't ask for before a byte of it is read or kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            return errors.too_large(request, USUAL_FILE_MB)
        if int(length) > settings.LARGEST_REQUEST:
            view = _view_of(request)
            if view and is_judge_of_size(view):
                return get_response(request)
            # Those who aren't signed in send nothing large to any page.
            has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
            most_mb = largest_file_mb(view) if view and has_session else USUAL_FILE_MB
            if most_mb == USUAL_FILE_MB or int(length) > (most_mb + 1) * 1_000_000:
                return errors.too_large(request, most_mb)
        return get_response(request)

    return middleware


def _view_of(request: HttpRequest) -> Handler | None:
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None


def session_ages(get_response: Handler) -> Handler:
    """End sessions that are idle too long or too old; touch the others every five minutes, not every request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            moment = time.time()
            begun = request.session.get("begun_s") or _begin(request, moment)
            seen = request.session.get("seen_s", 0)
            if moment - begun > settings.SESSION_LONGEST_S:
                request.session.flush()
                return redirect(resolve_url(settings.LOGIN_URL))
            if moment - seen > TOUCH_EVERY_S:
                request.session["seen_s"] = moment
        return get_response(request)

    return middleware


def _begin(request: HttpRequest, moment: float) -> float:
    """Note when this session began, and when the person was last here, for "what changed since"."""
    person = request.user
    if isinstance(person, Person):
        request.session["last_visit"] = person.last_visit_at.isoformat() if person.last_visit_at else ""
        Person.objects.filter(pk=person.pk).update(last_visit_at=now())
    request.session["begun_s"] = moment
    return moment


class viewer:  # noqa: N801 - named as the other middleware are
    """Say to the rest of the site, and to the database, who is asking; nobody gets in unnoticed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach `request.viewer` (None for the signed-out) and the present moment."""
        request.moment = now()  # type: ignore[attr-defined]
        request.viewer = None  # type: ignore[attr-defined]
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_session or not isinstance(request.user, Person):
            with seeing_as(NOBODY):
                return self.get_response(request)
        person: Person = request.user
        with seeing_as(str(person.pk)):
            found = find_viewer(person, today())
            request.viewer = found  # type: ignore[attr-defined]
            if lacks_second_factor(request, found) and not request.path.startswith(FREE_OF_SECOND_FACTOR):
                if not found.has_second_factor:
                    return redirect("mfa_index")
                return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Send the signed-out to the sign-in page unless the view says that it is for everybody.

        A number in an address that no row of any database could have leads nowhere.
        """
        if any(isinstance(value, int) and value > LARGEST_NUMBER for value in kwargs.values()):
            return errors.not_found(request, Http404())
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        address = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse(settings.LOGIN_URL)}?{address}")


def _is_proven(request: HttpRequest) -> bool:
    """Say whether a second factor was used in this session: at sign-in, again, or when it was set up here."""
    return any(record["method"] == "mfa" for record in request.session.get("account_authentication_methods", []))


def lacks_second_factor(request: HttpRequest, found: Viewer) -> bool:
    """Say whether the person's roles ask for a second factor that this session doesn't have."""
    if not found.needs_second_factor or (found.has_second_factor and _is_proven(request)):
        return False
    by_link = request.session.get("came_by_demonstration_link", False)
    return not (by_link and found.person.is_demonstration and settings.HAS_DEMONSTRATION)


class plain_refusals:  # noqa: N801 - named as the other middleware are
    """Turn refusals, a full disk and a busy database into pages that say what to do."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; an empty refusal of a method becomes a page."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and not request.path.startswith("/api/"):
            return errors.takes_forms_only(request, response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what the person can do something about; let real faults through."""
        match exception:
            case Denied(reason="sign-in"):
                return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
            case Denied():
                return errors.refused(request, exception)
            case OperationalError() | OSError() if is_disk_full(exception):
                return errors.no_room(request)
            case IntegrityError() if request.method == "POST":
                # Two people did the same at the same moment; the database let one of them.
                log.warning(
                    "two at the same moment", route=request.resolver_match.route if request.resolver_match else ""
                )
                return errors.at_the_same_moment(request)
            case OperationalError():
                log.error("database", trouble=type(exception).__name__)
                return errors.busy(request)
        return None
