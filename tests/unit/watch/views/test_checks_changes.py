"""Are changes told newest first, page by page, with as many questions however many there are?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.unit.watch.watched import a_domain, a_finding
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.watch.actions.open_link import open_link
from wardmote.watch.models import Change, LinkKind

PAGE = "/councils/elm/checks/changes/"
Words = Callable[[Any], str]


def a_change(domain: Domain, world: World, *, days: int = 0, says: str = "It is bad.", mended: bool = False) -> Change:
    """Return a change of a domain."""
    before, after = ("bad", "good") if mended else ("good", "bad")
    return Change.objects.create(
        council=domain.council,
        domain=domain,
        check_id="dmarc_policy",
        before=before,
        after=after,
        says=says,
        at=world.at - timedelta(days=days),
    )


def test_an_empty_page_says_where_changes_are_told(lead: Client, domain: Domain, words: Words) -> None:
    assert "Nothing has changed since we began to look." in words(lead.get(PAGE))


def test_changes_are_told_newest_first_and_mended_ones_as_mended(
    world: World, reader: Client, domain: Domain, words: Words
) -> None:
    a_change(domain, world, days=5, says="Forged mail passes.")
    a_change(domain, world, days=1, says="Forged mail is refused.", mended=True)
    said = words(reader.get(PAGE))
    assert "2 changes on your domains" in said
    assert said.index("Forged mail is refused.") < said.index("Forged mail passes.")
    assert "mended; was: bad" in said


def test_one_domains_changes_can_be_chosen(world: World, lead: Client, domain: Domain, words: Words) -> None:
    other = a_domain(domain.council, "other.example", at=world.at)
    a_change(domain, world, says="Own.")
    a_change(other, world, says="Of another.")
    said = words(lead.get(PAGE, {"domain": domain.pk}))
    assert "elm.gov.uk changed 1 time" in said
    assert "Of another." not in said


@pytest.mark.parametrize("number", ["x", "-1", "99999999", "9" * 30, "\u0663"])
def test_a_domain_that_isnt_there_chooses_none(world: World, lead: Client, domain: Domain, number: str) -> None:
    a_change(domain, world)
    assert b"1 change on your domains" in lead.get(PAGE, {"domain": number, "page": number}).content


def test_pages_of_changes_findings_and_links_ask_as_often_however_much_there_is(
    world: World, lead: Client, domain: Domain
) -> None:
    a_finding(domain, "dmarc_policy", at=world.at)
    by = world.viewer(world.lead_of(domain.council))
    pages = (PAGE, f"/councils/elm/checks/{domain.pk}/dmarc_policy/", "/councils/elm/checks/links/")

    def measured() -> dict[str, int]:
        found = {}
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                answer = lead.get(page)
            assert answer.status_code == 200
            assert len(answer.content) < 100_000
            found[page] = len(captured)
        return found

    def add(count: int) -> None:
        for number in range(count):
            other = a_domain(domain.council, f"d{count}-{number}.example", at=world.at)
            a_change(other, world, days=number % 9)
            open_link(by=by, council=domain.council, kind=LinkKind.BADGE, domain=other, at=world.at)

    add(2)
    measured()
    few = measured()
    add(60)
    assert measured() == few
    assert max(few.values()) <= 12
