"""How is what a stranger's server said shown: no sign that steers a terminal, and no more than a person reads?"""

LONGEST = 200


def shown(text: str, most: int = LONGEST) -> str:
    """Return the text, cut, with a replacement for each sign that can't be printed."""
    kept = text[:most]
    if kept.isprintable():
        return kept
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in kept)
