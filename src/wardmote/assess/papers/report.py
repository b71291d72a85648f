"""What does the whole report look like on paper?"""

from django.template.loader import render_to_string

from ..models import Paper
from ..queries.report_page import report_page
from .reading import shown_on


def html_of(paper: Paper) -> str:
    """Return the report, with reasons only where the person who asked may read them."""
    page = report_page(shown_on(paper))
    return render_to_string("assess/papers/report.html", {"page": page, "shown": page.shown, "paper": paper})
