"""Which domains does a council hold, which of them may be looked at, and what does the register say of them?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from wardmote.engines.checks.facts.told import Told
from wardmote.kernel.denial import Denied, missing
from wardmote.register.models import Body, BodyRecord
from wardmote.register.public import alive_on

from ..domain_facts import DomainFacts
from ..models import Domain, Proof
from ..names import in_letters, is_at_or_below, read_domain
from ..proving import Grounds
from .estate import LARGEST_NUMBER

DOMAINS_ON_A_PAGE = 50


@dataclass(frozen=True)
class DomainLine:
    """A domain, and its name as people write it where that differs."""

    domain: Domain
    letters: str


@dataclass(frozen=True)
class DomainsPage:
    """One page of domains, how many there are, and for how many nothing shows yet that they are the council's."""

    lines: tuple[DomainLine, ...]
    page: Page[Any]
    count: int
    unproved: int
    from_register: tuple[str, ...]


def domains_of(council: Body) -> QuerySet[Domain]:
    """Return the domains on the council's list now, by name."""
    return Domain.objects.filter(council=council, removed_at__isnull=True).order_by("name", "pk")


def verified_domains(day: date) -> QuerySet[Domain]:
    """Return every domain that may be looked at on a day: shown to be its council's, and no fictional one."""
    at_work = alive_on(day, "council__") | Q(council__shadow_from__lte=day, council__start_date__gt=day)
    return Domain.objects.filter(
        at_work, removed_at__isnull=True, verified_at__isnull=False, council__is_demonstration=False
    ).order_by("pk")


def told_of(domain: Domain) -> Told:
    """Return what the council says of a domain, as checks take it."""
    return Told(
        is_parked=domain.is_parked,
        selectors=tuple(domain.selectors),
        look_alikes=tuple(domain.look_alikes),
        renews_on=domain.renews_on,
    )


def domains_page(council: Body, page: str | None = None) -> DomainsPage:
    """Return what the page of domains shows: one page of them, those first that aren't proved yet."""
    is_proved = ExpressionWrapper(Q(verified_at__isnull=False), output_field=BooleanField())
    found = domains_of(council).annotate(is_proved=is_proved).order_by("is_proved", "name", "pk")
    paginator = Paginator(found, DOMAINS_ON_A_PAGE)
    shown = paginator.get_page(page)
    return DomainsPage(
        lines=lines_of(shown),
        page=shown,
        count=paginator.count,
        unproved=found.filter(verified_at__isnull=True).count(),
        from_register=tuple(sorted(_not_listed(council), key=len)),
    )


def lines_of(domains: Iterable[Domain]) -> tuple[DomainLine, ...]:
    """Return domains with their names as people write them."""
    return tuple(
        DomainLine(domain, "" if (letters := in_letters(domain.name)) == domain.name else letters) for domain in domains
    )


def find_domain(council: Body, pk: int, *, also_removed: bool = False) -> Domain:
    """Return the council's domain of this number, or say that there is none."""
    found = Domain.objects.filter(council=council, pk=min(pk, LARGEST_NUMBER)).first()
    if found is None or (found.removed_at and not also_removed):
        raise missing("domain")
    return found


def facts_of_domain(domain: Domain) -> DomainFacts:
    """Return what is kept of a domain, as an action takes it."""
    return DomainFacts(
        name=domain.name,
        is_parked=domain.is_parked,
        selectors=tuple(domain.selectors),
        look_alikes=tuple(domain.look_alikes),
        renews_on=domain.renews_on,
        owner=domain.owner,
    )


def domains_below(domain: Domain) -> list[str]:
    """Return the names that are shown to be the council's only as names below others, and lie below this one."""
    below = domains_of(domain.council).filter(proof=Proof.BELOW, name__endswith=f".{domain.name}")
    return list(below.values_list("name", flat=True))


def register_names(council: Body) -> frozenset[str]:
    """Return the domain that the register gives the council now, and its website's host where that lies below it."""
    record = council.records.filter(valid_to__isnull=True).first()
    own = _readable(record.domain) if record else ""
    if record is None or not own:
        return frozenset()
    host = _readable(record.website)
    return frozenset({own, host}) if host and is_at_or_below(host, own) else frozenset({own})


def grounds_of(council: Body, listed: Iterable[Domain], day: date) -> Grounds:
    """Return what is known of names before anybody is asked."""
    register = register_names(council)
    anchors = {domain.name for domain in listed if domain.proof == Proof.DNS or domain.name in register}
    return Grounds(register, frozenset(anchors), names_of_others(council, day))


def names_of_others(council: Body, day: date) -> frozenset[str]:
    """Return the domains that the register gives to bodies of the same world that aren't dissolved."""
    found = BodyRecord.objects.filter(
        Q(body__end_date__isnull=True) | Q(body__end_date__gt=day),
        valid_to__isnull=True,
        body__is_demonstration=council.is_demonstration,
    )
    names = found.exclude(body=council).exclude(domain="").values_list("domain", flat=True)
    return frozenset(filter(None, map(_readable, names)))


def _not_listed(council: Body) -> frozenset[str]:
    names = register_names(council)
    return names - set(domains_of(council).filter(name__in=names).values_list("name", flat=True))


@lru_cache(maxsize=4096)
def _readable(text: str) -> str:
    try:
        return read_domain(text)
    except Denied:
        return ""
