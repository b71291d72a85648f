"""Which save does a page confirm, when the address says that one came before?"""

from django.http import HttpRequest

from wardmote.engines.frameworks import Outcome

from .queries.desks import Desk


def saved_before(request: HttpRequest, desk: Desk) -> Outcome | None:
    """Return the outcome that was saved just before, if the address names one of this framework."""
    return desk.framework.outcomes.get(request.GET.get("saved", ""))
