"""Which papers are made from an assessment? Each kind is a file here, named as the kind, with `html_of(paper)`."""

from importlib import import_module

from ..models import Paper


def html_of(paper: Paper) -> str:
    """Return a paper of any kind as one HTML document, ready to be printed."""
    kind = import_module(f"{__name__}.{paper.kind.replace('-', '_')}")
    return str(kind.html_of(paper))
