"""The demonstration region's only door for the command line and the tests."""

from .actions.issue_links import Link, issue_links
from .actions.load_demonstration import load_demonstration

__all__ = ["Link", "issue_links", "load_demonstration"]
