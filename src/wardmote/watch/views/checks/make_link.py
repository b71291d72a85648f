"""For whom should a link be: a supplier, a web site that shows the grade, or a program that reads a feed?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied, missing

from ...actions.open_link import open_link
from ...forms import DomainLinkForm, FeedLinkForm, SupplierLinkForm
from ...models import LinkKind
from ...queries.access import Desk, opening_doors
from ...queries.links import verified_domains
from ..numbers import number_in

Form = SupplierLinkForm | DomainLinkForm | FeedLinkForm


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Ask what the link shows; make it, and show its address this once."""
    desk = opening_doors(request, code)
    form = _form(request, desk, kind)
    context: dict[str, object] = {**desk.context, "kind": kind, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            secret = _open(desk, kind, form)
            address = request.build_absolute_uri(reverse(f"opened:{kind}", args=[secret]))
            return render(request, "watch/link_made.html", {**context, "address": address})
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "watch/make_link.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, desk: Desk, kind: str) -> Form:
    data, initial = request.POST or None, {"domain": number_in(request, "domain")}
    if kind == LinkKind.FEED:
        return FeedLinkForm(data)
    domains = verified_domains(desk.council)
    if kind == LinkKind.SUPPLIER:
        return SupplierLinkForm(data, initial=initial, domains=domains)
    if kind == LinkKind.BADGE:
        return DomainLinkForm(data, initial=initial, domains=domains)
    raise missing()


def _open(desk: Desk, kind: str, form: Form) -> str:
    asked: dict[str, Any] = {"note": form.cleaned_data["note"]}
    if isinstance(form, DomainLinkForm):
        asked["domain"] = form.chosen()
    if isinstance(form, SupplierLinkForm):
        asked["until"] = localdate(desk.at) + form.lasts()
    _link, secret = open_link(by=desk.viewer, council=desk.council, kind=LinkKind(kind), at=desk.at, **asked)
    return secret


PATHS = [path("links/make/<slug:kind>/", make, name="make_link")]
