"""Does what Wardmote knows stand beside the outcomes that it bears on, and change nothing?"""

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World, signed_in
from wardmote.assess.knowing import Fact, tell
from wardmote.assess.models import KnownFact
from wardmote.assess.queries.outcome_page import known_facts

pytestmark = pytest.mark.django_db
DMARC = Fact("dmarc:elm.gov.uk", "caf", "3.2", ("B3.b", "B4.b"), "bad", "Anyone can send mail as elm.gov.uk.")


def test_a_fact_stands_beside_each_outcome_of_both_versions(world: World) -> None:
    council = world.council("elm")
    tell(council=council, source="watch", facts=[DMARC], at=world.at)
    places = set(KnownFact.objects.values_list("version", "outcome"))
    assert places == {("3.2", "B3.b"), ("3.2", "B4.b"), ("4.0", "B3.b"), ("4.0", "B4.b")}


def test_assurance_is_told_at_the_id_that_it_has_in_each_version(world: World) -> None:
    fact = Fact("audit", "caf", "3.2", ("A2.b",), "good", "Audited in May.")
    tell(council=world.council("elm"), source="x", facts=[fact], at=world.at)
    assert ("4.0", "A2.c") in set(KnownFact.objects.values_list("version", "outcome"))


def test_a_source_replaces_what_it_said_and_leaves_the_others_alone(world: World) -> None:
    council = world.council("elm")
    tell(council=council, source="watch", facts=[DMARC], at=world.at)
    tell(
        council=council,
        source="exercises",
        facts=[Fact("e1", "caf", "3.2", ("D1.c",), "good", "Exercised.")],
        at=world.at,
    )
    tell(council=council, source="watch", facts=[], at=world.at)
    assert set(KnownFact.objects.values_list("source", flat=True)) == {"exercises"}


def test_the_outcomes_page_shows_it_and_no_answer_changes(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    desk = desk_of(world, world.lead_of(council), assessment)
    before = answer(desk, "B3.b", position=1)
    tell(council=council, source="watch", facts=[DMARC], at=world.at)
    page = signed_in(world.lead_of(council)).get(f"/councils/elm/assessments/{assessment.pk}/1/B3.b/")
    assert "Anyone can send mail as elm.gov.uk." in page.content.decode()
    after = assessment.answers.get()
    assert (after.status, after.edition, after.is_confirmed) == (before.status, before.edition, True)


def test_another_councils_facts_are_never_shown(world: World) -> None:
    council, other = world.council("elm"), world.council("moe")
    tell(council=other, source="watch", facts=[DMARC], at=world.at)
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council))
    assert known_facts(desk, "B3.b") == ()


def test_a_submitted_stocktake_informs_the_outcomes_that_its_questions_name(world: World) -> None:
    council = world.council("elm")
    world.submit(council, level=1)
    told = KnownFact.objects.filter(version="3.2", outcome="A1.a", source="stocktake-leadership")
    assert {fact.verdict for fact in told} == {"bad"}
    assert all(fact.link == "/councils/elm/stocktake/result/" for fact in told)
