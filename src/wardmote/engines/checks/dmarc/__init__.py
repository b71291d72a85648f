"""What does a domain ask of receivers for mail that forges it, and where does it say so (RFC 9989)?"""

from ..report_uris import ReportUri, closed_service_of, points_at_closed_service
from .history import effect_of_pct, historic_tags
from .inheritance import Inheritance, inherit
from .proposals import (
    begun_properly,
    first_record,
    mailbox_for,
    mended,
    with_policy,
    with_tags,
    without_addresses,
)
from .record import Alignment, DmarcRecord, Policy, Psd, Standing, dmarc_records, is_dmarc, is_nearly_dmarc, read_dmarc
from .reporting import Consent, Destination, ask_consent, consent_name
from .shared_parents import SHARED_PARENTS, SharedParentTrap, owner_of, shared_parent_trap, with_psd_n
from .steps import (
    CAUTION,
    InForce,
    NextStep,
    as_now,
    in_force,
    inherited,
    is_weaker,
    mailbox_first,
    next_step,
    one_of_several,
    stronger,
)
from .walk import MOST_QUERIES, TreeWalk, WalkStep, targets, walk_tree

__all__ = [
    "CAUTION",
    "MOST_QUERIES",
    "SHARED_PARENTS",
    "Alignment",
    "Consent",
    "Destination",
    "DmarcRecord",
    "InForce",
    "Inheritance",
    "NextStep",
    "Policy",
    "Psd",
    "ReportUri",
    "SharedParentTrap",
    "Standing",
    "TreeWalk",
    "WalkStep",
    "as_now",
    "ask_consent",
    "begun_properly",
    "closed_service_of",
    "consent_name",
    "dmarc_records",
    "effect_of_pct",
    "first_record",
    "historic_tags",
    "in_force",
    "inherit",
    "inherited",
    "is_dmarc",
    "is_nearly_dmarc",
    "is_weaker",
    "mailbox_first",
    "mailbox_for",
    "mended",
    "next_step",
    "one_of_several",
    "owner_of",
    "points_at_closed_service",
    "read_dmarc",
    "shared_parent_trap",
    "stronger",
    "targets",
    "walk_tree",
    "with_policy",
    "with_psd_n",
    "with_tags",
    "without_addresses",
]
