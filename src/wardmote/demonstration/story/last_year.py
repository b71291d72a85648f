"""How did the visitor's own council assess itself last year, and what did somebody from outside see?"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from wardmote.assess.actions.accept_review import accept_review
from wardmote.assess.actions.add_evidence import Words, add_evidence
from wardmote.assess.actions.approve_assessment import approve_assessment
from wardmote.assess.actions.ask_assurer import Request, ask_assurer
from wardmote.assess.actions.change_scope import Considered, Scope, change_scope
from wardmote.assess.actions.finish_review import finish_review
from wardmote.assess.actions.record_finding import Judged, record_finding
from wardmote.assess.actions.respond_to_finding import respond_to_finding
from wardmote.assess.actions.send_scope import send_scope
from wardmote.assess.actions.sign_scope import sign_scope
from wardmote.assess.actions.use_evidence import use_evidence
from wardmote.assess.models import Evidence, OutcomeAnswer, ReviewFinding, ReviewKind
from wardmote.engines.frameworks import Outcome, Status, load_outline
from wardmote.estate.public import services_of, systems_of
from wardmote.kernel.roles import Role

from ..cast import Cast
from ..region import Region, read_data
from ..statuses import Reasons, fitting, said_at
from .bench import FRAMEWORK, VERSION, Bench
from .diary import Diary, office_hours
from .world import World

# Days before loading.
OPENS, SCOPE, ANSWERS, EVIDENCE, ASKS, SENDS, SIGNS, APPROVES, HANDS_OVER = 346, 344, 342, 331, 325, 323, 321, 316, 314
FINDS, FINISHES, RESPONDS, ACCEPTS = 311, 299, 296, 291
ANSWERS_A_DAY, FINDINGS_A_DAY = 7, 8
REVIEW_DAYS = 30
ORGANISATION = "organisation"


@dataclass(frozen=True)
class Desks:
    """What the acts of the visitor's own council share: who they are, and what the file says."""

    bench: Bench
    diary: Diary
    cast: Cast
    at: datetime
    rng: random.Random

    @cached_property
    def data(self) -> dict[str, Any]:
        """Return what the file says."""
        return read_data("main_assessment")

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the position of each part by its name: systems stand in the order of their names."""
        chosen = sorted(row["name"] for row in self.data["systems"] if row.get("is_chosen"))
        return {name: position for position, name in enumerate([ORGANISATION, *chosen])}

    @property
    def lead(self) -> str:
        """Return the cyber lead's name."""
        return self.one_in(Role.LEAD)

    @property
    def assurer(self) -> str:
        """Return the peer reviewer's name."""
        return self.one_in(Role.ASSURER)

    @property
    def leader(self) -> str:
        """Return the name of the section 151 officer, who is a leader of the council."""
        return self.one_in(Role.LEADER)

    def one_in(self, role: Role) -> str:
        """Return who holds a role in the council."""
        return next(c.name for c in self.cast.everybody if c.body == self.bench.code and c.role is role)

    def outcomes(self) -> Iterator[tuple[int, Outcome]]:
        """Yield every outcome of every part, with the part's position."""
        framework = load_outline(FRAMEWORK, VERSION)
        for position in self.places.values():
            for outcome in framework.outcomes.values():
                if framework.objective_of[outcome.id].is_per_system == (position > 0):
                    yield position, outcome

    def plan(self, days_ago: int, minutes: int, act: partial[None]) -> None:
        """Have an act done so many minutes into the working day."""
        self.diary.plan(office_hours(self.at, days_ago, minutes), act)


