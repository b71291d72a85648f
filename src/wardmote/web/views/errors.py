"""What does a person read when something can't be done?"""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.room_on_disk import is_disk_full


def _page(request: HttpRequest, status: int, title: str, *sentences: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": " ".join(sentences)}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    return render(request, "web/error.html", {"title": title, "sentences": sentences}, status=status)


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def refused(request: HttpRequest, refusal: Denied) -> HttpResponse:
    """Show a refusal in its own words."""
    title = _("We can't find that") if refusal.reason == "missing" else _("That isn't possible")
    return _page(request, refusal.status, title, refusal.sentence)


def too_large(request: HttpRequest, most_mb: int) -> HttpResponse:
    """Say that what was sent is larger than the page takes."""
    sentence = _("Nothing was read or changed. A file may have at most %(most)s MB: send a smaller one.")
    typed = _("What you typed couldn't be kept either. Your browser may still have it: go back one page.")
    is_page = not request.path.startswith("/api/")
    return _page(request, 413, _("That is too large"), sentence % {"most": most_mb}, *([typed] if is_page else []))


def no_room(request: HttpRequest) -> HttpResponse:
    """Say that the disk is full and that nothing was half-written."""
    return _page(
        request,
        507,
        _("We couldn't save that: the disk is full"),
        _("Nothing was changed. Your last saved work is safe."),
        _("Ask whoever runs this service to make room, then go back and try again."),
    )


def at_the_same_moment(request: HttpRequest) -> HttpResponse:
    """Say that somebody else was faster, and that this person's act changed nothing."""
    return _page(
        request,
        409,
        _("Somebody else did that at the same moment"),
        _("Your change wasn't saved. Go back, reload the page to see theirs, and decide again."),
    )


def busy(request: HttpRequest) -> HttpResponse:
    """Say that the database didn't answer."""
    return _page(
        request,
        503,
        _("Wardmote is busy"),
        _("The database didn't answer in time and nothing was changed. Wait a minute, go back and try again."),
    )


def takes_forms_only(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer a reload of a form's answer, or the way back to it after signing in again."""
    answer = _page(
        request,
        405,
        _("Please start from the page again"),
        _("This address only takes a form that was just filled in. Nothing was changed."),
    )
    answer.headers["Allow"] = allowed
    return answer


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return _page(
        request,
        404,
        _("We can't find that page"),
        _("If you typed the address, check it. If you followed a link, what it led to may have moved."),
    )


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense; or a session that couldn't be saved because the disk is full."""
    if any(is_disk_full(cause) for cause in _causes(exception)):
        return no_room(request)
    return _page(request, 400, _("We couldn't read that request"), _("Go back and try again."))


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refused request."""
    return _page(request, 403, _("That isn't possible"), _("You don't have the role that this needs."))


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours."""
    return _page(
        request,
        500,
        _("Sorry, something went wrong on our side"),
        _("Nothing that you had saved is lost. Go back and try again."),
        _("If it happens again, tell whoever runs this service."),
    )


@login_not_required
def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was open too long, or came from elsewhere."""
    return _page(
        request,
        403,
        _("Please send that form again"),
        _("The form was open too long, or your browser blocks cookies. Go back, reload the page and send it again."),
    )
