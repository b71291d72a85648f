"""Which domains does each council list, what did the checks find on them over the year, and what was done about it?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import groupby

from django.db.models import F

from wardmote.engines.checks.discovery import names_seen
from wardmote.engines.checks.registry import checks
from wardmote.engines.checks.verdicts import Finding as Judged
from wardmote.estate.models import Domain, Proof
from wardmote.estate.public import DomainFacts, add_domains
from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer
from wardmote.watch.actions.decide_offers import decide_offers
from wardmote.watch.actions.explain_finding import explain_finding
from wardmote.watch.actions.record_offers import record_offers
from wardmote.watch.actions.record_visits import Look, record_visits
from wardmote.watch.events import findings_changed
from wardmote.watch.intervals import Answer
from wardmote.watch.models import Change, Finding, Offer, OfferState, Visit

from ..cast import Cast
from ..looking import Seen, look_at, night, renews_on
from ..region import Region, read_data
from ..watched import WatchedDomain, watched_domains
from .counting import store_figures
from .diary import Diary, office_hours
from .world import World

# Days before loading.
LISTED, OFFERED = 345, 35
MINUTES, MINUTES_BETWEEN = 30, 15
NO_ROUND = 0


@dataclass
class Watch:
    """What the acts share: who they are, when the story ends, and the rows of the domains listed so far."""

    world: World
    cast: Cast
    at: datetime
    rows: dict[str, Domain] = field(default_factory=dict)

    @cached_property
    def areas(self) -> dict[str, str]:
        """Return the area of each check."""
        return {check.id: check.area for check in checks()}

    def lead(self, code: str, at: datetime) -> Viewer:
        """Return the lead of a council."""
        return self.world.viewer(self.cast.keeper_of(code), at)


def plan_watching(world: World, diary: Diary, region: Region, cast: Cast, at: datetime) -> None:
    """Plan the lists, the looks of a year, and the figures that are drawn from them."""
    watch, data = Watch(world, cast, at), read_data("domains")
    for number, council in enumerate(region.councils):
        own = [domain for domain in watched_domains() if domain.council == council.code]
        first = [domain for domain in own if domain.added is None]
        diary.plan(office_hours(at, LISTED, MINUTES + MINUTES_BETWEEN * number), partial(_list, watch, first))
        for domain in own:
            if domain.added is not None:
                diary.plan(office_hours(at, domain.added, MINUTES), partial(_list, watch, [domain]))
    seen = look_at(watched_domains(), at)
    for ago, looks in groupby(seen, lambda one: one.ago):
        diary.plan(night(at, ago), partial(_record, watch, tuple(looks)))
    explained, dismissed = data["explained"], data["dismissed"]
    diary.plan(office_hours(at, explained["ago"], MINUTES), partial(_explain, watch, explained))
    diary.plan(office_hours(at, dismissed["ago"], MINUTES), partial(_dismiss, watch, region.main, dismissed["name"]))
    diary.plan(at, partial(_settle, watch, region, seen))


def _list(watch: Watch, domains: Sequence[WatchedDomain], at: datetime) -> None:
    council = watch.world.bodies[domains[0].council]
    by = watch.lead(council.code, at)
    facts = [
        DomainFacts(one.name, one.is_parked, owner=one.owner, renews_on=renews_on(one, watch.at.date()))
        for one in domains
    ]
    added = add_domains(by=by, council=council, domains=facts, at=at).added
    watch.rows |= {domain.name: domain for domain in added}
    _prove(by, council, [watch.rows[one.name] for one in domains if one.proof], at)


def _prove(by: Viewer, council: Body, domains: Sequence[Domain], at: datetime) -> None:
    """Write down what the act of proving leaves: that act asks the DNS, and nobody is to be asked about these names."""
    if not domains:
        return
    proved = [domain.pk for domain in domains]
    Domain.objects.filter(pk__in=proved).update(proof=Proof.DNS, verified_at=at, token_seen_at=at)
    audit.record(
        by=by.person.pk,
        body=council.pk,
        action="estate.domain-verified",
        subject=f"domain:{proved[0]}" if len(proved) == 1 else "domains",
        at=at,
        after={"proofs": {str(pk): Proof.DNS.value for pk in proved}},
    )


def _record(watch: Watch, looks: Sequence[Seen], at: datetime) -> None:
    """Keep a night's looks. No round is entered: the installation's own nights are none of the story's.

    While they are stored they pass for a round's, so that the house isn't told of each night apart (see `_settle`).
    """
    rows = [watch.rows[seen.domain.name] for seen in looks]
    visits = Visit.objects.bulk_create(Visit(council_id=row.council_id, domain=row, asked_at=at) for row in rows)
    for visit in visits:
        visit.round_id = NO_ROUND
    found = [_look(watch, visit, seen) for visit, seen in zip(visits, looks, strict=True)]
    record_visits(looks=found, at=at)
    for row, seen in zip(rows, looks, strict=True):
        if seen.ago == OFFERED:
            record_offers(domain=row, seen=names_seen(row.name, seen.facts), at=at)


def _look(watch: Watch, visit: Visit, seen: Seen) -> Look:
    answers = {check_id: _answer(finding) for check_id, finding in seen.findings.items()}
    return Look(visit, answers, watch.areas, seen.grade.letter or "", seen.grade.points, 0.0)


def _answer(finding: Judged) -> Answer:
    return Answer(finding.verdict.value, int(finding.severity), finding.says, finding.evidence, finding.fix)


def _explain(watch: Watch, row: dict[str, str | int], at: datetime) -> None:
    domain = watch.rows[str(row["domain"])]
    explain_finding(
        by=watch.lead(domain.council.code, at),
        domain=domain,
        check_id=str(row["check"]),
        reason=str(row["reason"]),
        until=(watch.at + timedelta(days=int(row["until_in"]))).date(),
        at=at,
    )


def _dismiss(watch: Watch, code: str, name: str, at: datetime) -> None:
    council = watch.world.bodies[code]
    offers = Offer.objects.filter(council=council, name=name).values_list("pk", flat=True)
    decide_offers(by=watch.lead(code, at), council=council, offers=offers, state=OfferState.DISMISSED, at=at)


def _settle(watch: Watch, region: Region, seen: Sequence[Seen], at: datetime) -> None:
    """Draw the year's figures, count every change as told when it was found, and say once what is known now."""
    bodies = watch.world.bodies
    store_figures(seen, {code: body.pk for code, body in bodies.items()}, at)
    Change.objects.filter(council__is_demonstration=True, told_at__isnull=True).update(told_at=F("at"))
    for council in region.councils:
        findings_changed.send(sender=Finding, council=bodies[council.code], at=at)
