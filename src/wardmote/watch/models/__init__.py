"""What the room stores, one aggregate to a file."""

from .findings import TROUBLE, Change, Explanation, Finding, VerdictWord
from .links import CallState, LinkKind, OpenLink, Webhook, WebhookCall
from .offers import Offer, OfferState
from .rounds import Round, Visit, VisitState
from .standings import Standing, Uptake

__all__ = [
    "TROUBLE",
    "CallState",
    "Change",
    "Explanation",
    "Finding",
    "LinkKind",
    "Offer",
    "OfferState",
    "OpenLink",
    "Round",
    "Standing",
    "Uptake",
    "VerdictWord",
    "Visit",
    "VisitState",
    "Webhook",
    "WebhookCall",
]
