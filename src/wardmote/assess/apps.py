"""The assessment room as Django sees it."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """Assessments, answers and submitted results."""

    name = "wardmote.assess"
    label = "assess"

    def ready(self) -> None:
        """Load the database functions that conditions call."""
        from . import walls  # noqa: F401
