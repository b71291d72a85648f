"""Councils with one submitted and one draft CAF 3.2 assessment each, answered statement by statement.

Made in bulk, for measuring only; the same seed gives the same answers. The reports are frozen by the house's own act.
"""

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from wardmote.assess.actions.import_wording import import_wording
from wardmote.assess.frameworks import framework_of
from wardmote.assess.models import Assessment, OutcomeAnswer, Part, ReportKind, State
from wardmote.assess.reporting import freeze
from wardmote.engines.frameworks import Outcome, Reply, Status, load_outline, status_of
from wardmote.engines.frameworks.importing import read_wording
from wardmote.estate.models import System, SystemKind
from wardmote.kernel.moments import now, today
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Person
from wardmote.register.public import records_on

SEED = 20_261_123
VERSION = "3.2"
WORDING = (
    Path(os.environ.get("WARDMOTE_SAMPLES", "../shared/data")) / "caf" / f"cyber-assessment-framework-v{VERSION}.yaml"
)
WORDS = "The evidence is in the minutes of the information governance board and in the asset register. "


def has_wording() -> bool:
    """Say whether the official statements are at hand."""
    return WORDING.is_file()


def bring_wording() -> None:
    """Import the official statements."""
    with seeing_as_system():
        import_wording(by=None, wording=read_wording(WORDING.read_bytes(), WORDING.name, load_outline), at=now())


def councils(count: int) -> list[Body]:
    """Return so many councils of the register, always the same."""
    found = [record.body for record in records_on(today()) if record.latitude is not None]
    return sorted(found, key=lambda body: body.code)[:count]


def populate(bodies: list[Body], by: Person) -> None:
    """Give each council a submitted assessment with its frozen report, and a draft."""
    framework = framework_of("caf", VERSION)
    for body in bodies:
        chance = random.Random(f"{SEED}-{body.code}")
        with seeing_as_system(), transaction.atomic():
            system = System.objects.create(
                council=body, name="Revenues and benefits", kind=SystemKind.MISSION, added_at=now()
            )
            submitted = _assessment(body, system, State.APPROVED, by)
            OutcomeAnswer.objects.bulk_create(_answers(submitted, framework.outcomes.values(), by, chance))
            freeze(assessment=submitted, kind=ReportKind.APPROVED, by=by, at=submitted.opened_at)
            submitted.state, submitted.finished_at = State.CLOSED, submitted.opened_at
            submitted.save()
            draft = _assessment(body, system, State.OPEN, by)
            OutcomeAnswer.objects.bulk_create(_answers(draft, framework.outcomes.values(), by, chance))


def _assessment(body: Body, system: System, state: State, by: Person) -> Assessment:
    at = now() - timedelta(days=300 if state is State.APPROVED else 3)
    assessment = Assessment.objects.create(
        council=body,
        framework="caf",
        version=VERSION,
        profile="baseline",
        title="2025-26" if state is State.APPROVED else "2026-27",
        state=state,
        opened_by=by,
        opened_at=at,
        approved_at=at if state is State.APPROVED else None,
    )
    Part.objects.create(assessment=assessment, council=body, name="The organisation", position=0)
    Part.objects.create(assessment=assessment, council=body, system=system, name=system.name, position=1)
    return assessment


def _answers(
    assessment: Assessment, outcomes: "Iterator[Outcome] | object", by: Person, chance: random.Random
) -> Iterator[OutcomeAnswer]:
    organisation, system = assessment.parts.all()
    for outcome in outcomes:  # type: ignore[attr-defined]
        replies = _replies(outcome, chance)
        yield OutcomeAnswer(
            part=organisation if outcome.id[0] in "AD" else system,
            assessment=assessment,
            council_id=assessment.council_id,
            outcome=outcome.id,
            status=status_of(outcome, replies).value,
            replies={statement: reply.value for statement, reply in replies.items()},
            alternatives={s: "A weekly check by hand." for s, r in replies.items() if r is Reply.ALTERNATIVE},
            confidence=chance.randint(1, 3),
            justification=WORDS * chance.randint(1, 3),
            is_confirmed=True,
            answered_by=by,
            answered_at=assessment.opened_at,
        )


def _replies(outcome: Outcome, chance: random.Random) -> dict[str, Reply]:
    """Return replies as a council gives them: whole levels, some statements of others, now and then an alternative."""
    aim = chance.choices(list(Status), (30, 40, 30))[0]
    found: dict[str, Reply] = {}
    for statement in outcome.statements:
        is_true = statement.level is aim or chance.random() < (0.0 if statement.level is Status.NOT_ACHIEVED else 0.3)
        if is_true and (statement.level is not Status.NOT_ACHIEVED or chance.random() < 0.5):
            is_other = statement.level is not Status.NOT_ACHIEVED and chance.random() < 0.05
            found[statement.id] = Reply.ALTERNATIVE if is_other else Reply.TRUE
    return found
