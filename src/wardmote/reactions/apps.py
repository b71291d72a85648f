"""The list of side effects, connected when the site starts."""

import pkgutil
from importlib import import_module

from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    """Every module in this folder connects itself to what it reacts to."""

    name = "wardmote.reactions"
    label = "reactions"

    def ready(self) -> None:
        """Import every reaction."""
        package = import_module("wardmote.reactions")
        for found in pkgutil.iter_modules(package.__path__):
            if found.name != "apps":
                import_module(f"wardmote.reactions.{found.name}")
