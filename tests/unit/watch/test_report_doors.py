"""Do hostile files do no harm at any door, and does nothing of one council reach another?"""

import gzip
import html
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.unit.watch.reports_made import dmarc, mailed, record, taken, tls, zipped
from tests.unit.watch.watched import a_domain
from tests.worlds import World, signed_in
from wardmote.estate.models import Domain
from wardmote.kernel.private_files import path_of
from wardmote.kernel.roles import Role
from wardmote.watch.actions import hand_in_reports as handing
from wardmote.watch.actions.open_link import open_link
from wardmote.watch.actions.shut_link import shut_link
from wardmote.watch.models import CameBy, Delivery, Intake, IntakeState, LinkKind, MailSource, OpenLink
from wardmote.watch.report_jobs import forget_old_reports, read_intake, resume_intakes

pytestmark = pytest.mark.django_db
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><feedback>&b;</feedback>'
XXE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><feedback>&a;</feedback>'


@pytest.fixture
def domain(world: World) -> Domain:
    return a_domain(world.council("ald"), at=world.at)


@pytest.fixture
def door(world: World, domain: Domain) -> str:
    lead = world.viewer(world.lead_of(domain.council))
    _link, secret = open_link(by=lead, council=domain.council, kind=LinkKind.REPORTS, at=world.at)
    return f"/open/reports/{secret}/"


def send(door: str, content: bytes, kind: str = "application/gzip", **headers: Any) -> Any:
    return Client().generic("POST", door, content, content_type=kind, **headers)


def read_all() -> None:
    for intake in Intake.objects.exclude(state=IntakeState.DONE):
        read_intake.call(intake.pk)


def nested() -> bytes:
    return zipped(inner=zipped(report=b"<feedback/>"))


def zip_bomb() -> bytes:
    return zipped(report=b"<feedback>" + b"\0" * 50_000_000)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: gzip.compress(b"<feedback>" + b" " * 50_000_000),
    "zip bomb": zip_bomb,
    "nested": nested,
    "laughs": lambda: LAUGHS,
    "xxe": lambda: XXE,
    "broken": lambda: gzip.compress(b"<feedback>")[:-4],
    "nothing": lambda: b"\x00\x01\x02",
    "mailed": lambda: mailed(LAUGHS),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason_and_leaves_nothing(domain: Domain, door: str, name: str) -> None:
    assert send(door, HOSTILE[name]()).status_code == 202
    stored = Intake.objects.get().stored
    read_all()
    intake = Intake.objects.get()
    assert (intake.state, intake.taken, intake.refused) == (IntakeState.DONE, 0, 1)
    assert intake.troubles[0][1].endswith(".")
    assert not path_of(stored).exists()
    assert not Delivery.objects.exists()
    assert not MailSource.objects.exists()


@pytest.mark.parametrize(
    ("kind", "packed"),
    [
        ("application/xml", lambda report: report),
        ("application/gzip", gzip.compress),
        ("application/zip", lambda report: zipped(a=report)),
        ("message/rfc822", mailed),
    ],
)
def test_every_kind_of_packing_comes_in_through_the_door(
    world: World, domain: Domain, door: str, kind: str, packed: Any
) -> None:
    answer = send(door, packed(dmarc(domain.name, record(count=3), day=world.at.date())), kind)
    assert (answer.status_code, answer.json()) == (202, {"accepted": 1})
    read_all()
    assert (Delivery.objects.get().came_by, Delivery.objects.get().messages) == (CameBy.DOOR, 3)


def test_a_session_report_comes_in_as_its_standard_says(world: World, domain: Domain, door: str) -> None:
    content = tls(domain.name, day=world.at.date())
    assert send(door, gzip.compress(content), "application/tlsrpt+gzip").status_code == 202
    assert send(door, content, "application/tlsrpt+json").status_code == 202
    read_all()
    assert Delivery.objects.get().kind == "tls"
    assert sorted(Intake.objects.values_list("taken", "doubled")) == [(0, 1), (1, 0)]


def test_a_form_with_files_is_taken_too(world: World, domain: Domain, door: str) -> None:
    content = SimpleUploadedFile("a.xml", dmarc(domain.name, record(), day=world.at.date()))
    assert Client(enforce_csrf_checks=True).post(door, {"report": content}).status_code == 202
    read_all()
    assert Delivery.objects.count() == 1


def test_a_wrong_or_shut_door_says_the_same(world: World, domain: Domain, door: str) -> None:
    wrong = send("/open/reports/nothing/", b"x")
    shut_link(by=world.viewer(world.lead_of(domain.council)), link=OpenLink.objects.get(), at=world.at)
    shut = send(door, b"x")
    assert wrong.status_code == shut.status_code == 404
    assert wrong.content == shut.content
    assert not Intake.objects.exists()


def test_a_link_of_another_kind_opens_no_door(world: World, domain: Domain) -> None:
    lead = world.viewer(world.lead_of(domain.council))
    _link, secret = open_link(by=lead, council=domain.council, kind=LinkKind.FEED, at=world.at)
    assert send(f"/open/reports/{secret}/", b"x").status_code == 404


@pytest.mark.parametrize(
    ("kind", "length", "status"),
    [
        ("text/html", None, 415),
        ("", None, 415),
        ("application/gzip", "2000000000", 413),
        ("application/gzip", "10000001", 413),
        ("application/gzip", "-5", 413),
        ("application/gzip", "0", 400),
    ],
)
def test_what_the_door_does_not_take_is_refused_before_it_is_read(
    domain: Domain, door: str, kind: str, length: str | None, status: int
) -> None:
    headers = {"CONTENT_LENGTH": length} if length else {}
    assert send(door, b"x", kind, **headers).status_code == status
    assert not Intake.objects.exists()


