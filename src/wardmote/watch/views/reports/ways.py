"""How do reports come here by themselves?"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wardmote.kernel.denial import Denied, missing

from ...actions.open_link import open_link
from ...actions.shut_link import shut_link
from ...models import LinkKind
from ...queries.access import Desk, opening_doors, reading, shutting_doors
from ...queries.deliveries import open_doors
from ...queries.dmarc_seen import dmarc_seen
from ...queries.mail_numbers import scope_of

MOST_SHOWN = 5


@require_safe
def ways(request: HttpRequest, code: str) -> HttpResponse:
    """Show the records to publish, and the council's own door for reports."""
    return _page(request, reading(request, code))


@require_POST
def make_door(request: HttpRequest, code: str) -> HttpResponse:
    """Make a door, and show its address this once."""
    desk = opening_doors(request, code)
    try:
        _link, secret = open_link(
            by=desk.viewer,
            council=desk.council,
            kind=LinkKind.REPORTS,
            note=request.POST.get("note", ""),
            at=desk.at,
        )
    except Denied as refusal:
        return _page(request, desk, problem=refusal.sentence, status=refusal.status)
    return _page(request, desk, address=request.build_absolute_uri(reverse("opened:reports", args=[secret])))


@require_POST
def shut_door(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Shut a door: nothing more comes through it."""
    desk = shutting_doors(request, code)
    link = next((door for door in open_doors(desk.council, localdate(desk.at)) if door.pk == number), None)
    if link is None:
        raise missing()
    shut_link(by=desk.viewer, link=link, at=desk.at)
    messages.success(request, _("That address is shut. Nothing more comes in through it."))
    return redirect("mail-reports:ways", desk.council.code)


def _page(request: HttpRequest, desk: Desk, *, address: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    scope = scope_of(desk.council, None)
    context = {
        **desk.context,
        "scope": scope,
        "dmarc": dmarc_seen(scope.domains[:MOST_SHOWN]),
        "doors": open_doors(desk.council, localdate(desk.at)),
        "address": address,
        "problem": problem,
        "mailbox": settings.REPORTS_ADDRESS,
        "mailbox_domain": settings.REPORTS_ADDRESS.rpartition("@")[2],
        "where": "mail-reports:ways",
    }
    return render(request, "watch/reports/ways.html", context, status=status)


PATHS = [
    path("ways/", ways, name="ways"),
    path("ways/doors/", make_door, name="make_door"),
    path("ways/doors/<int:number>/shut/", shut_door, name="shut_door"),
]
