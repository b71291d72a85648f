"""Which of two versions is the later one, in each scheme?"""

from .schemes import compare, family, key, key_asked, keys_of
from .spans import NOTHING_ABOVE, bounds, holds
from .vers import spans_of_vers

__all__ = [
    "NOTHING_ABOVE",
    "bounds",
    "compare",
    "family",
    "holds",
    "key",
    "key_asked",
    "keys_of",
    "spans_of_vers",
]