def test_the_door_takes_a_larger_file_than_a_page_and_says_in_its_own_way_what_is_too_large(
    world: World, domain: Domain, door: str
) -> None:
    rows = [record(f"198.51.{number // 250}.{number % 250}", 2) for number in range(9_000)]
    content = dmarc(domain.name, *rows, day=world.at.date())
    assert 3_000_000 < len(content) < 10_000_000
    assert send(door, content, "text/xml").status_code == 202
    read_all()
    assert Delivery.objects.get().messages == 18_000
    refused = send(door, b"x", "text/xml", CONTENT_LENGTH="30000000")
    assert (refused.status_code, refused.json()["error"][:30]) == (413, "A file can have 10 MB at most.")


def test_no_other_address_takes_more_because_of_the_door(domain: Domain, door: str) -> None:
    for path in ("/", "/open/reports/", f"{door}more/"):
        assert send(path, b"x", "text/xml", CONTENT_LENGTH="3000000").status_code == 413


def test_reading_is_not_asked_of_the_door(domain: Domain, door: str) -> None:
    assert Client().get(door).status_code == 405


def test_a_door_that_is_run_in_circles_asks_for_patience(
    domain: Domain, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "MOST_WAITING", 2)
    assert [send(door, b"<x/>", "text/xml").status_code for _ in range(3)] == [202, 202, 429]
    assert send(door, b"<x/>", "text/xml").headers["Retry-After"] == "3600"


def test_a_report_about_another_council_is_refused_at_the_door(world: World, domain: Domain, door: str) -> None:
    other = a_domain(world.council("bex"), at=world.at)
    send(door, dmarc(other.name, record(), day=world.at.date()), "text/xml")
    read_all()
    assert "isn't a verified domain here" in Intake.objects.get().troubles[0][1]
    assert not Delivery.objects.exists()


def test_a_file_whose_reader_died_half_way_is_taken_once(world: World, domain: Domain, door: str) -> None:
    days = [world.at.date() - timedelta(days=number) for number in range(3)]
    files = {f"r{number}.xml": dmarc(domain.name, record(), day=day) for number, day in enumerate(days)}
    send(door, zipped(**files), "application/zip")
    intake = Intake.objects.get()
    taken(domain.council, files["r0.xml"], at=world.at, intake=intake, came_by=CameBy.DOOR)
    Intake.objects.update(state=IntakeState.WORKING)
    read_all()
    intake.refresh_from_db()
    assert (intake.taken, intake.doubled, intake.refused) == (3, 0, 0)
    assert read_intake.call(intake.pk) == "nothing to read"


def test_files_whose_job_was_lost_are_read_later_and_given_up_after_a_day(
    world: World, domain: Domain, door: str
) -> None:
    send(door, dmarc(domain.name, record(), day=world.at.date()), "text/xml")
    Intake.objects.update(asked_at=world.at - timedelta(hours=2))
    assert resume_intakes.call() == 1
    Intake.objects.update(asked_at=world.at - timedelta(days=2))
    resume_intakes.call()
    assert "couldn't read this file" in Intake.objects.get().troubles[0][1]


def test_reports_whose_time_has_come_are_thrown_away_and_their_numbers_stay(world: World, domain: Domain) -> None:
    for org, day in (("Old", -1), ("New", 1)):
        taken(domain.council, dmarc(domain.name, record(), day=world.at.date(), org=org), at=world.at)
        Delivery.objects.filter(org_name=org).update(raw_until=world.at.date() + timedelta(days=day))
    old, new = (Delivery.objects.get(org_name=org).stored for org in ("Old", "New"))
    assert forget_old_reports.call() == 1
    assert (path_of(old).exists(), path_of(new).exists()) == (False, True)
    assert Delivery.objects.get(org_name="Old").messages == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_upload_is_shown_with_its_reason(world: World, domain: Domain, name: str) -> None:
    client = signed_in(world.someone(domain.council, Role.CONTRIBUTOR))
    content = SimpleUploadedFile("../../evil\u202e.xml", HOSTILE[name]())
    answer = client.post("/councils/ald/mail-reports/add/", {"files": content})
    assert answer.status_code == 302
    assert "being read" in client.get(answer.headers["Location"]).content.decode()
    read_all()
    page = client.get(answer.headers["Location"]).content.decode()
    assert "No report was taken" in page
    assert "One couldn't be taken" in page
    assert Intake.objects.get().troubles[0][1] in html.unescape(page)
    assert "\u202e" not in page


def test_an_upload_that_is_too_large_in_all_is_refused_in_words(world: World, domain: Domain) -> None:
    client = signed_in(world.someone(domain.council, Role.CONTRIBUTOR))
    big = [SimpleUploadedFile(f"{n}.xml", b"x" * 5_200_000) for n in range(2)]
    answer = client.post("/councils/ald/mail-reports/add/", {"files": big})
    assert answer.status_code == 422
    assert "larger than 10 MB together" in answer.content.decode()
    assert not Intake.objects.exists()


def test_a_zip_that_lies_about_its_sizes_is_refused(domain: Domain, door: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"<feedback>" + b" " * 9_000_000)
    lying = out.getvalue().replace((9_000_010).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    send(door, lying, "application/zip")
    read_all()
    assert Intake.objects.get().refused == 1


def test_json_too_deep_to_read_is_refused(domain: Domain, door: str) -> None:
    send(door, b'{"a":' * 50_000 + b"1", "application/json")
    send(door, zlib.compress(json.dumps({}).encode()), "application/json")
    read_all()
    assert set(Intake.objects.values_list("refused", flat=True)) == {1}
