"""Do leads, and only they, name where warnings go, and does a feed show no more than it may?"""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.unit.warn.warned import a_notice, a_statement, a_story
from tests.worlds import World, signed_in
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.kernel.sealing import unseal
from wardmote.register.models import Body, Person
from wardmote.warn.actions.add_channel import add_channel
from wardmote.warn.actions.ask_test import ask_test
from wardmote.warn.actions.make_feed import make_feed
from wardmote.warn.actions.shut_feed import shut_feed
from wardmote.warn.channel_jobs import SEALED_FOR
from wardmote.warn.models import Channel, ChannelKind, Notice, Priority, WarningFeed

PLACE = "/councils/aaa/warnings/channels/"
ATOM = "{http://www.w3.org/2005/Atom}"
GOOD = {"kind": "webhook", "address": "https://hooks.example.gov.uk/in/12345678", "least_priority": "3"}


@pytest.fixture
def council(world: World) -> Body:
    return world.council("aaa", name="Aldermere Borough Council")


@pytest.fixture
def lead(world: World, council: Body) -> Person:
    return world.lead_of(council)


def test_a_program_gets_a_secret_that_is_shown_once_and_kept_sealed(council: Body, lead: Person) -> None:
    client = signed_in(lead)
    page = client.post(PLACE, GOOD)
    channel = Channel.objects.get()
    secret = unseal(channel.secret, SEALED_FOR)
    assert page.status_code == 200
    assert secret in page.content.decode()
    again = client.get(PLACE).content.decode()
    assert secret not in again
    assert channel.address not in again
    assert "hooks.example.gov.uk/…5678" in again
    assert AuditEntry.objects.get(action="warning.channel-added").after == {
        "kind": "webhook",
        "host": "hooks.example.gov.uk",
    }


def test_an_address_that_leads_nowhere_is_refused_beside_its_field(council: Body, lead: Person) -> None:
    page = signed_in(lead).post(PLACE, GOOD | {"address": "https://10.0.0.1/"})
    assert page.status_code == 422
    assert "Name the host" in page.content.decode()
    assert not Channel.objects.exists()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.COUNCILLOR])
def test_only_the_lead_sees_the_page(world: World, council: Body, lead: Person, role: Role) -> None:
    other = signed_in(world.someone(council, role))
    assert [other.get(PLACE).status_code, other.post(PLACE, GOOD).status_code] == [403, 403]
    stranger = signed_in(world.lead_of(world.council("bbb")))
    assert stranger.get(PLACE).status_code == 404
    assert not Channel.objects.exists()


def test_five_addresses_are_enough_and_none_is_there_twice(world: World, council: Body, lead: Person) -> None:
    viewer = world.viewer(lead)
    asked = {"by": viewer, "council": council, "kind": ChannelKind.TEAMS, "least_priority": Priority.NOW}
    for number in range(5):
        add_channel(address=f"https://h{number}.example.gov.uk/", at=world.at, **asked)  # type: ignore[arg-type]
    for address, why in (("https://h0.example.gov.uk/", "already"), ("https://h9.example.gov.uk/", "five")):
        with pytest.raises(Denied, match=why):
            add_channel(address=address, at=world.at, **asked)  # type: ignore[arg-type]
    assert set(Channel.objects.values_list("secret", flat=True)) == {""}


def test_an_address_is_tested_and_removed_from_the_page(world: World, council: Body, lead: Person) -> None:
    client = signed_in(lead)
    client.post(PLACE, GOOD)
    channel = Channel.objects.get()
    assert client.post(f"{PLACE}{channel.pk}/test/").status_code == 302
    assert client.post(f"{PLACE}{channel.pk}/test/").status_code == 409
    with pytest.raises(Denied, match="within the last minute"):
        ask_test(by=world.viewer(lead), channel=channel, at=world.at)
    assert client.post(f"{PLACE}{channel.pk}/remove/").status_code == 302
    assert client.post(f"{PLACE}{channel.pk}/remove/").status_code == 404
    assert client.get(f"{PLACE}signature/").status_code == 200
    acts = set(AuditEntry.objects.filter(action__startswith="warning.").values_list("action", flat=True))
    assert acts == {"warning.channel-added", "warning.channel-tested", "warning.channel-removed"}


def test_a_feed_is_made_read_by_nobody_signed_in_and_shut(council: Body, lead: Person) -> None:
    client = signed_in(lead)
    page = client.post(f"{PLACE}feeds/", {"note": "Our wallboard"}).content.decode()
    address = page.split('readonly spellcheck="false">')[1].split("<")[0]
    feed = WarningFeed.objects.get()
    assert feed.digest not in address
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Our wallboard" in client.get(PLACE).content.decode()
    assert client.post(f"{PLACE}feeds/{feed.pk}/shut/").status_code == 302
    assert client.post(f"{PLACE}feeds/{feed.pk}/shut/").status_code == 404
    assert Client().get(address).status_code == 404
    assert Client().get("/open/warnings/nothing.atom").status_code == 404


def test_a_feed_holds_what_may_be_told_and_nothing_else(world: World, council: Body, lead: Person) -> None:
    _feed, secret = make_feed(by=world.viewer(lead), council=council, at=world.at)
    for label in ("clear", "green", "amber", "amber-strict", "red"):
        story = a_story(f"Fault <b>{label}</b>", at=world.at, label=label)
        a_statement(story, at=world.at, label=label)
        a_notice(council, story, at=world.at)
    a_notice(world.council("bbb"), a_story("Fault of others", at=world.at), at=world.at)
    a_notice(council, a_story("Fault long ago", at=world.at), at=world.at - timedelta(days=61))
    Notice.objects.filter(story__label="green").update(taken_back_at=world.at)
    root = ElementTree.fromstring(Client().get(f"/open/warnings/{secret}.atom").content)  # noqa: S314 - our own
    entries = root.findall(f"{ATOM}entry")
    titles = {entry.findtext(f"{ATOM}title") for entry in entries}
    assert titles == {"Fault <b>clear</b>", "Taken back: Fault <b>green</b>"}
    assert all(entry.findtext(f"{ATOM}id", "").startswith("urn:uuid:") for entry in entries)


def test_a_feed_of_a_council_that_is_at_work_no_more_opens_nothing(world: World, council: Body, lead: Person) -> None:
    feed, secret = make_feed(by=world.viewer(lead), council=council, at=world.at)
    Body.objects.filter(pk=council.pk).update(end_date=(world.at - timedelta(days=1)).date())
    assert Client().get(f"/open/warnings/{secret}.atom").status_code == 404
    assert shut_feed(by=world.viewer(lead), feed=feed, at=world.at)
