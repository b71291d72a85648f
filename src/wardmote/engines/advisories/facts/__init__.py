"""What do the readers, the matcher and the rules say to each other? Frozen values only."""

from wardmote.engines.advisories.facts.advisory import (
    Advisory,
    Exploited,
    Kind,
    Likelihood,
    Reference,
    Remedy,
    Score,
)
from wardmote.engines.advisories.facts.affected import ANY, GENERIC, Affected, Product, Span, Status
from wardmote.engines.advisories.facts.labels import Label
from wardmote.engines.advisories.facts.reading import Broken, ReadingError

__all__ = [
    "ANY",
    "GENERIC",
    "Advisory",
    "Affected",
    "Broken",
    "Exploited",
    "Kind",
    "Label",
    "Likelihood",
    "Product",
    "ReadingError",
    "Reference",
    "Remedy",
    "Score",
    "Span",
    "Status",
]
