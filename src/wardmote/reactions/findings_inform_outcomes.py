"""What checks find on a council's domains stands beside the outcomes of the CAF that they bear on."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from wardmote.assess.public import Fact, Verdict, tell
from wardmote.engines.checks.check import Check
from wardmote.engines.checks.registry import checks
from wardmote.estate.events import domain_removed
from wardmote.estate.models import Domain
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.watch.events import findings_changed
from wardmote.watch.models import Finding
from wardmote.watch.public import overview_at

SOURCE = "watch"
FRAMEWORK, VERSION = "caf", "3.2"
WORST_FIRST: tuple[Verdict, ...] = ("bad", "weak", "good", "unknown")


@receiver(findings_changed, dispatch_uid="findings_inform_outcomes")
def inform(sender: Any, council: Body, at: datetime, **_kwargs: Any) -> None:
    """Replace what was told of the council's domains by what is known now."""
    with seeing_as_system():
        tell(council=council, source=SOURCE, facts=_facts(council), at=at)


@receiver(domain_removed, dispatch_uid="findings_inform_outcomes")
def forget(sender: Any, domain: Domain, at: datetime, **_kwargs: Any) -> None:
    """Tell it anew without the domain that left."""
    inform(sender, domain.council, at)


def _facts(council: Body) -> list[Fact]:
    rows = Finding.objects.filter(
        council=council,
        until__isnull=True,
        domain__removed_at__isnull=True,
        domain__verified_at__isnull=False,
        verdict__in=WORST_FIRST,
    ).order_by("domain__name")
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for check_id, verdict, domain, says in rows.values_list("check_id", "verdict", "domain__name", "says"):
        found[check_id].append((verdict, domain, says))
    return [_fact(check, council, found[check.id]) for check in checks() if check.caf and found[check.id]]


def _fact(check: Check[Any], council: Body, found: list[tuple[str, str, str]]) -> Fact:
    """Count with the worst domain; what is unknown is told only where nothing is known."""
    worst = next(verdict for verdict in WORST_FIRST if verdict in {verdict for verdict, _domain, _says in found})
    alike = [(domain, says) for verdict, domain, says in found if verdict == worst]
    return Fact(
        check.id,
        FRAMEWORK,
        VERSION,
        check.caf,
        worst,
        _sentence(check.title, alike, len(found)),
        overview_at(council.code),
    )


def _sentence(title: str, alike: list[tuple[str, str]], count: int) -> str:
    domain, says = alike[0]
    if count == 1:
        return _("%(title)s. %(domain)s: %(says)s") % {"title": title, "domain": domain, "says": says}
    return _("%(title)s. %(n)s of %(all)s domains: %(says)s (%(domain)s)") % {
        "title": title,
        "n": len(alike),
        "all": count,
        "says": says,
        "domain": _names(domain for domain, _says in alike),
    }


def _names(domains: Iterable[str]) -> str:
    names = list(domains)
    return ", ".join(names) if len(names) <= 2 else _("%(first)s and others") % {"first": names[0]}
