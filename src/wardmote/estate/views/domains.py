"""Which domains do we hold? List them, add some, take one off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wardmote.kernel.denial import Denied

from .. import policies
from ..actions.add_domains import AddedDomains, add_domains
from ..actions.remove_domain import remove_domain
from ..domain_facts import DomainFacts
from ..domain_forms import AddDomainsForm
from ..names import ReadName, said
from ..queries.access import Visit, changing, reading
from ..queries.domains import domains_below, domains_page, find_domain, register_names

MOST_NAMED = 5


@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Show the council's domains and how each is shown to be its own."""
    visit = reading(request, code)
    context = {
        **visit.context,
        "domains": domains_page(visit.council, request.GET.get("page")),
        "can_change": policies.can_change(visit.viewer, visit.council, localdate(visit.at)),
    }
    return render(request, "estate/domains.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for names, one on each line; add them all or say which lines aren't fit."""
    visit = changing(request, code)
    if request.method != "POST":
        return _ask(request, visit, AddDomainsForm())
    form = AddDomainsForm(request.POST)
    if not form.is_valid():
        return _ask(request, visit, form, status=422)
    try:
        done = add_domains(by=visit.viewer, council=visit.council, domains=form.facts(), at=visit.at)
    except Denied as refusal:
        form.add_error("names", refusal.sentence)
        return _ask(request, visit, form, status=refusal.status)
    messages.success(request, say_added(done, form.cleaned_data["names"]))
    return _after(code, done)


@require_POST
def add_from_register(request: HttpRequest, code: str) -> HttpResponse:
    """Add the domain that the register gives the council: it is the council's own at once."""
    visit = changing(request, code)
    # A check of a domain looks at its www. too: listed by itself, it would be judged as a place for mail.
    names = [name for name in sorted(register_names(visit.council), key=len) if not name.startswith("www.")]
    if not names:
        messages.error(request, _("The register names no domain for your council. Enter it yourself."))
        return redirect("estate:add_domains", code)
    facts = [DomainFacts(name) for name in names]
    done = add_domains(by=visit.viewer, council=visit.council, domains=facts, at=visit.at)
    messages.success(request, say_added(done))
    return redirect("estate:domains", code)


def _ask(request: HttpRequest, visit: Visit, form: AddDomainsForm, status: int = 200) -> HttpResponse:
    return render(request, "estate/add_domains.html", {**visit.context, "form": form}, status=status)


def _after(code: str, done: AddedDomains) -> HttpResponse:
    """Lead to what is left to do: the one domain that isn't proved, or the list."""
    if len(done.added) == len(done.unproved) == 1:
        return redirect("estate:domain", code, done.added[0].pk)
    return redirect("estate:domains", code)


def say_added(done: AddedDomains, read: tuple[ReadName, ...] = ()) -> str:
    """Return what came of adding names, and how those were read that were typed otherwise."""
    told = []
    if len(done.added) == 1:
        told.append(_("Added: %(name)s.") % {"name": done.added[0].name})
    elif done.added:
        told.append(ngettext("%(n)s domain added.", "%(n)s domains added.", len(done.added)) % {"n": len(done.added)})
    if done.already:
        words = _("On your list already, so not added again: %(names)s.")
        told.append(
            words % {"names": ", ".join(done.already[:MOST_NAMED]) + ("…" if done.already[MOST_NAMED:] else "")}
        )
    told += [
        _("We read “%(typed)s” as %(name)s.") % {"typed": said(line.typed), "name": line.name}
        for line in [line for line in read if not line.is_as_typed][:MOST_NAMED]
    ]
    if done.unproved:
        words = ngettext("Now show that it is yours.", "Show of %(n)s that they are yours.", len(done.unproved))
        told.append(words % {"n": len(done.unproved)})
    return " ".join(told)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, then take a domain off the list."""
    visit = changing(request, code)
    domain = find_domain(visit.council, pk, also_removed=request.method == "POST")
    if request.method != "POST":
        context = {**visit.context, "domain": domain, "below": domains_below(domain)}
        return render(request, "estate/remove_domain.html", context)
    done = remove_domain(by=visit.viewer, domain=domain, at=visit.at)
    words = _("%(name)s has been removed.") if done.is_removed_now else _("%(name)s was removed already.")
    messages.success(request, words % {"name": domain.name})
    return redirect("estate:domains", code)