def plan_last_year(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> Desks:
    """Plan the assessment, its review and the council's answer to it."""
    desks = Desks(Bench(world, region.main), diary, cast, at, rng)
    title = f"CAF {VERSION}, {at - timedelta(days=OPENS):%B %Y}"
    diary.plan(office_hours(at, OPENS, 30), partial(desks.bench.open, desks.lead, title))
    desks.plan(SCOPE, 50, partial(_choose_scope, desks))
    _plan_answers(desks)
    for number, row in enumerate(desks.data["evidence"]):
        desks.plan(EVIDENCE, 40 + 35 * number, partial(_add_evidence, desks, row))
    desks.plan(ASKS, 70, partial(ask_peer, desks, frozenset(), REVIEW_DAYS + ASKS - HANDS_OVER))
    desks.plan(SENDS, 30, partial(send, desks))
    desks.plan(SIGNS, 180, partial(sign, desks))
    desks.plan(APPROVES, 320, partial(_approve, desks))
    desks.plan(HANDS_OVER, 15, partial(_hand_over, desks))
    _plan_review(desks)
    return desks


def _plan_answers(desks: Desks) -> None:
    reasons, writers = Reasons(), desks.cast.writers_in(desks.bench.code)
    names = tuple(desks.places)
    for number, (position, outcome) in enumerate(desks.outcomes()):
        said = said_at(outcome, desks.data["said"][names[position]][outcome.id], reasons, desks.rng)
        day, place = divmod(number, ANSWERS_A_DAY)
        moment = office_hours(desks.at, ANSWERS - day, 25 + 55 * place)
        desks.diary.plan(moment, partial(desks.bench.say, desks.rng.choice(writers), position, said))


def _plan_review(desks: Desks) -> None:
    reasons = Reasons()
    rows = {(desks.places[row["place"]], row["outcome"]): row for row in desks.data["findings"]}
    for number, (position, outcome) in enumerate(desks.outcomes()):
        row = rows.get((position, outcome.id), {})
        said = row.get("reasons") or reasons.agree(desks.rng)
        day, place = divmod(number, FINDINGS_A_DAY)
        desks.plan(FINDS - day, 20 + 50 * place, partial(_find, desks, position, outcome, row, said))
    desks.plan(FINISHES, 90, partial(_finish, desks))
    for number, row in enumerate(row for row in desks.data["findings"] if "stance" in row):
        desks.plan(RESPONDS, 30 + 40 * number, partial(_respond, desks, row))
    desks.plan(ACCEPTS, 240, partial(_accept, desks))


def _choose_scope(desks: Desks, at: datetime) -> None:
    desk, data = desks.bench.desk(desks.lead, at), desks.data
    systems = {system.name: system.pk for system in systems_of(desk.council)}
    scope = Scope(
        mission=data["mission"],
        services=tuple(services_of(desk.council).filter(key__in=data["services"]).values_list("pk", flat=True)),
        systems=tuple(
            Considered(systems[row["name"]], is_chosen=row.get("is_chosen", False), reason=row["reason"])
            for row in data["systems"]
        ),
    )
    change_scope(by=desk, scope=scope, edition=desk.assessment.edition, at=at)


def _add_evidence(desks: Desks, row: dict[str, Any], at: datetime) -> None:
    desk = desks.bench.desk(row["by"], at)
    days = row.get("expires_in")
    words = Words(
        title=row["title"],
        reference=row["reference"],
        owner=row.get("owner", ""),
        expires_on=(desks.at + timedelta(days=days)).date() if days else None,
    )
    piece = add_evidence(by=desk.viewer, council=desk.council, words=words, upload=None, at=at)
    for place, outcome in row["uses"]:
        use_evidence(by=desk, part=desk.part(desks.places[place]), outcome=outcome, piece=piece, at=at)


def ask_peer(desks: Desks, evidence: frozenset[int], days: int, at: datetime) -> None:
    """Have the lead ask the peer reviewer, who then sees these pieces of evidence."""
    desk = desks.bench.desk(desks.lead, at)
    request = Request(
        assurer=desks.bench.world.people[desks.assurer].pk,
        kind=ReviewKind.PEER,
        evidence=evidence,
        due_on=(at + timedelta(days=days)).date(),
    )
    ask_assurer(by=desk, request=request, edition=desk.assessment.edition, at=at)


def send(desks: Desks, at: datetime) -> None:
    """Have the lead send the scope for sign-off."""
    desk = desks.bench.desk(desks.lead, at)
    send_scope(by=desk, edition=desk.assessment.edition, at=at)


def sign(desks: Desks, at: datetime) -> None:
    """Have the peer reviewer sign the scope off."""
    desk = desks.bench.desk(desks.assurer, at)
    sign_scope(by=desk, is_signed=True, note="", edition=desk.assessment.edition, at=at)


def _approve(desks: Desks, at: datetime) -> None:
    approve_assessment(by=desks.bench.desk(desks.leader, at), at=at)


def _hand_over(desks: Desks, at: datetime) -> None:
    shown = {row["title"] for row in desks.data["evidence"] if row.get("is_shown")}
    council = desks.bench.world.bodies[desks.bench.code]
    pieces = Evidence.objects.filter(council=council, title__in=shown).values_list("pk", flat=True)
    ask_peer(desks, frozenset(pieces), REVIEW_DAYS, at)


def _find(desks: Desks, position: int, outcome: Outcome, row: dict[str, Any], reasons: str, at: datetime) -> None:
    desk = desks.bench.desk(desks.assurer, at)
    part = desk.part(position)
    said = OutcomeAnswer.objects.filter(part=part, outcome=outcome.id).values_list("status", flat=True).get()
    judged = Judged(
        status=fitting(outcome, row["level"]) if "level" in row else Status(str(said)),
        reasons=reasons,
        good_practice=row.get("good_practice", ""),
        to_improve=row.get("to_improve", ""),
    )
    record_finding(by=desk, part=part, outcome=outcome.id, judged=judged, edition=0, at=at)


def _finish(desks: Desks, at: datetime) -> None:
    desk = desks.bench.desk(desks.assurer, at)
    finish_review(by=desk, summary=desks.data["review"]["summary"], edition=desk.assessment.edition, at=at)


def _respond(desks: Desks, row: dict[str, Any], at: datetime) -> None:
    desk = desks.bench.desk(desks.lead, at)
    part = desk.part(desks.places[row["place"]])
    finding = ReviewFinding.objects.get(part=part, outcome=row["outcome"])
    respond_to_finding(
        by=desk,
        part=part,
        outcome=row["outcome"],
        stance=row["stance"],
        response=row["response"],
        edition=finding.edition,
        at=at,
    )


def _accept(desks: Desks, at: datetime) -> None:
    desk = desks.bench.desk(desks.leader, at)
    accept_review(by=desk, edition=desk.assessment.edition, at=at)
