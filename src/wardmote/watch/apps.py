"""The watch room as Django sees it."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Rounds of checks, findings over time, and reports from other mail systems."""

    name = "wardmote.watch"
    label = "watch"
