"""The estate as Django sees it."""

from django.apps import AppConfig


class EstateConfig(AppConfig):
    """Services and systems."""

    name = "wardmote.estate"
    label = "estate"
