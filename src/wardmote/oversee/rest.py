"""Which figures across councils may everybody have, and which those whose work it is? Only counts of at least five."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Router, Schema
from pydantic import AfterValidator

from wardmote.engines.frameworks import outlines
from wardmote.kernel.moments import EARLIEST, LATEST
from wardmote.register.public import moment_of, viewer_of

from .asking import KINDS, default_edition, read_question
from .queries.figures import Distribution, national_distribution
from .queries.rollup import roll_up

router = Router(tags=["Figures"])


class Figures(Schema):
    """How many councils stand on each step; null where a figure could point at one of them."""

    total: int | None = Field(description="Councils that submitted the area; null where fewer than five.")
    counts: dict[str, int | None] = Field(description="Councils by rating.")


EDITIONS = tuple(edition.name for edition in outlines())
DEFAULT = default_edition().name


def _one_of(values: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in values:
            raise ValueError("This is none of: " + ", ".join(values))
        return value

    return AfterValidator(check)


EditionName = Annotated[str, Field(json_schema_extra={"enum": list(EDITIONS)}), _one_of(EDITIONS)]
KindName = Annotated[str, Field(json_schema_extra={"enum": list(KINDS)}), _one_of(tuple(KINDS))]
Region = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
AsAt = Annotated[date, Field(ge=EARLIEST, le=LATEST, description="Figures as at this day; today if left out.")]


class OneOutcome(Schema):
    """One outcome over the councils that are counted; null where a figure could point at fewer than five."""

    outcome: str
    title: str
    total: int | None = Field(description="Councils whose latest report has the outcome.")
    counts: dict[str, int | None] = Field(description="Councils by status.")
    met: int | None = Field(description="Councils that meet the target that they chose.")


class OutcomeRollUp(Schema):
    """How councils stand on every outcome of one framework."""

    edition: str
    as_at: date
    councils: int | None = Field(description="Councils that are counted; null for fewer than five.")
    outcomes: list[OneOutcome]


@router.get("/figures", auth=None, response=Figures)
def show_figures(request: HttpRequest) -> Distribution:
    """Show how many councils stand on each step of the stocktake's first area, leadership."""
    return national_distribution(demonstration=False)


@router.get("/figures/outcomes", response=OutcomeRollUp, openapi_extra={"x-scope": "results:read"})
def show_outcome_figures(
    request: HttpRequest,
    edition: EditionName = DEFAULT,
    region: Region = "",
    kind: KindName | None = None,
    as_at: AsAt | None = None,
) -> dict[str, Any]:
    """Show how the councils that share results with you stand on each outcome.

    For the programme's readers and WARP operators. Each council counts once, with its latest report.
    """
    asked = {"edition": edition, "region": region, "kind": kind or "", "as_at": as_at.isoformat() if as_at else ""}
    question = read_question(asked, viewer_of(request), localdate(moment_of(request)), one_edition=True)
    found = roll_up(question.shape, person=question.person, day=question.day, today=question.today)
    return {
        "edition": edition,
        "as_at": question.day,
        "councils": found.councils,
        "outcomes": [
            {"outcome": line.outcome.id, "title": line.outcome.title, **vars(line.figures)} for line in found.lines
        ],
    }
