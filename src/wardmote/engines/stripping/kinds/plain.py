"""Texts and tables hold nothing but what was written."""


def strip_text(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a text as it is."""
    return content, ()


STRIPS = {"text": strip_text, "csv": strip_text}
