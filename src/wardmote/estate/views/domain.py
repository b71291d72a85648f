"""What do we know of one domain, and how do we show that it is ours?"""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.kernel.denial import Denied

from .. import policies
from ..actions.change_domain import DomainChangedMeanwhile, change_domain
from ..actions.verify_domain import verify_domain
from ..dns_proof import Look, Seen
from ..domain_facts import DomainFacts, edition_of_domain
from ..domain_forms import DomainForm, entries_of
from ..models import Domain
from ..names import in_letters
from ..proving import record_name, record_text
from ..queries.access import Visit, changing, reading
from ..queries.domains import facts_of_domain, find_domain


@require_safe
def show(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show the domain, and what to publish where it isn't proved yet."""
    visit = reading(request, code)
    return _page(request, visit, find_domain(visit.council, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Look for our text in the DNS now, and say plainly what stands there instead."""
    visit = changing(request, code)
    domain = find_domain(visit.council, pk)
    if request.method != "POST":
        return redirect("estate:domain", code, pk)
    try:
        done = verify_domain(by=visit.viewer, domain=domain, at=visit.at)
    except Denied as refusal:
        return _page(request, visit, domain, refusal=refusal)
    if done.seen is None or done.seen.look is Look.FOUND:
        messages.success(request, _("%(name)s is yours: it is checked from now on.") % {"name": domain.name})
        return redirect("estate:domain", code, pk)
    return _page(request, visit, done.domain, seen=done.seen)


def _page(
    request: HttpRequest, visit: Visit, domain: Domain, seen: Seen | None = None, refusal: Denied | None = None
) -> HttpResponse:
    letters = in_letters(domain.name)
    context = {
        **visit.context,
        "domain": domain,
        "letters": letters if letters != domain.name else "",
        "record_name": record_name(domain.name),
        "record_text": record_text(domain.token),
        "can_change": policies.can_change(visit.viewer, visit.council, localdate(visit.at)),
        "seen": seen,
        "refusal": refusal.sentence if refusal else "",
    }
    return render(request, "estate/domain.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show what is said of a domain; save what is known better."""
    visit = changing(request, code)
    domain = find_domain(visit.council, pk)
    if request.method != "POST":
        facts = facts_of_domain(domain)
        initial = entries_of(facts) | {"edition": edition_of_domain(facts)}
        return _ask(request, visit, domain, DomainForm(initial=initial))
    form = DomainForm(request.POST)
    if not form.is_valid():
        return _ask(request, visit, domain, form, status=422)
    facts, edition = form.facts(domain.name), form.cleaned_data["edition"]
    try:
        change_domain(by=visit.viewer, domain=domain, facts=facts, edition=edition, at=visit.at)
    except DomainChangedMeanwhile as meanwhile:
        return _compare(request, visit, domain, form, meanwhile)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _ask(request, visit, domain, form, status=422)
    messages.success(request, _("Saved: %(name)s.") % {"name": domain.name})
    return redirect("estate:domain", code, pk)


def _compare(
    request: HttpRequest, visit: Visit, domain: Domain, form: DomainForm, meanwhile: DomainChangedMeanwhile
) -> HttpResponse:
    sent = request.POST.copy()
    sent["edition"] = edition_of_domain(meanwhile.theirs)
    again = DomainForm(sent)
    again.add_error(None, meanwhile.sentence)
    theirs = _differences(form, meanwhile.theirs)
    return _ask(request, visit, domain, again, status=meanwhile.status, theirs=theirs)


def _differences(form: DomainForm, theirs: DomainFacts) -> list[tuple[str, str]]:
    """Return what is kept now where it differs from what was entered: each field's label and its words."""
    mine, said = asdict(form.facts(theirs.name)), entries_of(theirs)
    said["is_parked"] = _("Yes") if theirs.is_parked else _("No")
    differ = [field for field, value in asdict(theirs).items() if value != mine[field]]
    return [(str(form[field].label), str(said[field])) for field in differ]


def _ask(
    request: HttpRequest,
    visit: Visit,
    domain: Domain,
    form: DomainForm,
    status: int = 200,
    theirs: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {**visit.context, "form": form, "domain": domain, "theirs": theirs}
    return render(request, "estate/change_domain.html", context, status=status)
