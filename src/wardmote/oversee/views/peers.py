"""Where does our council stand beside its peers? For those who read the council's own answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import moment_of, name_of, own_body, viewer_of

from ..peer_figures import Quarter, Step
from ..queries.peers import comparison, latest_reports

QUARTER_WORDS = {
    Quarter.FIRST: _("Under a quarter of the outcomes"),
    Quarter.SECOND: _("A quarter to under half"),
    Quarter.THIRD: _("Half to under three quarters"),
    Quarter.FOURTH: _("Three quarters or more"),
}
STEP_WORDS = {Step.UNDER_HALF: _("Fewer than half"), Step.HALF: _("Half or more, not all"), Step.ALL: _("All")}


@require_safe
def peers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the council's latest report beside its peers, as spreads that tell of no single one."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    reports = latest_reports(council)
    asked = request.GET.get("edition", "")
    chosen = next((r for r in reports if f"{r.framework}-{r.version}" == asked), reports[0] if reports else None)
    context = {
        "council": council,
        "name": name_of(council),
        "reports": reports,
        "found": comparison(council, chosen, localdate(at)) if chosen else None,
        "quarters": QUARTER_WORDS,
        "steps": STEP_WORDS,
        "kind": council.get_kind_display(),
        "back": reverse("assessments:listing", args=[council.code]),
        "back_text": _("Assessments"),
    }
    return render(request, "oversee/peers.html", context)
