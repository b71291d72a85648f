"""How large a file does a page take?"""

from collections.abc import Callable
from typing import Any, TypeVar

# What every page takes: a register in a form.
USUAL_FILE_MB = 2
_ATTRIBUTE, _ITSELF = "largest_file_mb", "judges_size_itself"
_View = TypeVar("_View", bound=Callable[..., Any])


def takes_files_of(megabytes: int) -> Callable[[_View], _View]:
    """Mark a view whose form carries a larger file than usual; outermost of its decorators."""

    def mark(view: _View) -> _View:
        setattr(view, _ATTRIBUTE, megabytes)
        return view

    return mark


def judges_size_itself(view: _View) -> _View:
    """Mark a view that programs use without signing in, by a secret in its address; outermost of its decorators.

    It refuses what is too large by the length that the request states, before it reads any of it.
    """
    setattr(view, _ITSELF, True)
    return view


def is_judge_of_size(view: Callable[..., Any]) -> bool:
    """Say whether a view refuses what is too large itself."""
    return bool(getattr(view, _ITSELF, False))


def largest_file_mb(view: Callable[..., Any]) -> int:
    """Return the size of a file that a view takes, in megabytes."""
    return int(getattr(view, _ATTRIBUTE, USUAL_FILE_MB))
