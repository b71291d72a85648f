"""Which advisories concern what a council runs? Products are met by name, versions by their place in a range."""

from .held import Held, held_of, version_of, written
from .index import Index
from .judging import Certainty, Match, match, spans_said, takes_any_update, verdict
from .meeting import Meeting, meeting
from .platforms import Platforms, platforms_met
from .product_keys import asked_keys, product_keys
from .words import word_forms

__all__ = [
    "Certainty",
    "Held",
    "Index",
    "Match",
    "Meeting",
    "Platforms",
    "asked_keys",
    "held_of",
    "match",
    "meeting",
    "platforms_met",
    "product_keys",
    "spans_said",
    "takes_any_update",
    "verdict",
    "version_of",
    "word_forms",
    "written",
]
