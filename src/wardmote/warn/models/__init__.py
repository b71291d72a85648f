"""What the room stores, one aggregate to a file."""

from .matches import Certainty, Match
from .notices import Answer, AnswerWord, Choice, Notice, Occasion, Pace, Priority, Telling
from .sources import Source, SourceRun, Way
from .stories import Advised, Coverage, EditorWord, Likelihood, Range, Statement, Story, StoryName

__all__ = [
    "Advised",
    "Answer",
    "AnswerWord",
    "Certainty",
    "Choice",
    "Coverage",
    "EditorWord",
    "Likelihood",
    "Match",
    "Notice",
    "Occasion",
    "Pace",
    "Priority",
    "Range",
    "Source",
    "SourceRun",
    "Statement",
    "Story",
    "StoryName",
    "Telling",
    "Way",
]
