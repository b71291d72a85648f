"""The domains as a table to download, and a table of domains to send."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.kernel.denial import Denied

from ..actions.add_domains import add_domains
from ..domain_table import COLUMNS, read_domain_table, row_of
from ..forms import UploadForm
from ..queries.access import Visit, changing, reading
from ..queries.domains import domains_of, facts_of_domain
from ..tables import TableFault, write_table
from .domains import say_added


@require_safe
def domains_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Download the domains, in the columns that an upload takes."""
    council = reading(request, code).council
    rows = (row_of(facts_of_domain(domain), domain.proof) for domain in domains_of(council))
    response = HttpResponse(write_table((*COLUMNS, "proof"), rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="domains-{council.code.lower()}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a table in and add its domains, all or none."""
    visit = changing(request, code)
    if request.method != "POST":
        return _ask(request, visit, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, visit, form, status=422)
    try:
        facts = read_domain_table(form.text())
        done = add_domains(by=visit.viewer, council=visit.council, domains=facts, at=visit.at)
    except TableFault as fault:
        for sentence in fault.sentences:
            form.add_error(None, sentence)
        return _ask(request, visit, form, status=422)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _ask(request, visit, form, status=refusal.status)
    messages.success(request, say_added(done))
    return redirect("estate:domains", code)


def _ask(request: HttpRequest, visit: Visit, form: UploadForm, status: int = 200) -> HttpResponse:
    return render(request, "estate/upload_domains.html", {**visit.context, "form": form}, status=status)
