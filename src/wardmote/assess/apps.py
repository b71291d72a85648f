"""The assessment room as Django sees it."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """Assessments, answers and submitted results."""

    name = "wardmote.assess"
    label = "assess"
