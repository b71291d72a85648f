"""What do a council's answers to a framework add up to, and what should it do next?

A framework is data: a file in `data/`, read and checked by `load`. A council's answers to the questions of
one area go into `judge`, which gives a score from 0 to 100, a five-step rating and the next steps worth the
most.

"Don't know" is an answer of its own: `Answer(None)`. It counts as answered, scores 0 and is listed in the
result as unknown, so that nobody takes it for a considered "nothing in place".

Nothing here knows of Django, a database, the time or a person.
"""

from wardmote.engines.frameworks.answers import Answer
from wardmote.engines.frameworks.explaining import FORMULA, explain
from wardmote.engines.frameworks.judging import AreaResult, judge
from wardmote.engines.frameworks.library import Edition, available, load
from wardmote.engines.frameworks.questionnaire import TOP_LEVEL, Advice, Area, Framework, Level, Question
from wardmote.engines.frameworks.rating import Band, Rating, rate
from wardmote.engines.frameworks.reading import read
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
    "Edition",
    "Framework",
    "FrameworkError",
    "Level",
    "NextStep",
    "Question",
    "Rating",
    "available",
    "explain",
    "judge",
    "load",
    "next_steps",
    "rate",
    "read",
]
