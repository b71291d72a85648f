"""Is this text with Markdown's marks? It is never turned into a page here."""

from wardmote.engines.files.inspection import Kind
from wardmote.engines.files.text import read_text


def check(content: bytes) -> tuple[str, ...]:
    """Refuse what isn't UTF-8 text, or would be taken for a page or a script."""
    read_text(content)
    return ()


KIND = Kind(key="markdown", title="Markdown text", endings=("md",), media_type="text/plain; charset=utf-8", check=check)
