"""Which systems do our services stand on? Add, change and remove them one by one."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ..actions.add_system import add_system
from ..actions.change_system import ChangedMeanwhile, change_system
from ..actions.remove_system import remove_system
from ..catalogue import catalogue
from ..facts import SystemFacts, edition_of
from ..forms import SystemForm
from ..models import Hosting, Service, System, SystemKind
from ..queries.access import Visit, changing
from ..queries.estate import facts_of, find_system, services_of


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a system; add it."""
    visit = changing(request, code)
    services = list(services_of(visit.council))
    if request.method != "POST":
        initial = {"hosting": Hosting.UNKNOWN, "services": request.GET.getlist("service")}
        return _page(request, visit, services, SystemForm(initial=initial, services=services))
    form = SystemForm(request.POST, services=services)
    if not form.is_valid():
        return _page(request, visit, services, form, status=422)
    try:
        done = add_system(by=visit.viewer, council=visit.council, facts=form.facts(), at=visit.at)
    except Denied as refusal:
        form.add_error("name", refusal.sentence)
        return _page(request, visit, services, form, status=refusal.status)
    words = _("Added: %(name)s.") if done.is_new else _("%(name)s is on your list already. Nothing was added twice.")
    messages.success(request, words % {"name": done.system.name})
    return redirect("estate:overview", code)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show what is known of a system; save what is known better."""
    visit = changing(request, code)
    system = find_system(visit.council, pk)
    services = list(services_of(visit.council))
    if request.method != "POST":
        facts = facts_of(system)
        initial = asdict(facts) | {"services": [str(pk) for pk in facts.services], "edition": edition_of(facts)}
        return _page(request, visit, services, SystemForm(initial=initial, services=services), system)
    form = SystemForm(request.POST, services=services)
    if not form.is_valid():
        return _page(request, visit, services, form, system, status=422)
    try:
        edition = form.cleaned_data["edition"]
        saved = change_system(by=visit.viewer, system=system, facts=form.facts(), edition=edition, at=visit.at)
    except ChangedMeanwhile as meanwhile:
        return _compare(request, visit, services, form, system, meanwhile)
    except Denied as refusal:
        form.add_error("name", refusal.sentence)
        return _page(request, visit, services, form, system, status=refusal.status)
    messages.success(request, _("Saved: %(name)s.") % {"name": saved.name})
    return redirect("estate:overview", code)


def _compare(
    request: HttpRequest,
    visit: Visit,
    services: list[Service],
    form: SystemForm,
    system: System,
    meanwhile: ChangedMeanwhile,
) -> HttpResponse:
    sent = request.POST.copy()
    sent["edition"] = edition_of(meanwhile.theirs)
    again = SystemForm(sent, services=services)
    again.add_error(None, meanwhile.sentence)
    theirs = _differences(form, meanwhile.theirs, services)
    return _page(request, visit, services, again, system, status=meanwhile.status, theirs=theirs)


def _differences(form: SystemForm, theirs: SystemFacts, services: list[Service]) -> list[tuple[str, str]]:
    """Return what is kept now where it differs from what was entered: each field's label and its words."""
    mine, names = asdict(form.facts()), {service.pk: service.name for service in services}
    said: dict[str, str] = {
        **{field: str(value) for field, value in asdict(theirs).items()},
        "kind": str(SystemKind(theirs.kind).label),
        "hosting": str(Hosting(theirs.hosting).label),
        "services": ", ".join(names[pk] for pk in theirs.services if pk in names),
    }
    differ = [field for field, value in asdict(theirs).items() if value != mine[field]]
    return [(str(form[field].label), said[field]) for field in differ]


def _page(
    request: HttpRequest,
    visit: Visit,
    services: list[Service],
    form: SystemForm,
    system: System | None = None,
    status: int = 200,
    theirs: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    known = catalogue()
    examples = [known[service.key] for service in services if service.key in known]
    context = {
        **visit.context,
        "form": form,
        "system": system,
        "services": services,
        "examples": examples,
        "theirs": theirs,
    }
    return render(request, "estate/system.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, then take a system off the list."""
    visit = changing(request, code)
    system = find_system(visit.council, pk, also_removed=request.method == "POST")
    if request.method != "POST":
        context = {**visit.context, "back": "estate:change_system", "thing": system, "systems": []}
        return render(request, "estate/remove.html", context)
    is_removed_now = remove_system(by=visit.viewer, system=system, at=visit.at)
    words = _("%(name)s has been removed.") if is_removed_now else _("%(name)s was removed already.")
    messages.success(request, words % {"name": system.name})
    return redirect("estate:overview", code)
