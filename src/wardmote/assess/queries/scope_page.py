"""What is an assessment about, and what of the council's estate is there to choose from?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wardmote.estate.models import Service, System

from ..models import Assessment, Candidate, Review
from ..policies_of_reviews import may_sign_scope
from .desks import Desk
from .review_asked import standing_review

NORMALLY_CHOSEN = 3
# A page with more rows can't be read; systems behind a chosen service always come first.
MOST_OTHERS = 200


@dataclass(frozen=True)
class Option:
    """A service or system to tick."""

    pk: int
    name: str
    says: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class Considered:
    """A system that was considered, with the reason; `position` where it is a part of the assessment."""

    system: int
    name: str
    reason: str
    is_chosen: bool
    position: int | None


@dataclass(frozen=True)
class ScopePage:
    """The scope as it stands, and the rest of the estate."""

    services: tuple[Option, ...]
    chosen_services: tuple[int, ...]
    considered: tuple[Considered, ...]
    others: tuple[Option, ...]
    others_in_all: int
    lacks: tuple[str, ...]
    review: Review | None
    may_sign: bool
    has_estate: bool

    @property
    def chosen(self) -> int:
        """Return how many systems are assessed."""
        return sum(found.is_chosen for found in self.considered)

    @property
    def is_usual(self) -> bool:
        """Say whether as many systems are chosen as is normal."""
        return self.chosen == NORMALLY_CHOSEN


def scope_page(desk: Desk) -> ScopePage:
    """Return the scope in seven queries; an assurer sees what was chosen and considered, not the whole estate."""
    assessment = desk.assessment
    scoped = {row.service_id: row.name for row in assessment.scoped_services.all()}
    considered = _considered(desk)
    services = _services(desk, scoped)
    others = [] if desk.is_assurer else _others(assessment, set(scoped), considered)
    review = desk.review or standing_review(assessment)
    return ScopePage(
        services=services,
        chosen_services=tuple(scoped),
        considered=considered,
        others=tuple(others[:MOST_OTHERS]),
        others_in_all=len(others),
        lacks=lacks_in_scope(assessment) if desk.is_open else (),
        review=review,
        may_sign=may_sign_scope(desk, review),
        has_estate=bool(services or considered or others),
    )


def _services(desk: Desk, scoped: dict[int, str]) -> tuple[Option, ...]:
    if desk.is_assurer:
        return tuple(Option(pk, name) for pk, name in scoped.items())
    there = Service.objects.filter(council=desk.assessment.council_id, removed_at__isnull=True)
    options = [Option(found.pk, found.name, found.owner) for found in there]
    listed = {option.pk for option in options}
    gone = [Option(pk, name, is_gone=True) for pk, name in scoped.items() if pk not in listed]
    return tuple(options + gone)


def _considered(desk: Desk) -> tuple[Considered, ...]:
    """Return candidates, and parts that came without one: they are chosen, and their reason is still to be given."""
    positions = {part.system_id: part for part in desk.parts if part.system_id}
    candidates: list[Candidate] = list(desk.assessment.candidates.all())
    known = {candidate.system_id for candidate in candidates}
    rows = [
        Considered(
            system=c.system_id,
            name=c.name,
            reason=c.reason,
            is_chosen=c.is_chosen,
            position=positions[c.system_id].position if c.system_id in positions else None,
        )
        for c in candidates
    ]
    rows += [Considered(pk, part.name, "", True, part.position) for pk, part in positions.items() if pk not in known]
    return tuple(sorted(rows, key=lambda row: (not row.is_chosen, row.position or 0, row.name)))


def _others(assessment: Assessment, services: set[int], considered: tuple[Considered, ...]) -> list[Option]:
    """Return the estate's other systems: those that a chosen service stands on first."""
    there = System.objects.filter(council=assessment.council_id, removed_at__isnull=True)
    rest = there.exclude(pk__in=[row.system for row in considered]).prefetch_related("services")
    options = []
    for system in rest:
        carries = [service for service in system.services.all() if service.pk in services]
        says = ", ".join(service.name for service in carries)
        options.append((not carries, system.name, Option(system.pk, system.name, says)))
    return [option for _elsewhere, _name, option in sorted(options, key=lambda row: row[:2])]


def lacks_in_scope(assessment: Assessment) -> tuple[str, ...]:
    """Return a sentence for each thing that a scope must say before it can be signed off."""
    chosen = [candidate for candidate in assessment.candidates.all() if candidate.is_chosen]
    silent = next((candidate.name for candidate in chosen if not candidate.reason), "")
    return tuple(
        sentence
        for lacks, sentence in (
            (not assessment.mission, _("Write what the council is there for: its mission.")),
            (not assessment.scoped_services.all(), _("Choose at least one essential service.")),
            (not chosen, _("Choose at least one critical system. Normally three are chosen.")),
            (bool(silent), _("Say why %(name)s is critical.") % {"name": silent}),
        )
        if lacks
    )
