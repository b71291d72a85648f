"""Which names did we come across that may be yours too?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ...actions.decide_offers import DecidedOffers, decide_offers
from ...models import OfferState
from ...queries.access import Desk, acting, reading
from ...queries.offers import offers_page

_DECISIONS = {"add": OfferState.ADDED, "dismiss": OfferState.DISMISSED, "again": OfferState.WAITING}
LONGEST_NUMBER = 18


@require_http_methods(["GET", "HEAD", "POST"])
def offers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the names with where each was seen; add or dismiss what was ticked, or offer a dismissed one again."""
    if request.method != "POST":
        return _page(request, reading(request, code))
    desk = acting(request, code)
    state = _DECISIONS.get(request.POST.get("decision", ""))
    numbers = [int(text) for text in request.POST.getlist("offers") if text.isdecimal() and len(text) <= LONGEST_NUMBER]
    if state is None:
        return _page(request, desk, trouble=_("Choose what to do with the names."), status=422)
    try:
        done = decide_offers(by=desk.viewer, council=desk.council, offers=numbers, state=state, at=desk.at)
    except Denied as refusal:
        return _page(request, desk, trouble=refusal.sentence, ticked=frozenset(numbers), status=422)
    messages.success(request, _say(done, state))
    return redirect("watch:offers", code)


def _page(
    request: HttpRequest, desk: Desk, trouble: str = "", ticked: frozenset[int] = frozenset(), status: int = 200
) -> HttpResponse:
    context = {**desk.context, "offered": offers_page(desk.council), "trouble": trouble, "ticked": ticked}
    return render(request, "watch/offers.html", context, status=status)


def _say(done: DecidedOffers, state: OfferState) -> str:
    count = len(done.names)
    says = {"n": count, "name": done.names[0] if done.names else ""}
    if not count:
        return _("Nothing to decide: somebody was faster.")
    if state == OfferState.DISMISSED:
        words = ngettext("%(name)s isn't offered any more.", "%(n)s names aren't offered any more.", count)
    elif state == OfferState.WAITING:
        words = ngettext("%(name)s is offered again.", "%(n)s names are offered again.", count)
    else:
        words = ngettext("Added: %(name)s.", "%(n)s names added.", count)
    unproved = len(done.added.unproved) if done.added else 0
    if not unproved:
        return words % says
    more = ngettext("%(n)s still has to be shown to be yours.", "%(n)s still have to be shown to be yours.", unproved)
    return f"{words % says} {more % {'n': unproved}}"


PATHS = [path("offers/", offers, name="offers")]
