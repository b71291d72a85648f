"""What did we write, what do councils read of it, whom is it for, and what became of it?"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wardmote.kernel.denial import Denied
from wardmote.register.public import name_of

from ...actions.ask_for_second_eyes import ask_for_second_eyes
from ...actions.publish_bulletin import publish_bulletin
from ...actions.withdraw_bulletin import withdraw_bulletin
from ...desk_forms import RelayForm, WhyForm
from ...models import Bulletin, BulletinState
from ...queries.bulletins import bulletin_of, bulletin_page, bulletins_of, receivers
from ...queries.desk_access import Bench, running

MOST_DIGITS = 9


@require_safe
def bulletins(request: HttpRequest, code: str) -> HttpResponse:
    """Show the desk's bulletins."""
    bench = running(request, code)
    state = request.GET.get("state", "")
    context = {
        **bench.context,
        "page": bulletins_of(bench, state, request.GET.get("page")),
        "state": state,
        "states": BulletinState.choices,
    }
    return render(request, "warn/desk/bulletins.html", context)


@require_safe
def bulletin(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one with what councils read, its editions, and what can be done with it."""
    bench = running(request, code)
    return page_of(request, bench, bulletin_of(bench, number))


@require_POST
def publish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send it out."""
    says = _("Published. Those whom it is for are being told.")
    return _done(
        request,
        code,
        number,
        lambda bench, found, revision: publish_bulletin(
            by=bench.viewer, bulletin=found, revision=revision, at=bench.at
        ),
        says,
    )


@require_POST
def check(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask a colleague to look at it."""
    says = _("It waits for a second pair of eyes.")
    return _done(
        request,
        code,
        number,
        lambda bench, found, revision: ask_for_second_eyes(
            by=bench.viewer, bulletin=found, revision=revision, at=bench.at
        ),
        says,
    )


@require_POST
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take it back."""
    bench = running(request, code)
    found = bulletin_of(bench, number)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return page_of(request, bench, found, why=form, status=422)
    says = _("Withdrawn. Those who got it hear of it.")
    why = form.cleaned_data["why"]
    return _done(
        request,
        code,
        number,
        lambda bench, found, revision: withdraw_bulletin(
            by=bench.viewer, bulletin=found, why=why, revision=revision, at=bench.at
        ),
        says,
    )


def page_of(
    request: HttpRequest,
    bench: Bench,
    found: Bulletin,
    *,
    why: WhyForm | None = None,
    relay: RelayForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a bulletin, with the forms as they were sent."""
    context = {
        **bench.context,
        "seen": bulletin_page(bench, found),
        "why": why or WhyForm(initial={"revision": found.revision}),
        "relay": relay or relay_form(bench, found),
        "has_receivers": receivers(bench, found).exists(),
    }
    return render(request, "warn/desk/bulletin.html", context, status=status)


def relay_form(bench: Bench, found: Bulletin, sent: object = None) -> RelayForm:
    """Return the form that names to whom a bulletin can be handed on."""
    form = RelayForm(sent)  # type: ignore[arg-type]
    field = form.fields["to"]
    field.queryset = receivers(bench, found)  # type: ignore[attr-defined]
    field.label_from_instance = name_of  # type: ignore[attr-defined]
    return form


def _done(
    request: HttpRequest, code: str, number: int, act: Callable[[Bench, Bulletin, int], object], says: str
) -> HttpResponse:
    """Do it as the person saw it; a refusal is said on the bulletin's page."""
    bench = running(request, code)
    found = bulletin_of(bench, number)
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else 0
    try:
        act(bench, found, revision)
    except Denied as refusal:
        messages.error(request, refusal.sentence)
        return page_of(request, bench, bulletin_of(bench, number), status=refusal.status)
    messages.success(request, says)
    return redirect("desk:bulletin", bench.owner.code, found.pk)


PATHS = [
    path("bulletins/", bulletins, name="bulletins"),
    path("bulletins/<int:number>/", bulletin, name="bulletin"),
    path("bulletins/<int:number>/publish/", publish, name="publish"),
    path("bulletins/<int:number>/check/", check, name="check"),
    path("bulletins/<int:number>/withdraw/", withdraw, name="withdraw"),
]
