"""How is a result written to be sent on? One HTML page that holds all it needs, without script."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from . import Form, Writer

if TYPE_CHECKING:
    from jinja2 import Template

    from wardmote.engines.checks.rounds import Outcome

    from ..findings import Run, Tally

TEMPLATES = Path(__file__).parent.parent / "templates"


class HtmlWriter(Writer):
    """Keeps every domain, because the page begins with the sums."""

    is_streamed = False

    def __init__(self, out: TextIO, run: "Run") -> None:
        super().__init__(out, run)
        self._domains: list[dict[str, Any]] = []

    def add(self, outcome: "Outcome") -> None:
        """Keep what the page shows of one domain."""
        from ..findings import counted, worst_first

        self._domains.append(
            {
                "domain": outcome.domain,
                "grade": outcome.grade,
                "counted": counted(outcome),
                "findings": worst_first(outcome, self.run),
            }
        )

    def end(self, tally: "Tally") -> None:
        """Write the page."""
        from ..findings import sums

        pieces = page().generate(domains=self._domains, sums=sums(tally), run=self.run, was_stopped=tally.was_stopped)
        for piece in pieces:
            self.out.write(piece)
        self.out.write("\n")


def page() -> "Template":
    """Return the page's template; it escapes whatever is put into it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from ..plain import plain

    house = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.filters["plain"] = plain
    return house.get_template("report.html")


FORM = Form("html", "Write the result as one HTML page.", HtmlWriter)
