"""What the register keeps."""

from .bodies import Affiliation, Body, BodyRecord, Succession
from .imports import RegisterImport
from .memberships import Inheritance, Invitation, JoinRequest, Membership
from .people import ApiToken, Person, SignInLink
from .sharing import Reading, SharingChoice

__all__ = [
    "Affiliation",
    "ApiToken",
    "Body",
    "BodyRecord",
    "Inheritance",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Person",
    "Reading",
    "RegisterImport",
    "SharingChoice",
    "SignInLink",
    "Succession",
]
