"""A council says which domains it holds: nothing is contacted for it before they are shown to be its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..domain_facts import MOST_DOMAINS, DomainFacts, fit_domain
from ..models import Domain
from ..queries.domains import domains_of
from .settle_proofs import settle

TOKEN_BYTES = 24


@dataclass(frozen=True)
class AddedDomains:
    """The domains that are new on the list, and the names of what stood there already."""

    added: tuple[Domain, ...]
    already: tuple[str, ...]

    @property
    def unproved(self) -> tuple[Domain, ...]:
        """Return the new ones of which the council still has to show that they are its own."""
        return tuple(domain for domain in self.added if not domain.proof)


@dataclass(frozen=True)
class AddedDomain:
    """The domain on the list, and whether this act put it there."""

    domain: Domain
    is_new: bool


def add_domain(*, by: Viewer, council: Body, facts: DomainFacts, at: datetime) -> AddedDomain:
    """Add one domain; one that is on the list already stays as it is."""
    done = add_domains(by=by, council=council, domains=[facts], at=at)
    if done.added:
        return AddedDomain(done.added[0], is_new=True)
    return AddedDomain(domains_of(council).get(name=done.already[0]), is_new=False)


def add_domains(*, by: Viewer, council: Body, domains: Sequence[DomainFacts], at: datetime) -> AddedDomains:
    """Add the domains that aren't on the list; the others stay as they are, however often a form is sent.

    What the register or a name above it shows to be the council's is verified at once.
    """
    policies.check_can_change(by, council, localdate(at))
    wanted = {facts.name: facts for facts in map(fit_domain, domains)}
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        held = set(domains_of(council).values_list("name", flat=True))
        new = [facts for name, facts in wanted.items() if name not in held]
        if len(held) + len(new) > MOST_DOMAINS:
            raise Denied(_("A list takes 2,000 domains. Remove one that you don't hold any more."), "conflict")
        added = _insert(by, council, new, at)
        if added:
            audit.record(
                by=by.person.pk,
                body=council.pk,
                action="estate.domain-added",
                subject=f"domain:{added[0].pk}" if len(added) == 1 else "domains",
                at=at,
                after={"proofs": {str(domain.pk): domain.proof for domain in added}},
            )
    return AddedDomains(added, tuple(name for name in wanted if name in held))


def _insert(by: Viewer, council: Body, new: Sequence[DomainFacts], at: datetime) -> tuple[Domain, ...]:
    tokens = _tokens_before(council, [facts.name for facts in new])
    made = Domain.objects.bulk_create(
        Domain(
            council=council,
            name=facts.name,
            is_parked=facts.is_parked,
            selectors=list(facts.selectors),
            look_alikes=list(facts.look_alikes),
            renews_on=facts.renews_on,
            owner=facts.owner,
            token=tokens.get(facts.name) or token_urlsafe(TOKEN_BYTES),
            added_by=by.person,
            added_at=at,
        )
        for facts in new
    )
    if made:
        settle(by=by, council=council, at=at)
    return tuple(domains_of(council).filter(pk__in=[domain.pk for domain in made]))


def _tokens_before(council: Body, names: Sequence[str]) -> dict[str, str]:
    """Return the tokens that the council's names had: a record published for one still counts."""
    return dict(Domain.objects.filter(council=council, name__in=names).order_by("pk").values_list("name", "token"))
