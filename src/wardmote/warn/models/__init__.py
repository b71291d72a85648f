"""What the room stores, one aggregate to a file."""

from .board import Joined, Nudge, Sighting
from .bulletins import (
    Audience,
    Bulletin,
    BulletinEdition,
    BulletinReader,
    BulletinState,
    BulletinTelling,
    DeskSetting,
    Relay,
    WaitingCorrection,
)
from .channels import Channel, ChannelCall, ChannelKind, ChannelState, WarningFeed
from .circles import Circle, CircleMember
from .matches import Certainty, Match
from .notices import Answer, AnswerWord, Choice, Notice, Occasion, Pace, Priority, Telling
from .posts import Post, PostAuthor, PostBody, PostFile, PostKind, PostReader
from .sources import Source, SourceRun, Way
from .stories import Advised, Coverage, EditorWord, Likelihood, Range, Statement, Story, StoryName
from .taxii import AddStatus, Collection, RedReader, StixObject

__all__ = [
    "AddStatus",
    "Advised",
    "Answer",
    "AnswerWord",
    "Audience",
    "Bulletin",
    "BulletinEdition",
    "BulletinReader",
    "BulletinState",
    "BulletinTelling",
    "Certainty",
    "Channel",
    "ChannelCall",
    "ChannelKind",
    "ChannelState",
    "Choice",
    "Circle",
    "CircleMember",
    "Collection",
    "Coverage",
    "DeskSetting",
    "EditorWord",
    "Joined",
    "Likelihood",
    "Match",
    "Notice",
    "Nudge",
    "Occasion",
    "Pace",
    "Post",
    "PostAuthor",
    "PostBody",
    "PostFile",
    "PostKind",
    "PostReader",
    "Priority",
    "Range",
    "RedReader",
    "Relay",
    "Sighting",
    "Source",
    "SourceRun",
    "Statement",
    "StixObject",
    "Story",
    "StoryName",
    "Telling",
    "WaitingCorrection",
    "WarningFeed",
    "Way",
]
