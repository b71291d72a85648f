"""What does whoever holds a link see, and nothing else, and nobody without it?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.unit.watch.watched import a_domain, a_finding, a_visit
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body
from wardmote.watch.actions.open_link import open_link
from wardmote.watch.models import Change, Explanation, LinkKind, OpenLink

Words = Callable[[Any], str]
Make = Callable[..., str]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def opened(world: World, council: Body, domain: Domain) -> Make:
    """Make a link of a kind and return its path."""
    by = world.viewer(world.lead_of(council))
    paths = {"supplier": "domain/{}/", "badge": "badge/{}.svg", "feed": "feed/{}.atom"}

    def make(kind: str, **asked: Any) -> str:
        if kind == "supplier":
            asked.setdefault("until", (world.at + timedelta(days=30)).date())
        if kind != "feed":
            asked.setdefault("domain", domain)
        _link, secret = open_link(by=by, council=council, kind=LinkKind(kind), at=world.at, **asked)
        return "/open/" + paths[kind].format(secret)

    return make


KINDS = ("supplier", "badge", "feed")


@pytest.mark.parametrize("kind", KINDS)
def test_it_opens_without_signing_in_and_leaves_no_trace(world: World, domain: Domain, opened: Make, kind: str) -> None:
    a_visit(domain, at=world.at)
    address = opened(kind)
    with seeing_as(""):
        answer = Client().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_shut_ended_and_of_another_kind_are_told_in_the_same_words(
    world: World, domain: Domain, opened: Make, kind: str
) -> None:
    address = opened(kind)
    place, secret = address.split("/")[2], address.split("/")[3].split(".")[0]
    wrong = Client().get(address.replace(secret, "A" * len(secret)))
    assert wrong.status_code == 404
    assert not wrong.cookies
    for faults in ({"shut_at": world.at}, {"until": (world.at - timedelta(days=1)).date(), "shut_at": None}):
        OpenLink.objects.update(**faults)
        answer = Client().get(address)
        assert (answer.status_code, answer.content) == (404, wrong.content)
    OpenLink.objects.update(until=(world.at + timedelta(days=1)).date())
    others = {
        "domain": f"/open/badge/{secret}.svg",
        "badge": f"/open/domain/{secret}/",
        "feed": f"/open/domain/{secret}/",
    }
    answer = Client().get(others[place])
    assert (answer.status_code, answer.content) == (404, wrong.content)


@pytest.mark.parametrize("kind", KINDS)
def test_a_council_that_is_at_work_no_more_shows_nothing(
    world: World, council: Body, domain: Domain, opened: Make, kind: str
) -> None:
    address = opened(kind)
    Body.objects.filter(pk=council.pk).update(end_date=world.at.date() - timedelta(days=1))
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("kind", ["supplier", "badge"])
def test_a_domain_that_was_removed_or_lost_its_proof_is_shown_no_more(
    world: World, domain: Domain, opened: Make, kind: str
) -> None:
    address = opened(kind)
    Domain.objects.filter(pk=domain.pk).update(verified_at=None, proof="")
    assert Client().get(address).status_code == 404
    Domain.objects.filter(pk=domain.pk).update(verified_at=world.at, proof="dns", removed_at=domain.added_at)
    assert Client().get(address).status_code == 404


def test_a_supplier_reads_what_to_publish_and_nothing_of_others(
    world: World, council: Body, domain: Domain, opened: Make, words: Words
) -> None:
    a_visit(domain, at=world.at)
    fix = 'Publish: _dmarc.elm.gov.uk. TXT "v=DMARC1; p=reject"'
    a_finding(domain, "dmarc_policy", at=world.at, says="Anyone can forge.", fix=fix, evidence=["<b>x</b>"])
    a_finding(domain, "dnssec_validates", "weak", at=world.at, says="Not signed.")
    other = a_domain(council, "other.example", at=world.at)
    a_finding(other, "caa_present", at=world.at, says="Other trouble.")
    Explanation.objects.create(
        council=council,
        domain=domain,
        check_id="dnssec_validates",
        reason="Our secret reason.",
        until=(world.at + timedelta(days=5)).date(),
        explained_at=world.at,
    )
    answer = Client().get(opened("supplier", note="For Acme only"))
    said, page = words(answer), answer.content.decode()
    assert "elm.gov.uk: 1 thing is wrong" in said
    assert "1. Anyone can forge." in said
    assert 'readonly spellcheck="false">v=DMARC1; p=reject</textarea>' in page
    assert "<b>x</b>" not in page
    for kept in ("other.example", "Other trouble", "secret reason", "Not signed", "Acme", "Lena", "Sign in", "csrf"):
        assert kept not in page


def test_a_supplier_of_a_domain_in_order_has_nothing_to_do(
    world: World, domain: Domain, opened: Make, words: Words
) -> None:
    address = opened("supplier")
    assert "elm.gov.uk: not looked at yet" in words(Client().get(address))
    a_visit(domain, at=world.at)
    assert "elm.gov.uk: nothing to mend" in words(Client().get(address))
    a_finding(domain, "mta_sts_record", "unknown", at=world.at)
    assert "elm.gov.uk: 1 check couldn't be made" in words(Client().get(address))
    a_finding(domain, "dmarc_policy", "bad", at=world.at)
    assert "1 check couldn't be made: there may be more to mend." in words(Client().get(address))


def test_a_badge_says_the_newest_grade_and_may_be_shown_anywhere(world: World, domain: Domain, opened: Make) -> None:
    a_visit(domain, at=world.at - timedelta(days=1), letter="D")
    a_visit(domain, at=world.at, letter="B", points=80)
    answer = Client().get(opened("badge"))
    picture = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    title = picture.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text is not None
    assert title.text.startswith("elm.gov.uk: outside checks: B, ")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_badge_without_a_grade_says_so(opened: Make) -> None:
    assert b"outside checks: no grade" in Client().get(opened("badge")).content


def test_a_feed_is_valid_atom_with_ids_that_stay(world: World, domain: Domain, opened: Make) -> None:
    told = {"council": domain.council, "domain": domain, "check_id": "caa_present", "before": "good", "after": "weak"}
    Change.objects.create(**told, says="<b>\x07 & more", fix="Publish.", at=world.at - timedelta(days=59))
    Change.objects.create(**told, says="Too old.", at=world.at - timedelta(days=61))
    address = opened("feed")
    feeds = [ElementTree.fromstring(Client().get(address).content) for _ in range(2)]  # noqa: S314 - our own
    feed = feeds[0]
    (entry,) = feed.findall(f"{ATOM}entry")
    for element in (feed, entry):
        for needed in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{needed}")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Wardmote"
    assert str(entry.findtext(f"{ATOM}updated")).endswith("Z")
    assert "<b>\ufffd & more" in str(entry.findtext(f"{ATOM}title"))
    assert "Too old" not in ElementTree.tostring(feed).decode()
    ids = [[element.text for element in each.iter(f"{ATOM}id")] for each in feeds]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2
    links = {link.get("rel"): str(link.get("href")) for link in feed.iter(f"{ATOM}link")}
    assert links["self"].endswith(address)
    assert links["alternate"].endswith(f"/councils/elm/checks/{domain.pk}/caa_present/")


def test_a_feed_of_one_council_holds_nothing_of_another(world: World, opened: Make) -> None:
    oak = a_domain(world.council("oak"), at=world.at)
    Change.objects.create(
        council=oak.council, domain=oak, check_id="x", before="good", after="bad", says="Oak.", at=world.at
    )
    assert b"Oak." not in Client().get(opened("feed")).content


@pytest.mark.parametrize("secret", ["%00", "..", "a%2Fb", "%ff%fe", "x" * 3000, "é"])
def test_nonsense_is_told_like_any_wrong_link(db: None, secret: str) -> None:
    for place in ("domain/{}/", "badge/{}.svg", "feed/{}.atom"):
        assert Client().get("/open/" + place.format(secret)).status_code in (400, 404)
