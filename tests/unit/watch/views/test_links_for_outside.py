"""Does only the lead show something to people outside, once, and end it for good?"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import digest_of
from wardmote.kernel.models import AuditEntry
from wardmote.register.models import Body
from wardmote.watch.actions.open_link import MOST_OPEN, open_link
from wardmote.watch.actions.shut_link import shut_link
from wardmote.watch.models import LinkKind, OpenLink, Webhook

Words = Callable[[Any], str]
LINKS = "/councils/elm/checks/links/"
HOOKS = "/councils/elm/checks/webhooks/"


def address_in(answer: Any) -> str:
    """Return the address that a page shows once."""
    found = re.search(r'id="address"[^>]*>([^<]+)<', answer.content.decode())
    assert found
    return found[1]


def test_a_page_for_a_supplier_is_made_and_its_address_shown_once(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    sent = {"domain": str(domain.pk), "note": "Acme", "days": "30"}
    answer = lead.post(f"{LINKS}make/supplier/", sent)
    address = address_in(answer)
    assert "Copy the address now: it is not shown again" in words(answer)
    link = OpenLink.objects.get()
    secret = address.removeprefix("http://testserver/open/domain/").rstrip("/")
    assert link.digest == digest_of(secret)
    assert link.until == (world.at + timedelta(days=30)).date()
    listed = lead.get(LINKS).content.decode()
    assert "Acme" in listed
    assert secret not in listed
    assert Client().get(address).status_code == 200


def test_a_badge_and_a_feed_open_until_they_are_shut(lead: Client, domain: Domain) -> None:
    badge = address_in(lead.post(f"{LINKS}make/badge/", {"domain": str(domain.pk), "note": ""}))
    feed = address_in(lead.post(f"{LINKS}make/feed/", {"note": "Teams"}))
    assert badge.endswith(".svg")
    assert feed.endswith(".atom")
    assert {link.until for link in OpenLink.objects.all()} == {None}
    for link in OpenLink.objects.all():
        assert Client().get(badge if link.kind == "badge" else feed).status_code == 200
        lead.post(f"{LINKS}{link.pk}/shut/")
        assert Client().get(badge if link.kind == "badge" else feed).status_code == 404


@pytest.mark.parametrize(
    ("kind", "sent", "fault"),
    [
        ("supplier", {"domain": "", "days": "30"}, "Choose one of your domains"),
        ("supplier", {"domain": "99999", "days": "30"}, "Choose one of your domains"),
        ("supplier", {"domain": "own", "days": ""}, "Choose for how long it opens"),
        ("badge", {"domain": "own", "note": "x" * 121}, "The note must be 120 characters or fewer"),
        ("feed", {"note": "x" * 121}, "The note must be 120 characters or fewer"),
    ],
)
def test_a_link_that_isnt_fit_is_asked_again(
    lead: Client, domain: Domain, words: Words, kind: str, sent: dict[str, str], fault: str
) -> None:
    sent = {key: str(domain.pk) if value == "own" else value for key, value in sent.items()}
    answer = lead.post(f"{LINKS}make/{kind}/", sent)
    assert answer.status_code == 422
    assert fault in words(answer)
    assert not OpenLink.objects.exists()


def test_a_kind_that_isnt_ours_has_no_page(lead: Client) -> None:
    for kind in ("reports", "nothing"):
        assert lead.get(f"{LINKS}make/{kind}/").status_code == 404


def test_only_the_lead_opens_doors(contributor: Client, reader: Client, domain: Domain, words: Words) -> None:
    for browser in (contributor, reader):
        for page in (LINKS, f"{LINKS}make/supplier/", HOOKS):
            assert browser.get(page).status_code == 403
    assert "Only your cyber lead can show something to people outside" in words(contributor.get(LINKS))


def test_another_councils_link_isnt_shut(world: World, lead: Client, council: Body) -> None:
    oak = world.council("oak")
    by = world.viewer(world.lead_of(oak))
    link, _secret = open_link(by=by, council=oak, kind=LinkKind.FEED, at=world.at)
    assert lead.post(f"{LINKS}{link.pk}/shut/").status_code == 404
    assert OpenLink.objects.get().shut_at is None


def test_a_link_never_shows_another_councils_an_unproved_or_a_removed_domain(world: World, council: Body) -> None:
    by = world.viewer(world.lead_of(council))
    for domain in (
        a_domain(world.council("oak"), at=world.at),
        a_domain(council, "unproved.example", at=world.at, is_verified=False),
        a_domain(council, "gone.example", at=world.at, removed_at=world.at),
        None,
    ):
        with pytest.raises(Denied):
            open_link(by=by, council=council, kind=LinkKind.BADGE, domain=domain, at=world.at)


@pytest.mark.parametrize(("days", "is_kept"), [(None, False), (-1, False), (0, True), (366, True), (367, False)])
def test_a_suppliers_link_always_ends_within_a_year(
    world: World, council: Body, domain: Domain, days: int | None, is_kept: bool
) -> None:
    by = world.viewer(world.lead_of(council))
    until = (world.at + timedelta(days=days)).date() if days is not None else None

    def act() -> None:
        open_link(by=by, council=council, kind=LinkKind.SUPPLIER, domain=domain, until=until, at=world.at)

    if is_kept:
        act()
    else:
        with pytest.raises(Denied):
            act()
    assert OpenLink.objects.exists() == is_kept


def test_there_are_never_too_many_open_links(world: World, council: Body) -> None:
    by = world.viewer(world.lead_of(council))
    OpenLink.objects.bulk_create(
        OpenLink(council=council, kind="feed", digest=str(number), made_at=world.at) for number in range(MOST_OPEN)
    )
    with pytest.raises(Denied, match="200 open links"):
        open_link(by=by, council=council, kind=LinkKind.FEED, at=world.at)
    OpenLink.objects.filter(digest="0").update(shut_at=world.at)
    open_link(by=by, council=council, kind=LinkKind.FEED, at=world.at)


def test_both_acts_are_audited_without_the_secret_and_shutting_twice_is_one(world: World, council: Body) -> None:
    by = world.viewer(world.lead_of(council))
    link, secret = open_link(by=by, council=council, kind=LinkKind.FEED, at=world.at)
    assert shut_link(by=by, link=link, at=world.at)
    assert not shut_link(by=by, link=link, at=world.at)
    entries = AuditEntry.objects.filter(action__startswith="link.").order_by("sequence")
    assert [(entry.action, entry.subject) for entry in entries] == [
        ("link.opened", f"link:{link.pk}"),
        ("link.shut", f"link:{link.pk}"),
    ]
    assert secret not in str([entry.after for entry in entries])


def test_a_webhooks_secret_is_shown_once_and_its_removal_is_plain(lead: Client, council: Body, words: Words) -> None:
    answer = lead.post(HOOKS, {"address": "https://chat.elm.gov.uk/hooks/1"})
    assert "Copy the secret now: it is not shown again." in words(answer)
    found = re.search(r'id="secret"[^>]*>([^<]+)<', answer.content.decode())
    assert found
    page = lead.get(HOOKS)
    assert "1 program is told of changes" in words(page)
    assert found[1] not in page.content.decode()
    webhook = Webhook.objects.get()
    assert lead.post(f"{HOOKS}{webhook.pk}/remove/", follow=True).status_code == 200
    assert "No program is told of changes" in words(lead.get(HOOKS))
    assert lead.post(f"{HOOKS}{webhook.pk}/remove/").status_code == 404


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://hooks.chat.example/services/T0/B0/xyzSECRETabcd", "hooks.chat.example/…abcd"),
        ("https://hooks.chat.example/in?key=SECRET1234", "hooks.chat.example/…1234"),
        ("https://hooks.chat.example/SECRET", "hooks.chat.example/…"),
        ("https://hooks.chat.example", "hooks.chat.example/…"),
    ],
)
def test_an_address_that_may_itself_be_a_secret_is_whole_only_when_it_is_added(
    lead: Client, council: Body, words: Words, address: str, shown: str
) -> None:
    assert address in words(lead.post(HOOKS, {"address": address}))
    page = lead.get(HOOKS)
    assert shown in words(page)
    assert "SECRET" not in page.content.decode()


@pytest.mark.parametrize("address", ["", "http://chat.elm.gov.uk/", "https://127.0.0.1/x", "https://x.example:8443/"])
def test_an_address_that_isnt_fit_is_refused_and_not_lost(lead: Client, council: Body, address: str) -> None:
    answer = lead.post(HOOKS, {"address": address})
    assert answer.status_code == 422
    assert f'value="{address}"' in answer.content.decode()
    assert not Webhook.objects.exists()
