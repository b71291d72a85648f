"""How is a text of somebody else's written so that every database takes it?"""

import re

# PostgreSQL stores neither zeros nor halves of characters, and would refuse the whole visit for one of them.
_REFUSED = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Return the text with a sign in the place of each character that a database refuses."""
    return _REFUSED.sub("\ufffd", text)
