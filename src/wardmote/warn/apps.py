"""The warn room as Django sees it."""

from django.apps import AppConfig


class WarnConfig(AppConfig):
    """Advisories, matches with inventories, and the notices that councils get."""

    name = "wardmote.warn"
    label = "warn"

    def ready(self) -> None:
        """Load the database functions that conditions call."""
        from . import walls  # noqa: F401
