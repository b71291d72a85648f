"""Which figures across councils may everybody have? Only counts of at least five."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from .queries.figures import Distribution, national_distribution

router = Router(tags=["Figures"])


class Figures(Schema):
    """How many councils stand on each step; null where a figure could point at one of them."""

    total: int | None = Field(description="Councils with a submitted stocktake; null where fewer than five.")
    counts: dict[str, int | None] = Field(description="Councils by rating.")


@router.get("/figures", auth=None, response=Figures)
def show_figures(request: HttpRequest) -> Distribution:
    """Show how many councils stand on each step of the stocktake."""
    return national_distribution(demonstration=False)
