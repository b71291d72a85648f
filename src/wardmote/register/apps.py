"""The register as Django sees it."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Bodies, people, memberships and sharing."""

    name = "wardmote.register"
    label = "register"

    def ready(self) -> None:
        """Load the rules and the database functions that conditions elsewhere call."""
        from . import policies, walls  # noqa: F401
