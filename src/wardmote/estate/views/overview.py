"""What do we run?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from .. import policies
from ..queries.access import reading
from ..queries.domains import domains_page
from ..queries.estate import estate_page


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show the council's services with their systems, its systems with what stands on them, and its domains."""
    visit = reading(request, code)
    context = {
        **visit.context,
        "estate": estate_page(visit.council, request.GET.get("page")),
        "domains": domains_page(visit.council),
        "can_change": policies.can_change(visit.viewer, visit.council, localdate(visit.at)),
    }
    return render(request, "estate/overview.html", context)
