"""What does a leader read on one page?"""

from django.template.loader import render_to_string

from ..models import Paper
from ..queries.report_page import report_page
from ..queries.report_summary import cost_of_plan
from .reading import shown_on


def html_of(paper: Paper) -> str:
    """Return the one-page summary."""
    page = report_page(shown_on(paper))
    context = {"page": page, "shown": page.shown, "paper": paper, "cost": cost_of_plan(page.shown)}
    return render_to_string("assess/papers/summary.html", context)
