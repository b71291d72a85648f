"""What the room stores, one aggregate to a file."""

from .findings import TROUBLE, Change, Explanation, Finding, VerdictWord
from .links import CallState, LinkKind, OpenLink, Webhook, WebhookCall
from .offers import Offer, OfferState
from .reports import (
    CameBy,
    Delivery,
    Intake,
    IntakeState,
    KnownSource,
    MailboxCursor,
    MailDay,
    MailMonth,
    MailSource,
    Messages,
    ReportKind,
    SenderDay,
    SourceWord,
    TlsDay,
)
from .rounds import Round, Visit, VisitState
from .standings import Standing, TimeToMend, Uptake

__all__ = [
    "TROUBLE",
    "CallState",
    "CameBy",
    "Change",
    "Delivery",
    "Explanation",
    "Finding",
    "Intake",
    "IntakeState",
    "KnownSource",
    "LinkKind",
    "MailDay",
    "MailMonth",
    "MailSource",
    "MailboxCursor",
    "Messages",
    "Offer",
    "OfferState",
    "OpenLink",
    "ReportKind",
    "Round",
    "SenderDay",
    "SourceWord",
    "Standing",
    "TimeToMend",
    "TlsDay",
    "Uptake",
    "VerdictWord",
    "Visit",
    "VisitState",
    "Webhook",
    "WebhookCall",
]
