"""The page shell as Django sees it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that belong to no room."""

    name = "wardmote.web"
    label = "web"
