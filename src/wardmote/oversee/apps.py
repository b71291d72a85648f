"""The national picture as Django sees it."""

from django.apps import AppConfig


class OverseeConfig(AppConfig):
    """Maps and figures across councils."""

    name = "wardmote.oversee"
    label = "oversee"
