"""How is a rating worked out, in words that a page can show?"""

from itertools import pairwise

from wardmote.engines.frameworks.questionnaire import TOP_LEVEL, Framework

FORMULA = (
    f"Each answer is a level from 0 to {TOP_LEVEL} and each question has a weight from 1 to 5. "
    "We multiply level by weight, add up, divide by the most that the same questions could give "
    f"(weight times {TOP_LEVEL}), and multiply by 100."
)


def explain(framework: Framework) -> tuple[str, ...]:
    """Paragraphs for "How this is worked out", with the framework's own thresholds and notes."""
    return (
        FORMULA,
        framework.unknown_note,
        (
            f"The rating is given once every question of an area is answered: {_ranges(framework)}. "
            "Until then we show a score so far, and no rating."
        ),
        (
            "Next steps come in order of what each would add to the score: the question's weight times the "
            "levels that the step climbs. Where two would add the same, the earlier question comes first."
        ),
        framework.estimate_note,
        framework.attribution,
    )


def _ranges(framework: Framework) -> str:
    spans = [
        f"{band.rating} from {band.starts_at:g} to below {following.starts_at:g}"
        for band, following in pairwise(framework.bands)
    ]
    top = framework.bands[-1]
    return f"{', '.join(spans)}, {top.rating} from {top.starts_at:g}"
