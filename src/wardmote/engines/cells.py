"""Which texts would a spreadsheet take for a formula, and how does a table keep it from that?"""

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Put an apostrophe before a text that starts like a formula, also behind spaces."""
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_FORMULA) else text


def as_written(cell: str) -> str:
    """Take the apostrophe away again that `harmless` put before a text."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ").startswith(STARTS_FORMULA) else cell
