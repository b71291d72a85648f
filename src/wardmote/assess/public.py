"""The assessment room's only door for other rooms."""

from .actions.answer_question import answer_question
from .actions.import_profile import import_profile
from .actions.import_wording import import_wording, wording_change
from .actions.submit_stocktake import submit_stocktake
from .frameworks import editions, framework_of, profiles_for
from .knowing import Fact, Verdict, tell
from .papers.printing import can_print
from .policies import can_answer, can_submit
from .queries.dues import AtHome, Due, assessment_dues, assessments_at_home
from .queries.progress import Line, Progress, WholeProgress, progress_of, stocktake_progress
from .queries.results import reasons_visible_to, result_page, submissions_visible_to
from .stocktake import KEY, areas, find_area, first_area, stocktake

__all__ = [
    "KEY",
    "AtHome",
    "Due",
    "Fact",
    "Line",
    "Progress",
    "Verdict",
    "WholeProgress",
    "answer_question",
    "areas",
    "assessment_dues",
    "assessments_at_home",
    "can_answer",
    "can_print",
    "can_submit",
    "editions",
    "find_area",
    "first_area",
    "framework_of",
    "import_profile",
    "import_wording",
    "profiles_for",
    "progress_of",
    "reasons_visible_to",
    "result_page",
    "stocktake",
    "stocktake_progress",
    "submissions_visible_to",
    "submit_stocktake",
    "tell",
    "wording_change",
]
