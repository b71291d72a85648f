"""Does a work e-mail address speak for the right council, and never for one that it only resembles?"""

from datetime import date, timedelta

import pytest

from tests.worlds import World
from wardmote.register.models import Body, BodyRecord
from wardmote.register.models.bodies import Kind
from wardmote.register.queries.domains import councils_for_email, domain_of

DAY = date(2026, 11, 23)


def codes(email: str, day: date = DAY, *, demonstration: bool = False) -> list[str]:
    return [body.code for body in councils_for_email(email, day, demonstration)]


SPEAKS_FOR: list[tuple[str, list[str]]] = [
    ("ada@surreycc.gov.uk", ["SRY"]),
    ("Ada.L@SurreyCC.GOV.UK", ["SRY"]),
    ("ada@surreycc.gov.uk.", ["SRY"]),
    ("ada@mail.surreycc.gov.uk", ["SRY"]),
    ("ada@a.b.c.surreycc.gov.uk", ["SRY"]),
    ('"a@home.example"@surreycc.gov.uk', ["SRY"]),
    ("ada@adur-worthing.gov.uk", ["ADU", "WOT"]),
    ("ada@lewes-eastbourne.gov.uk", ["EAS", "LEE"]),
    ("ada@southnorfolkandbroadland.gov.uk", ["BRO", "SNO"]),
    ("ada@evilsurreycc.gov.uk", []),
    ("ada@surreycc.gov.uk.evil.example", []),
    ("ada@surreycc-gov.uk", []),
    ("ada@surreycc.gov", []),
    ("ada@cc.gov.uk", []),
    ("ada@gov.uk", []),
    ("ada@uk", []),
    ("surreycc.gov.uk@evil.example", []),
    ("ada@surreycc.gov.uk@evil.example", []),
    ("ada@", []),
    ("ada", []),
    ("", []),
    ("@", []),
    ("ada@..", []),
    (f"ada@{'a.' * 200}surreycc.gov.uk", []),
    ("ada@sürreycc.gov.uk", []),
]


@pytest.mark.usefixtures("real_register")
def test_an_address_speaks_for_the_councils_whose_domain_it_is_under() -> None:
    assert [(email, codes(email)) for email, _found in SPEAKS_FOR] == SPEAKS_FOR


@pytest.mark.parametrize(
    ("email", "domain"), [("A@B.UK", "b.uk"), ("a@b@c.uk ", "c.uk"), ("nobody", "nobody"), ("a@b.uk.", "b.uk")]
)
def test_the_domain_is_what_follows_the_last_at(email: str, domain: str) -> None:
    assert domain_of(email) == domain


@pytest.mark.parametrize(
    ("dates", "is_found"),
    [
        ({}, True),
        ({"start_date": DAY}, True),
        ({"end_date": DAY + timedelta(days=1)}, True),
        ({"end_date": DAY}, False),
        ({"start_date": DAY + timedelta(days=9)}, False),
        ({"start_date": DAY + timedelta(days=9), "shadow_from": DAY}, True),
        ({"start_date": DAY + timedelta(days=9), "shadow_from": DAY + timedelta(days=1)}, False),
    ],
    ids=["always", "new", "last day", "dissolved", "planned", "shadow", "not yet shadow"],
)
def test_only_a_council_that_works_that_day_can_be_joined(world: World, dates: dict[str, date], is_found: bool) -> None:
    world.council("elm", **dates)  # type: ignore[arg-type]
    assert codes("ada@elm.gov.uk") == (["elm"] if is_found else [])


@pytest.mark.parametrize("kind", [Kind.WARP, Kind.LRF, Kind.PROGRAMME, Kind.PLATFORM])
def test_nobody_joins_a_body_without_council_roles_by_address(world: World, kind: Kind) -> None:
    world.council("elm", kind=kind)
    assert codes("ada@elm.gov.uk") == []


@pytest.mark.parametrize("kind", [Kind.COMBINED, Kind.FIRE, Kind.STRATEGIC])
def test_authorities_that_work_as_councils_do_can_be_joined(world: World, kind: Kind) -> None:
    world.council("elm", kind=kind)
    assert codes("ada@elm.gov.uk") == ["elm"]


def test_the_two_worlds_never_answer_for_each_other(world: World) -> None:
    world.council("elm", domain="elm.example")
    world.council("demo-elm", domain="elm.example", demonstration=True)
    assert codes("ada@elm.example") == ["elm"]
    assert codes("ada@elm.example", demonstration=True) == ["demo-elm"]


def test_a_council_without_a_domain_answers_for_nobody(world: World) -> None:
    BodyRecord.objects.filter(body=world.council("elm")).update(domain="")
    assert [codes(email) for email in ("ada@elm.gov.uk", "ada@", "ada@.")] == [[], [], []]


def move(body: Body, domain: str) -> None:
    """Give the body a newer record with another domain."""
    old = body.records.get()
    new = BodyRecord.objects.get(pk=old.pk)
    BodyRecord.objects.filter(pk=old.pk).update(valid_to=DAY)
    new.pk, new.valid_from, new.domain = None, DAY, domain
    new.save(force_insert=True)


def test_a_domain_given_up_answers_for_nobody(world: World) -> None:
    move(world.council("elm"), "new.gov.uk")
    assert codes("ada@elm.gov.uk") == []
    assert codes("ada@new.gov.uk") == ["elm"]


def test_a_council_that_got_its_domain_later_answers_for_it(world: World) -> None:
    body = world.council("elm")
    BodyRecord.objects.filter(body=body).update(domain="")
    move(body, "elm.gov.uk")
    assert codes("ada@elm.gov.uk") == ["elm"]
