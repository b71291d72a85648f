"""What does a file say about whoever made it, and how does it come out without that?

`strip` takes bytes that `wardmote.engines.files` has inspected and the kind that it found, and returns the bytes that
may be kept, with words for what was taken out. What can't be cleaned is refused with a sentence, never kept as it is.
A kind is a file in `kinds/`. What somebody wrote into the text, or what a picture shows, stays as it is.
"""

from wardmote.engines.stripping.cleaning import KINDS, strip
from wardmote.engines.stripping.refusing import Uncleanable

__all__ = ["KINDS", "Uncleanable", "strip"]
