"""What is said of a service or a system, and is it fit to keep? Pure: no database."""

import hashlib
from dataclasses import astuple, dataclass, replace

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied

from .models import Hosting, SystemKind

LONGEST_NAME, LONGEST_DESCRIPTION = 120, 2000
# A page shows all services, and a table of systems is read in one go: far above any council that we know of.
MOST_SERVICES, MOST_SYSTEMS = 200, 2000


@dataclass(frozen=True)
class SystemFacts:
    """One system as somebody describes it; `services` are the numbers of those that stand on it."""

    name: str
    kind: str
    hosting: str = Hosting.UNKNOWN
    supplier: str = ""
    owner: str = ""
    description: str = ""
    services: tuple[int, ...] = ()


def edition_of(facts: SystemFacts) -> str:
    """Return a word that changes with every change of the facts."""
    return hashlib.sha256(repr(astuple(facts)).encode()).hexdigest()[:16]


def fit(facts: SystemFacts) -> SystemFacts:
    """Return the facts with tidy spaces and each service once, or refuse them in words."""
    if facts.kind not in SystemKind.values:
        raise Denied(_("Choose what kind of system it is."))
    if facts.hosting not in Hosting.values:
        raise Denied(_("Choose where the system runs."))
    description = facts.description.strip()
    if len(description) > LONGEST_DESCRIPTION:
        raise Denied(_("The description must be 2,000 characters or fewer."))
    return replace(
        facts,
        kind=SystemKind(facts.kind).value,
        hosting=Hosting(facts.hosting).value,
        name=fit_name(facts.name),
        supplier=fit_words(facts.supplier, _("The supplier must be 120 characters or fewer.")),
        owner=fit_words(facts.owner, _("The owner must be 120 characters or fewer.")),
        description=description,
        services=tuple(sorted(set(facts.services))),
    )


def fit_name(name: str) -> str:
    """Return a name with tidy spaces, or refuse it in words."""
    found = fit_words(name, _("The name must be 120 characters or fewer."))
    if not found:
        raise Denied(_("Enter a name."))
    return found


def fit_service_name(name: str) -> str:
    """Return a service's name, which may stand in a list that semicolons divide."""
    if ";" in name:
        raise Denied(_("Leave semicolons out of the service's name: tables use them between services."))
    return fit_name(name)


def fit_words(words: str, too_long: str) -> str:
    """Return a line of words with tidy spaces, or refuse it where it is too long."""
    found = " ".join(words.split())
    if len(found) > LONGEST_NAME:
        raise Denied(too_long)
    return found
