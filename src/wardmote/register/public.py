"""The register's only door for other rooms."""

from .actions.ask_to_join import ask_to_join
from .actions.issue_token import SCOPES
from .actions.log_reading import log_reading, log_reading_of
from .queries.access import body_shown, holds, moment_of, own_body, viewer_of
from .queries.bodies import (
    alive_on,
    bodies_listed,
    body_page,
    find_body,
    is_alive,
    name_of,
    records_on,
    valid_on,
)
from .queries.domains import councils_for_email, domain_of
from .queries.factors import second_factor_rests_on
from .queries.invitations import is_invited
from .queries.people import (
    News,
    lapsing_counts,
    leaders_of,
    leads_of,
    members_of,
    news_since,
    sharing_levels,
    waiting_counts,
    waiting_requests_of,
)
from .queries.scope import (
    REASONS,
    RESULTS,
    bodies_of_own,
    bodies_shown_to,
    open_memberships,
    shown_to_programme,
    shown_to_reviewer,
    shown_to_warp,
)
from .queries.search import search_bodies
from .queries.tokens import Caller, find_caller
from .queries.viewers import Standing, Viewer, find_viewer
from .walls import set_of_ids
from .words import ACTION_WORDS

__all__ = [
    "ACTION_WORDS",
    "REASONS",
    "RESULTS",
    "SCOPES",
    "Caller",
    "News",
    "Standing",
    "Viewer",
    "alive_on",
    "ask_to_join",
    "bodies_listed",
    "bodies_of_own",
    "bodies_shown_to",
    "body_page",
    "body_shown",
    "councils_for_email",
    "domain_of",
    "find_body",
    "find_caller",
    "find_viewer",
    "holds",
    "is_alive",
    "is_invited",
    "lapsing_counts",
    "leaders_of",
    "leads_of",
    "log_reading",
    "log_reading_of",
    "members_of",
    "moment_of",
    "name_of",
    "news_since",
    "open_memberships",
    "own_body",
    "records_on",
    "search_bodies",
    "second_factor_rests_on",
    "set_of_ids",
    "sharing_levels",
    "shown_to_programme",
    "shown_to_reviewer",
    "shown_to_warp",
    "valid_on",
    "viewer_of",
    "waiting_counts",
    "waiting_requests_of",
]
