"""What the room stores, one aggregate to a file."""

from .answers import AnswerChange, Assignment, Comment, Confidence, OutcomeAnswer, StatusWord
from .assessments import UNFINISHED, Assessment, Candidate, Part, ScopedService, State, Window
from .evidence import Evidence, EvidenceKind, EvidenceUse, KnownFact
from .plans import LineState, Plan, PlanLine
from .reports import OutcomeResult, Paper, PaperKind, PaperState, Report, ReportKind, ReportReasons
from .reviews import Review, ReviewFinding, ReviewKind, Stance
from .stocktakes import Answer, RatingWord, Reason, Stocktake, Submission
from .wordings import ImportedFramework, ImportKind

__all__ = [
    "UNFINISHED",
    "Answer",
    "AnswerChange",
    "Assessment",
    "Assignment",
    "Candidate",
    "Comment",
    "Confidence",
    "Evidence",
    "EvidenceKind",
    "EvidenceUse",
    "ImportKind",
    "ImportedFramework",
    "KnownFact",
    "LineState",
    "OutcomeAnswer",
    "OutcomeResult",
    "Paper",
    "PaperKind",
    "PaperState",
    "Part",
    "Plan",
    "PlanLine",
    "RatingWord",
    "Reason",
    "Report",
    "ReportKind",
    "ReportReasons",
    "Review",
    "ReviewFinding",
    "ReviewKind",
    "ScopedService",
    "Stance",
    "State",
    "StatusWord",
    "Stocktake",
    "Submission",
    "Window",
]
