"""Which services do we give? Tick them, name them, remove them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ..actions.add_services import AddedServices, add_services
from ..actions.change_service import change_service
from ..actions.remove_service import remove_service
from ..catalogue import given_by_others, normally_given_by
from ..forms import ServiceForm, ServicesForm
from ..models import Service
from ..queries.access import Visit, changing
from ..queries.estate import find_service, names_of_systems_on, services_of


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Offer the catalogue, what councils of this kind normally give first; add what was ticked or named."""
    visit = changing(request, code)
    if request.method != "POST":
        return _offer(request, visit, ServicesForm())
    form = ServicesForm(request.POST)
    if not form.is_valid():
        return _offer(request, visit, form, status=422)
    try:
        done = add_services(by=visit.viewer, council=visit.council, at=visit.at, **form.cleaned_data)
    except Denied as refusal:
        form.add_error("own_name" if form.cleaned_data["own_name"] else "keys", refusal.sentence)
        return _offer(request, visit, form, status=422)
    messages.success(request, _say(done))
    return redirect("estate:overview", code)


def _offer(request: HttpRequest, visit: Visit, form: ServicesForm, status: int = 200) -> HttpResponse:
    held = set(services_of(visit.council).values_list("key", flat=True))
    normal = [known for known in normally_given_by(visit.council.kind) if known.key not in held]
    others = [known for known in given_by_others(visit.council.kind) if known.key not in held]
    ticked = set(form["keys"].value() or [])
    context = {
        **visit.context,
        "form": form,
        "normal": normal,
        "others": others,
        "ticked": ticked,
        "other_is_ticked": bool(ticked & {known.key for known in others}),
    }
    return render(request, "estate/add_services.html", context, status=status)


def _say(done: AddedServices) -> str:
    said = []
    if done.added:
        count = len(done.added)
        said.append(ngettext("%(n)s service added.", "%(n)s services added.", count) % {"n": count})
    if done.already:
        words = _("On your list already, so not added again: %(names)s.")
        said.append(words % {"names": ", ".join(done.already)})
    return " ".join(said)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a service's name and owner; save them."""
    visit = changing(request, code)
    service = find_service(visit.council, pk)
    if request.method != "POST":
        form = ServiceForm(initial={"name": service.name, "owner": service.owner})
        return _change_page(request, visit, service, form)
    form = ServiceForm(request.POST)
    if not form.is_valid():
        return _change_page(request, visit, service, form, status=422)
    try:
        saved = change_service(by=visit.viewer, service=service, at=visit.at, **form.cleaned_data)
    except Denied as refusal:
        form.add_error("name", refusal.sentence)
        return _change_page(request, visit, service, form, status=refusal.status)
    messages.success(request, _("Saved: %(name)s.") % {"name": saved.name})
    return redirect("estate:overview", code)


def _change_page(
    request: HttpRequest, visit: Visit, service: Service, form: ServiceForm, status: int = 200
) -> HttpResponse:
    context = {**visit.context, "service": service, "form": form}
    return render(request, "estate/change_service.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, then take a service off the list."""
    visit = changing(request, code)
    service = find_service(visit.council, pk, also_removed=request.method == "POST")
    if request.method != "POST":
        context = {
            **visit.context,
            "back": "estate:change_service",
            "thing": service,
            "systems": names_of_systems_on(service),
        }
        return render(request, "estate/remove.html", context)
    is_removed_now = remove_service(by=visit.viewer, service=service, at=visit.at)
    words = _("%(name)s has been removed.") if is_removed_now else _("%(name)s was removed already.")
    messages.success(request, words % {"name": service.name})
    return redirect("estate:overview", code)
