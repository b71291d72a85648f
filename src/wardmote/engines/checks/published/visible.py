"""Which characters of somebody else's text may be shown on a page or a terminal?"""

import re

# Control characters, which a terminal obeys, and those that turn the direction of reading; line ends and tabs stay.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return the text with a sign in the place of each character that can't be seen."""
    return _UNSEEN.sub("\ufffd", text)


def shortened(text: str, most: int) -> str:
    """Return no more of a text than so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
