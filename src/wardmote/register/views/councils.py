"""Find a council by any name, code or domain."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wardmote.kernel.moments import read_as_at

from ..models.bodies import COUNCILS, Kind
from ..queries.bodies import bodies_listed
from ..queries.search import search_bodies


@login_not_required
@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    """Search, or list the councils live on a day, fifty to a page."""
    viewer = getattr(request, "viewer", None)
    demonstration = viewer is not None and viewer.person.is_demonstration
    day = read_as_at(request.GET.get("as_at"))
    text = request.GET.get("q", "").strip()[:120]
    kind = request.GET.get("kind", "")
    context: dict[str, object] = {"q": text, "day": day, "kinds": COUNCILS, "kind": kind, "kind_words": Kind}
    if text:
        context["hits"] = search_bodies(text, demonstration=demonstration)
    else:
        listed = bodies_listed(day, demonstration=demonstration, kind=kind)
        context["page"] = Paginator(listed, 50).get_page(request.GET.get("page"))
    return render(request, "register/councils.html", context)
