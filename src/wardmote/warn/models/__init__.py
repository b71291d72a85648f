"""What the room stores, one aggregate to a file."""

from .circles import Circle, CircleMember
from .matches import Certainty, Match
from .notices import Answer, AnswerWord, Choice, Notice, Occasion, Pace, Priority, Telling
from .sources import Source, SourceRun, Way
from .stories import Advised, Coverage, EditorWord, Likelihood, Range, Statement, Story, StoryName
from .taxii import AddStatus, Collection, RedReader, StixObject

__all__ = [
    "AddStatus",
    "Advised",
    "Answer",
    "AnswerWord",
    "Certainty",
    "Choice",
    "Circle",
    "CircleMember",
    "Collection",
    "Coverage",
    "EditorWord",
    "Likelihood",
    "Match",
    "Notice",
    "Occasion",
    "Pace",
    "Priority",
    "Range",
    "RedReader",
    "Source",
    "SourceRun",
    "Statement",
    "StixObject",
    "Story",
    "StoryName",
    "Telling",
    "Way",
]
