"""Which assessments has our council made, and which is under way?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wardmote.kernel.roles import INSIDE_COUNCIL, READS_ANSWERS, Role
from wardmote.register.public import bodies_of_own, is_alive, moment_of, name_of, own_body, viewer_of

from ...models import UNFINISHED


@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Show the assessment under way first, then the earlier ones; a councillor sees those that have a report."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, INSIDE_COUNCIL)
    reads_answers = bodies_of_own(viewer.person, localdate(at), READS_ANSWERS).filter(pk=council.pk).exists()
    shown = council.assessments.order_by("-opened_at", "-pk")
    found = list(shown[:50] if reads_answers else shown.filter(reports__isnull=False).distinct()[:50])
    context = {
        "council": council,
        "name": name_of(council),
        "reads_answers": reads_answers,
        "under_way": [a for a in found if a.state in UNFINISHED] if reads_answers else [],
        "earlier": [a for a in found if not reads_answers or a.state not in UNFINISHED],
        "can_open": Role.LEAD in viewer.roles_in(council.pk) and is_alive(council, localdate(at)),
    }
    return render(request, "assess/assessments/listing.html", context)


PATHS = [path("", listing, name="listing")]
