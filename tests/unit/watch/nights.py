"""Nights of checks for tests: begun and stored as the room does, with answers that a test states."""

from datetime import date, datetime

from wardmote.watch.actions.begin_round import begin_round
from wardmote.watch.actions.finish_round import finish_round
from wardmote.watch.actions.record_visits import Look, record_visits
from wardmote.watch.intervals import Answer
from wardmote.watch.models import Round, Visit, VisitState
from wardmote.watch.telling import councils_to_tell, tell_council

AREAS = {"dmarc_policy": "mail", "caa_present": "dns", "mta_sts_record": "mail", "dnssec_validates": "dns"}
SEVERITIES = {"bad": 3, "weak": 1}

# A domain's name, and the verdict (or the whole answer) of each check.
Stated = dict[str, dict[str, str | Answer]]


def an_answer(check_id: str, said: str | Answer) -> Answer:
    """Return a whole answer of a verdict."""
    if isinstance(said, Answer):
        return said
    fix = f"Publish {check_id}." if said in SEVERITIES else ""
    return Answer(said, SEVERITIES.get(said, 0), f"{check_id} is {said}.", ("a record",), fix)


def a_look(visit: Visit, said: dict[str, str | Answer], letter: str = "C", points: int = 60) -> Look:
    """Return what came of a visit."""
    answers = {check_id: an_answer(check_id, each) for check_id, each in said.items()}
    return Look(visit, answers, AREAS, letter, points, 0.5)


def a_round(day: date, at: datetime) -> Round:
    """Begin a round, which must be possible."""
    night = begin_round(day=day, at=at)
    assert night is not None
    return night


def a_night(day: date, at: datetime, stated: Stated, letter: str = "C", points: int = 60) -> Round:
    """Begin a round, record what is stated of each domain, finish it and tell about it."""
    night = a_round(day, at)
    visits = Visit.objects.filter(round=night, state=VisitState.WAITING).select_related("domain")
    looks = [a_look(visit, stated[visit.domain.name], letter, points) for visit in visits]
    record_visits(looks=looks, at=at)
    assert finish_round(night=night, at=at)
    tell_all(night)
    return night


def tell_all(night: Round) -> int:
    """Tell every council about the round, as its jobs do; returns how many had something to hear."""
    return sum(tell_council.func(night.pk, council) for council in councils_to_tell(night.pk))
