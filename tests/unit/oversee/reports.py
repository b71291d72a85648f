"""Reports for tests of what is seen across councils, as rows that say just what a test needs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from tests.worlds import World
from wardmote.assess.models import Assessment, OutcomeResult, Report, State
from wardmote.register.models import Body

NOT, PARTLY, FULLY = "not-achieved", "partially-achieved", "achieved"
Standing = tuple[str, bool]
# What most councils of a test say: achieved, and so at or above any target.
MET, UNMET = (FULLY, True), (NOT, False)


def a_report(
    world: World,
    council: Body,
    results: Mapping[str, Standing] | None = None,
    *,
    version: str = "3.2",
    at: datetime | None = None,
    kind: str = "approved",
) -> Report:
    """Freeze a report with these results (by default one outcome, met); an earlier one is the latest no more."""
    found, moment = results if results is not None else {"A1.a": MET}, at or world.at
    assessment = Assessment.objects.create(
        council=council,
        framework="caf",
        version=version,
        title=f"CAF {version}",
        state=State.CLOSED,
        opened_at=moment,
        approved_at=moment,
    )
    edition = {"council": council, "framework": "caf", "version": version}
    Report.objects.filter(**edition, is_latest=True).update(is_latest=False)
    report = Report.objects.create(
        **edition,
        assessment=assessment,
        number=1,
        kind=kind,
        outcomes_met=sum(is_met for _status, is_met in found.values()),
        outcomes_total=len(found),
        content={},
        digest="0" * 64,
        made_at=moment,
        made_on=timezone.localtime(moment).date(),
    )
    OutcomeResult.objects.bulk_create(
        OutcomeResult(report=report, outcome=outcome, status=status, is_met=is_met, **edition)
        for outcome, (status, is_met) in found.items()
    )
    return report


def councils(world: World, prefix: str, *standings: Standing, demonstration: bool = False, **facts: Any) -> list[Body]:
    """Make as many councils as there are standings, each with a report that has one outcome, A1.a."""
    made = []
    for n, standing in enumerate(standings):
        body = world.council(f"{prefix}{n:02}", demonstration=demonstration, **facts)
        a_report(world, body, {"A1.a": standing})
        made.append(body)
    return made
