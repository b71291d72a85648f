"""What do a council's answers to a framework add up to, and what should it do next?

A framework is data: a file in `data/`, read and checked whole before anybody sees it. There are two kinds.

A questionnaire (`load`) scores: a council's answers to the questions of one area go into `judge`, which gives a
score from 0 to 100, a five-step rating and the next steps worth the most. "Don't know" is an answer of its own:
`Answer(None)`. It counts as answered, scores 0 and is listed in the result as unknown, so that nobody takes it for
a considered "nothing in place".

A framework of outcomes (`load_outline`) doesn't score: each outcome has a status, which `status_of` works out from
the replies to official statements once these are imported (`with_statements`). `profiles` say the lowest status
that is enough, `mappings` where two frameworks speak of the same thing, and `carried` what of an older edition's
answers still holds.

Nothing here knows of Django, a database, the time or a person.
"""

from wardmote.engines.frameworks.answers import Answer
from wardmote.engines.frameworks.carrying import Carrying, Change, carried, carried_replies, must_be_checked
from wardmote.engines.frameworks.differences import difference, redo, undo
from wardmote.engines.frameworks.explaining import FORMULA, explain
from wardmote.engines.frameworks.judging import AreaResult, WholeResult, judge, judge_whole
from wardmote.engines.frameworks.library import Edition, available, load, load_outline, outlines, profiles
from wardmote.engines.frameworks.mapping import Fit, Item, Mapping, Pair
from wardmote.engines.frameworks.mapping_library import mappings, mappings_of, speaks_to, stocktake_mapping
from wardmote.engines.frameworks.mapping_reading import read_mapping
from wardmote.engines.frameworks.movement import Direction, Movement, year_on_year
from wardmote.engines.frameworks.outcomes import (
    Objective,
    Outcome,
    OutcomeFramework,
    Principle,
    Profile,
    Statement,
    Status,
)
from wardmote.engines.frameworks.outline_reading import read_outline, with_statements
from wardmote.engines.frameworks.profile_reading import read_profile
from wardmote.engines.frameworks.questionnaire import TOP_LEVEL, Advice, Area, Framework, Level, Question
from wardmote.engines.frameworks.rating import Band, Rating, rate
from wardmote.engines.frameworks.reading import read
from wardmote.engines.frameworks.standing import Reply, check_replies_fit, distribution, status_of, weakest
from wardmote.engines.frameworks.steps import NextStep, next_steps
from wardmote.engines.frameworks.table import FrameworkError

__all__ = [
    "FORMULA",
    "TOP_LEVEL",
    "Advice",
    "Answer",
    "Area",
    "AreaResult",
    "Band",
    "Carrying",
    "Change",
    "Direction",
    "Edition",
    "Fit",
    "Framework",
    "FrameworkError",
    "Item",
    "Level",
    "Mapping",
    "Movement",
    "NextStep",
    "Objective",
    "Outcome",
    "OutcomeFramework",
    "Pair",
    "Principle",
    "Profile",
    "Question",
    "Rating",
    "Reply",
    "Statement",
    "Status",
    "WholeResult",
    "available",
    "carried",
    "carried_replies",
    "check_replies_fit",
    "difference",
    "distribution",
    "explain",
    "judge",
    "judge_whole",
    "load",
    "load_outline",
    "mappings",
    "mappings_of",
    "must_be_checked",
    "next_steps",
    "outlines",
    "profiles",
    "rate",
    "read",
    "read_mapping",
    "read_outline",
    "read_profile",
    "redo",
    "speaks_to",
    "status_of",
    "stocktake_mapping",
    "undo",
    "weakest",
    "with_statements",
    "year_on_year",
]
