"""Where does one council's latest report stand beside its peers, without a word about any of them?

Peers' reports are read on the house's behalf, and nothing leaves here but spreads that `peer_figures` let through.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from wardmote.assess.models import OutcomeResult, Report
from wardmote.engines.frameworks import Objective, OutcomeFramework, Principle, load_outline
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, BodyRecord, SharingChoice
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.public import alive_on, valid_on

from ..peer_figures import Made, PeerGroup, Quarter, Spread, Step, Width, peer_group, quarter_of, spread, step_of


@dataclass(frozen=True)
class PartLine:
    """One objective or principle: the council's own result, and how its peers stand."""

    part: Objective | Principle
    met: int
    total: int
    own: Step
    peers: Spread

    @property
    def is_objective(self) -> bool:
        """Say whether the principles below belong to it."""
        return isinstance(self.part, Objective)


@dataclass(frozen=True)
class Comparison:
    """A council's own latest report and its peer group; `width` is empty where there are too few peers."""

    report: Report
    framework: OutcomeFramework
    width: Width | None
    about: int
    own: Quarter
    peers: Spread
    lines: tuple[PartLine, ...]


def latest_reports(council: Body) -> tuple[Report, ...]:
    """Return the council's latest report by each framework, newest first."""
    return tuple(Report.objects.filter(council=council, is_latest=True).defer("content"))


def comparison(council: Body, report: Report, day: date) -> Comparison:
    """Put one of the council's latest reports beside its peers' reports by the same framework."""
    framework = load_outline(report.framework, report.version)
    with seeing_as_system():
        record = BodyRecord.objects.filter(valid_on(day), body=council).first()
        group = peer_group(_history(council, report, day), council.kind, record.population if record else None)
        met = _met([report.pk, *(made.report for made in group.reports)] if group else [report.pk])
    own = met[report.pk]
    return Comparison(
        report=report,
        framework=framework,
        width=group.width if group else None,
        about=group.about if group else 0,
        own=quarter_of(report.outcomes_met, report.outcomes_total),
        peers=_quarters(group),
        lines=tuple(_line(part, own, group, met) for part in _parts(framework)),
    )


def _history(council: Body, report: Report, day: date) -> list[Made]:
    """Return all reports, oldest first, of the live councils of this world that show the programme their results."""
    refused = SharingChoice.objects.filter(
        council=OuterRef("council"), audience=Audience.PROGRAMME, until__isnull=True, level=Level.NOTHING
    )
    found = Report.objects.filter(
        ~Exists(refused),
        ~Q(council=council),
        valid_on(day, "council__records__"),
        alive_on(day, "council__"),
        council__is_demonstration=council.is_demonstration,
        framework=report.framework,
        version=report.version,
    ).order_by("made_at", "pk")
    columns = ("council_id", "pk", "council__kind", "council__records__population", "outcomes_met", "outcomes_total")
    return [Made._make(row) for row in found.values_list(*columns)]


def _met(reports: Iterable[int]) -> dict[int, set[str]]:
    """Return the outcomes that each report meets."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = OutcomeResult.objects.filter(report__in=list(reports), is_met=True).order_by()
    for report, outcome in rows.values_list("report_id", "outcome"):
        found[report].add(outcome)
    return found


def _parts(framework: OutcomeFramework) -> Iterable[Objective | Principle]:
    for objective in framework.objectives:
        yield objective
        yield from objective.principles


def _line(part: Objective | Principle, own: set[str], group: PeerGroup | None, met: Mapping[int, set[str]]) -> PartLine:
    asked = {outcome.id for outcome in part.outcomes}
    total = len(asked)
    places = [step_of(len(asked & met[made.report]), total) for made in group.reports] if group else []
    ours = len(asked & own)
    return PartLine(part, ours, total, step_of(ours, total), spread(places, tuple(Step)))


def _quarters(group: PeerGroup | None) -> Spread:
    reports = group.reports if group else ()
    return spread([quarter_of(made.met, made.total) for made in reports], tuple(Quarter))
