"""Does the overview say first what is wrong, and keep apart what is explained, parked, unproved or not known?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.unit.watch.watched import a_domain, a_finding, a_visit
from tests.worlds import World, signed_in
from wardmote.estate.models import Domain
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.watch.models import Change, Explanation, Offer, Visit

PAGE = "/councils/elm/checks/"
Words = Callable[[Any], str]


def test_no_domain_leads_to_the_name_in_the_register(lead: Client, words: Words) -> None:
    said = words(lead.get(PAGE))
    assert "No domains yet" in said
    assert "Yours is probably elm.gov.uk: add it and check it now." in said
    assert "Add elm.gov.uk" in said


def test_a_reader_of_an_empty_page_is_told_who_can_begin(reader: Client, words: Words) -> None:
    answer = reader.get(PAGE)
    assert "Your cyber lead or a contributor can add a domain." in words(answer)
    assert "domains/from-register" not in answer.content.decode()


def test_a_domain_that_nobody_has_looked_at_is_said_to_be_unknown(lead: Client, domain: Domain, words: Words) -> None:
    said = words(lead.get(PAGE))
    assert "Nothing is known yet: the first look at your domains is still to come." in said
    assert "in order" not in said


@pytest.mark.parametrize(
    ("verdicts", "headline"),
    [
        ([], "elm.gov.uk: in order."),
        (["bad"], "elm.gov.uk: 1 thing is wrong."),
        (["weak", "weak"], "elm.gov.uk: 2 things could be better."),
        (["bad", "bad", "weak"], "elm.gov.uk: 2 things are wrong and 1 could be better."),
    ],
)
def test_one_domain_is_answered_by_its_name(
    world: World, lead: Client, domain: Domain, words: Words, verdicts: list[str], headline: str
) -> None:
    a_visit(domain, at=world.at)
    for number, verdict in enumerate(verdicts):
        a_finding(domain, f"check_{number}", verdict, at=world.at)
    assert headline in words(lead.get(PAGE))


def test_several_domains_are_answered_by_how_many_are_troubled(
    world: World, lead: Client, council: Body, domain: Domain, words: Words
) -> None:
    other = a_domain(council, "visit.example", at=world.at)
    for each in (domain, other):
        a_visit(each, at=world.at)
    assert "All 2 domains are in order." in words(lead.get(PAGE))
    a_finding(other, "dmarc_policy", at=world.at)
    assert "1 thing is wrong, on 1 of your 2 domains." in words(lead.get(PAGE))


def test_the_worst_of_all_domains_comes_first_and_is_the_next_step(
    world: World, lead: Client, council: Body, domain: Domain
) -> None:
    other = a_domain(council, "visit.example", at=world.at)
    a_finding(domain, "caa_present", "weak", at=world.at, severity=1)
    a_finding(other, "dangling_alias", at=world.at, severity=4)
    page = lead.get(PAGE).content.decode()
    assert page.index(f"/checks/{other.pk}/dangling_alias/") < page.index(f"/checks/{domain.pk}/caa_present/")
    assert f'href="{PAGE}{other.pk}/dangling_alias/">See how to mend the first' in page


def test_at_most_seven_are_named_and_the_rest_counted(world: World, lead: Client, domain: Domain, words: Words) -> None:
    for number in range(9):
        a_finding(domain, f"check_{number}", at=world.at)
    said = words(lead.get(PAGE))
    assert said.count("Wanted: Check") == 7
    assert "2 more are on the pages of their domains." in said


def test_an_explained_finding_stands_apart_until_its_day(
    world: World, lead: Client, council: Body, domain: Domain, words: Words
) -> None:
    a_visit(domain, at=world.at)
    finding = a_finding(domain, "dnssec_validates", "weak", at=world.at, says="The domain is not signed.")
    explanation = Explanation.objects.create(
        council=council,
        domain=domain,
        check_id=finding.check_id,
        reason="x",
        until=(world.at + timedelta(days=9)).date(),
        explained_at=world.at,
    )
    said = words(lead.get(PAGE))
    assert "elm.gov.uk: in order." in said
    assert "The domain is not signed." in said.partition("Explained, and left as it is")[2]
    Explanation.objects.filter(pk=explanation.pk).update(until=(world.at - timedelta(days=1)).date())
    assert "elm.gov.uk: 1 thing could be better." in words(lead.get(PAGE))


def test_what_is_not_known_is_counted_apart_and_never_as_wrong(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    a_visit(domain, at=world.at)
    a_finding(domain, "mta_sts_record", "unknown", at=world.at)
    a_finding(domain, "mx_present", "good", at=world.at, unseen_since=world.at, unseen_says="It didn't answer.")
    page = lead.get(PAGE)
    assert "elm.gov.uk: 2 checks couldn't be made." in words(page)
    assert "#m-good" not in page.content.decode()
    a_finding(domain, "dmarc_policy", "bad", at=world.at)
    assert "elm.gov.uk: 1 thing is wrong." in words(lead.get(PAGE))
    assert "2 aren't known" in words(lead.get(PAGE))


def test_nothing_is_called_in_order_of_which_too_little_is_known(
    world: World, lead: Client, council: Body, domain: Domain, words: Words
) -> None:
    a_visit(domain, at=world.at, letter="")
    page = lead.get(PAGE)
    assert "elm.gov.uk: too little is known." in words(page)
    assert "#m-good" not in page.content.decode()
    other = a_domain(council, "visit.example", at=world.at)
    a_visit(other, at=world.at)
    said = words(lead.get(PAGE))
    assert "Nothing wrong is known, but checks of 1 of your 2 domains couldn't be made." in said


def test_how_long_mending_takes_is_said_after_three_times(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    for number, ended_as in enumerate(("good", "not-applicable", "good")):
        assert "half of what was wrong" not in words(lead.get(PAGE))
        began = world.at - timedelta(days=20 + number)
        ended = {"until": world.at - timedelta(days=10), "ended_as": ended_as}
        a_finding(domain, f"check_{number}", "bad", at=began, **ended)
    assert "In the last year half of what was wrong was mended within 11 days." in words(lead.get(PAGE))


def test_parked_and_unproved_domains_stand_apart(
    world: World, lead: Client, council: Body, domain: Domain, words: Words
) -> None:
    a_domain(council, "held.example", at=world.at, is_parked=True)
    a_domain(council, "unproved.example", at=world.at, is_verified=False)
    a_domain(council, "removed.example", at=world.at, removed_at=world.at)
    said = words(lead.get(PAGE))
    assert "held.example" in said.partition("Names that you only hold")[2]
    assert "unproved.example: Prove that it is yours" in said
    assert "removed.example" not in said


def test_recent_changes_and_seen_names_are_offered(
    world: World, lead: Client, council: Body, domain: Domain, words: Words
) -> None:
    told = {"council": council, "domain": domain, "check_id": "caa_present", "before": "good", "after": "weak"}
    Change.objects.create(**told, says="No CAA record.", at=world.at - timedelta(days=2))
    Change.objects.create(**told, says="Long ago.", at=world.at - timedelta(days=31))
    Offer.objects.create(council=council, name="jobs.elm.gov.uk", where="a certificate", first_seen_at=world.at)
    a_domain(council, "listed.example", at=world.at)
    Offer.objects.create(council=council, name="listed.example", where="a certificate", first_seen_at=world.at)
    said = words(lead.get(PAGE))
    assert "No CAA record." in said
    assert "Long ago." not in said
    assert "1 name was seen that may be yours too" in said, "a name that is listed meanwhile counts"


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("name", "a.example"),
        ("grade", "b.example"),
        ("looked", "c.example"),
        ("worst", "c.example"),
        ("x", "c.example"),
    ],
)
def test_the_table_is_sorted_by_link(world: World, lead: Client, council: Body, order: str, first: str) -> None:
    for days, (name, letter) in enumerate([("a.example", "C"), ("b.example", "A"), ("c.example", "D")]):
        a_visit(a_domain(council, name, at=world.at), at=world.at - timedelta(days=days), letter=letter)
    a_finding(Domain.objects.get(name="c.example"), "caa_present", at=world.at)
    table = lead.get(PAGE, {"order": order}).content.decode().partition('id="domains"')[2]
    assert min(("a.example", "b.example", "c.example"), key=lambda name: table.index(f">{name}<")) == first


def test_sixty_domains_come_in_pages_within_100_kb(world: World, lead: Client, council: Body) -> None:
    for number in range(60):
        named = a_domain(council, f"d{number:02}.example", at=world.at)
        a_visit(named, at=world.at)
        a_finding(named, "caa_present", "weak", at=world.at, says="No CAA record is published. " * 10)
    answer = lead.get(PAGE, {"order": "name"})
    assert len(answer.content) < 100_000
    assert "d49.example" in answer.content.decode().partition('id="domains"')[2]
    assert "d50.example" not in answer.content.decode().partition('id="domains"')[2]
    assert "d50.example" in lead.get(PAGE, {"order": "name", "page": "2"}).content.decode()


def test_the_page_asks_as_often_however_many_domains_there_are(world: World, lead: Client, council: Body) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert lead.get(PAGE).status_code == 200
        return len(captured)

    def add(numbers: range) -> None:
        for number in numbers:
            named = a_domain(council, f"d{number:02}.example", at=world.at, is_parked=number % 3 == 0)
            a_visit(named, at=world.at)
            a_finding(named, "caa_present", "weak", at=world.at)
            a_finding(named, "mx_present", "unknown", at=world.at)
            Visit.objects.create(council=council, domain=named, asked_at=world.at)

    add(range(3))
    count()
    few = count()
    add(range(3, 30))
    assert count() == few <= 20


def test_the_rows_can_be_downloaded_and_no_cell_is_a_formula(
    world: World, lead: Client, council: Body, domain: Domain
) -> None:
    a_visit(domain, at=world.at, letter="B", points=80)
    a_finding(domain, "caa_present", "weak", at=world.at)
    a_domain(council, "=cmd.example", at=world.at)
    answer = lead.get(f"{PAGE}domains.csv")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "domain,grade,points,bad,weak,not known,explained,looked at,only held"
    assert lines[1].startswith("'=cmd.example,,,")
    assert lines[2].startswith("elm.gov.uk,B,80,0,1,0,0,")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="domains-elm.csv"'


@pytest.mark.parametrize("role", [Role.COUNCILLOR])
def test_a_councillor_doesnt_read_weak_spots(world: World, council: Body, role: Role) -> None:
    assert signed_in(world.someone(council, role)).get(PAGE).status_code == 403


def test_another_councils_page_isnt_there(world: World, lead: Client) -> None:
    world.council("oak")
    for page in ("", "domains.csv", "changes/", "grades/", "links/", "webhooks/", "links/make/feed/"):
        assert lead.get(f"/councils/oak/checks/{page}").status_code == 404


def test_the_formula_is_shown_from_the_engines_numbers(reader: Client, words: Words) -> None:
    said = words(reader.get(f"{PAGE}grades/"))
    assert "Critical −40 D" in said
    assert "Grade B Sound, with something to mend 75" in said
