"""The assessment room's only door for other rooms."""

from .actions.answer_question import answer_question
from .actions.submit_stocktake import submit_stocktake
from .policies import can_answer, can_submit
from .queries.progress import Line, Progress, stocktake_progress
from .queries.results import reasons_visible_to, result_page, submissions_visible_to
from .stocktake import FIRST_AREA, KEY, first_area, stocktake

__all__ = [
    "FIRST_AREA",
    "KEY",
    "Line",
    "Progress",
    "answer_question",
    "can_answer",
    "can_submit",
    "first_area",
    "reasons_visible_to",
    "result_page",
    "stocktake",
    "stocktake_progress",
    "submissions_visible_to",
    "submit_stocktake",
]
