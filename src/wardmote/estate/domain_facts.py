"""What is said of a domain, and is it fit to keep? Pure: no database."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from wardmote.engines.checks.facts.told import MOST_LOOK_ALIKES, MOST_SELECTORS
from wardmote.kernel.denial import Denied

from .facts import fit_words
from .names import is_at_or_below, read_domain, said

MOST_DOMAINS, MOST_AT_ONCE = 2000, 50
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
# A selector is one label of the DNS or several (RFC 6376, section 3.1).
_SELECTOR = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*")
_LONGEST_SELECTOR = 120


@dataclass(frozen=True)
class DomainFacts:
    """One domain as somebody describes it; `renews_on` is the day on which its registration ends."""

    name: str
    is_parked: bool = False
    selectors: tuple[str, ...] = ()
    look_alikes: tuple[str, ...] = ()
    renews_on: date | None = None
    owner: str = ""


def edition_of_domain(facts: DomainFacts) -> str:
    """Return a word that changes with every change of the facts."""
    return hashlib.sha256(repr(astuple(facts)).encode()).hexdigest()[:16]


def fit_domain(facts: DomainFacts) -> DomainFacts:
    """Return the facts as they are kept, or refuse them in words."""
    name = read_domain(facts.name)
    if facts.renews_on and not EARLIEST <= facts.renews_on <= LATEST:
        raise Denied(_("The renewal date must be between 2000 and 2099."))
    return replace(
        facts,
        name=name,
        selectors=fit_selectors(facts.selectors),
        look_alikes=fit_look_alikes(facts.look_alikes, name),
        owner=fit_words(facts.owner, _("The owner must be 120 characters or fewer.")),
    )


def fit_selectors(selectors: Iterable[str]) -> tuple[str, ...]:
    """Return DKIM selectors in small letters, each once, or refuse them."""
    found = dict.fromkeys(word for given in selectors if (word := given.strip().lower()))
    for word in found:
        if len(word) > _LONGEST_SELECTOR or not _SELECTOR.fullmatch(word):
            raise Denied(
                _("“%(text)s” isn't a DKIM selector. It is the word before ._domainkey, like selector1.")
                % {"text": said(word)}
            )
    if len(found) > MOST_SELECTORS:
        raise Denied(_("A domain takes 50 selectors. Leave out those that are no longer in use."))
    return tuple(found)


def fit_look_alikes(names: Iterable[str], own: str) -> tuple[str, ...]:
    """Return names of others that look like ours, each once, or refuse them."""
    found = dict.fromkeys(read_domain(name) for name in names if name.strip())
    for name in found:
        if is_at_or_below(name, own):
            raise Denied(_("%(name)s is your own name. List only names that others could use.") % {"name": name})
    if len(found) > MOST_LOOK_ALIKES:
        raise Denied(_("A domain takes 200 look-alikes. Keep those that worry you most."))
    return tuple(found)
