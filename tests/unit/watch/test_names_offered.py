"""Are names that may be the council's offered once, others' left out, and each answer kept until it is taken back?"""

import html
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.watch.watched import a_domain
from tests.worlds import World, signed_in
from wardmote.estate.models import Domain
from wardmote.estate.queries.domains import domains_of
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.watch.actions.record_offers import record_offers
from wardmote.watch.models import Offer
from wardmote.watch.offering import Known, worth_offering

OFFERS = "/councils/elm/checks/offers/"


@dataclass(frozen=True)
class Name:
    """What a check came across."""

    name: str
    where: str = "in the certificate of www.elm.gov.uk"


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def elm(world: World, council: Body) -> Domain:
    return a_domain(council, at=world.at)


@pytest.fixture
def browser(world: World, council: Body) -> Client:
    return signed_in(world.someone(council, Role.CONTRIBUTOR))


def record(world: World, domain: Domain, *names: str) -> int:
    return record_offers(domain=domain, seen=[Name(name) for name in names], at=world.at)


def states() -> dict[str, str]:
    return dict(Offer.objects.values_list("name", "state"))


def words(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_names_that_may_be_the_councils_are_offered_once(world: World, council: Body, elm: Domain) -> None:
    world.council("oak")
    a_domain(council, "held.org.uk", at=world.at, is_verified=False)
    seen = ("intranet.elm.gov.uk", "*.INTRANET.elm.gov.uk", "elm.org.uk", "elm.gov.uk", "held.org.uk", "www.oak.gov.uk")
    assert record(world, elm, *seen, "elm.mail.protection.outlook.com", "gov.uk", "not a name", "x.local") == 2
    assert record(world, elm, *seen) == 0
    assert states() == {"intranet.elm.gov.uk": "waiting", "elm.org.uk": "waiting"}
    offer = Offer.objects.get(name="elm.org.uk")
    assert (offer.seen_from, offer.where) == (elm, "in the certificate of www.elm.gov.uk")


def test_an_offer_holds_no_character_that_a_database_refuses(world: World, elm: Domain) -> None:
    seen = [Name("jobs.elm.gov.uk", "in the certificate of a\x00b\ud800"), Name("x\x00y.elm.gov.uk")]
    assert record_offers(domain=elm, seen=seen, at=world.at) == 1
    assert Offer.objects.get().where == "in the certificate of a\ufffdb\ufffd"


def test_spf_records_and_aliases_name_suppliers_unless_the_name_lies_below_ones_own() -> None:
    known = Known(frozenset({"elm.gov.uk"}), frozenset({"elm.gov.uk"}), frozenset())
    seen = [
        Name("mailer.example.net", "stands in the SPF record of elm.gov.uk"),
        Name("elm.hosting.example", "www.elm.gov.uk is an alias for it (CNAME)"),
        Name("spf.elm.gov.uk", "stands in the SPF record of elm.gov.uk"),
        Name("elm.org.uk", "named in the certificate of spf.elm.gov.uk"),
    ]
    assert [name for name, _where in worth_offering(seen, known)] == ["spf.elm.gov.uk", "elm.org.uk"]


def test_a_certificate_for_all_customers_of_a_supplier_offers_ones_own_names_only() -> None:
    known = Known(frozenset({"elm.gov.uk"}), frozenset({"elm.gov.uk"}), frozenset())
    strangers = [Name(f"customer{n}.example.net") for n in range(21)]
    own = Name("pay.elm.gov.uk")
    assert [name for name, _where in worth_offering([*strangers, own], known)] == ["pay.elm.gov.uk"]
    assert len(list(worth_offering([*strangers[:20], own], known))) == 21


def test_a_name_below_an_unverified_domain_is_no_more_the_councils_than_others() -> None:
    known = Known(frozenset({"outlook.com"}), frozenset(), frozenset())
    assert list(worth_offering([Name("elm.outlook.com")], known)) == []


@given(st.lists(st.text(max_size=80)))
def test_whatever_a_stranger_writes_into_a_certificate_is_a_name_or_left_out(texts: list[str]) -> None:
    known = Known(frozenset(), frozenset(), frozenset())
    found = list(worth_offering([Name(text, text) for text in texts], known))
    assert len({name for name, _where in found}) == len(found)
    assert all("\n" not in where and len(where) <= 300 for _name, where in found)


def test_two_hundred_names_wait_at_most(world: World, elm: Domain) -> None:
    assert record(world, elm, *(f"n{n}.elm.gov.uk" for n in range(250))) == 200
    assert record(world, elm, "one-more.elm.gov.uk") == 0


def test_ticked_names_are_added_dismissed_and_offered_again(
    world: World, council: Body, elm: Domain, browser: Client
) -> None:
    record(world, elm, "a.elm.gov.uk", "b.elm.gov.uk", "elm.org.uk", "c.elm.gov.uk")
    numbers = dict(Offer.objects.values_list("name", "pk"))
    page = words(browser.get(OFFERS))
    assert "Are these 4 names yours too?" in page
    assert "in the certificate of www.elm.gov.uk" in page
    added = browser.post(
        OFFERS, {"decision": "add", "offers": [numbers["a.elm.gov.uk"], numbers["elm.org.uk"]]}, follow=True
    )
    assert "2 names added. 1 still has to be shown to be yours." in words(added)
    assert set(domains_of(council).values_list("name", "proof")) == {
        ("elm.gov.uk", "register"),
        ("a.elm.gov.uk", "below"),
        ("elm.org.uk", ""),
    }
    dismissed = browser.post(OFFERS, {"decision": "dismiss", "offers": [numbers["b.elm.gov.uk"]]}, follow=True)
    assert "b.elm.gov.uk isn't offered any more." in words(dismissed)
    assert "1 name that you said isn't yours" in words(dismissed)
    again = browser.post(OFFERS, {"decision": "again", "offers": [numbers["b.elm.gov.uk"]]}, follow=True)
    assert "b.elm.gov.uk is offered again." in words(again)
    assert states() == {
        "a.elm.gov.uk": "added",
        "elm.org.uk": "added",
        "b.elm.gov.uk": "waiting",
        "c.elm.gov.uk": "waiting",
    }
    assert AuditEntry.objects.filter(action="checks.offer-decided").count() == 3


def test_a_decision_stands_against_an_older_page(world: World, elm: Domain, browser: Client) -> None:
    record(world, elm, "a.elm.gov.uk")
    number = Offer.objects.get().pk
    browser.post(OFFERS, {"decision": "add", "offers": [number]})
    late = browser.post(OFFERS, {"decision": "dismiss", "offers": [number]}, follow=True)
    assert "somebody was faster" in words(late)
    assert states() == {"a.elm.gov.uk": "added"}


def test_a_name_that_was_listed_otherwise_waits_no_more(
    world: World, council: Body, elm: Domain, browser: Client
) -> None:
    record(world, elm, "a.elm.gov.uk")
    a_domain(council, "a.elm.gov.uk", at=world.at)
    assert "No name waits for your answer" in words(browser.get(OFFERS))


@pytest.mark.parametrize(
    "sent",
    [{"decision": "add"}, {"decision": "shine", "offers": ["1"]}, {"decision": "add", "offers": ["x", "9" * 40, "²"]}],
)
def test_a_form_without_a_fit_answer_is_refused_in_words(elm: Domain, browser: Client, sent: dict[str, Any]) -> None:
    page = browser.post(OFFERS, sent)
    assert (page.status_code, "There is a problem" in words(page)) == (422, True)


def test_a_reader_sees_names_and_decides_nothing(world: World, council: Body, elm: Domain) -> None:
    record(world, elm, "a.elm.gov.uk")
    reader = signed_in(world.someone(council, Role.VIEWER))
    assert "a.elm.gov.uk" in words(reader.get(OFFERS))
    assert reader.post(OFFERS, {"decision": "add", "offers": [Offer.objects.get().pk]}).status_code == 403


def test_another_councils_offers_cant_be_decided(world: World, elm: Domain, browser: Client) -> None:
    oak = world.council("oak")
    theirs = a_domain(oak, at=world.at)
    record(world, theirs, "a.oak.gov.uk")
    page = browser.post(OFFERS, {"decision": "add", "offers": [Offer.objects.get().pk]}, follow=True)
    assert "somebody was faster" in words(page)
    assert states() == {"a.oak.gov.uk": "waiting"}
