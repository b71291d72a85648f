"""What do the pages of evidence show, take and send, and to whom?"""

import html
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.unit.assess.assessments.rounds import an_assessment, desk_of
from tests.unit.engines.files.documents import GOOD
from tests.worlds import World, signed_in
from wardmote.assess.actions.add_evidence import Upload, Words, add_evidence
from wardmote.assess.actions.use_evidence import use_evidence
from wardmote.assess.models import Assessment, Evidence, EvidenceUse, Review, State
from wardmote.assess.queries.desks import Desk
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Membership, Reading

pytestmark = pytest.mark.django_db
PDF = GOOD["report.pdf"]


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Any) -> Path:
    """Keep what a test uploads apart."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path / "uploads"


@pytest.fixture
def elm(world: World) -> Body:
    """A council."""
    return world.council("elm")


@pytest.fixture
def desk(world: World, elm: Body) -> Desk:
    """The council's open assessment before its lead."""
    return desk_of(world, world.lead_of(elm), an_assessment(world, elm))


@pytest.fixture
def lead(world: World, elm: Body) -> Client:
    """The lead at a browser."""
    return signed_in(world.lead_of(elm))


@pytest.fixture
def piece(world: World, elm: Body) -> Evidence:
    """A file in the library."""
    words = Words("Security policy", expires_on=world.at.date() + timedelta(days=5), is_shown=True)
    by = world.viewer(world.lead_of(elm))
    return add_evidence(by=by, council=elm, words=words, upload=Upload("Policy “A”.pdf", PDF), at=world.at)


def send(client: Client, content: bytes = PDF, name: str = "a.pdf", place: str = "", **words: str) -> Any:
    """Send the page's form with a file."""
    address = reverse("assessments:evidence_add", args=["elm"]) + (f"?for={place}" if place else "")
    return client.post(address, {"title": "Policy", **words, "file": SimpleUploadedFile(name, content)})


def read(answer: Any) -> str:
    """Return a page's words."""
    return html.unescape(answer.content.decode())


def open_page(client: Client, name: str, *args: object) -> Any:
    """Open a page of elm's."""
    return client.get(reverse(f"assessments:{name}", args=["elm", *args]))


def ask_assurer(world: World, desk: Desk, *, shows_evidence: bool = True) -> Client:
    """Ask somebody from outside to look, and put them at a browser."""
    person = world.someone(desk.council, Role.ASSURER, "Olwen")
    Assessment.objects.filter(pk=desk.assessment.pk).update(state=State.REVIEW, approved_at=world.at)
    Review.objects.create(
        assessment=desk.assessment,
        council=desk.council,
        assurer=person,
        kind="independent",
        shows_evidence=shows_evidence,
        asked_at=world.at,
    )
    return signed_in(person)


def test_the_library_says_where_a_piece_stands_and_that_it_expires_soon(
    world: World, lead: Client, desk: Desk, piece: Evidence
) -> None:
    assert "nothing yet" in read(open_page(lead, "evidence"))
    use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=world.at)
    page = read(open_page(lead, "evidence"))
    for words in ("Security policy", "A1.a", "Expires soon", "may see it", "1 piece"):
        assert words in page
    address = reverse("assessments:evidence", args=["elm"])
    assert "Security policy" not in read(lead.get(address, {"show": "unused"}))
    assert "Security policy" in read(lead.get(address, {"show": "expiring", "q": "policy", "page": "99"}))
    assert "Nothing fits" in read(lead.get(address, {"q": "'; DROP TABLE", "page": "²"}))


def test_a_file_is_added_and_used_for_the_outcome_that_the_person_comes_from(desk: Desk, lead: Client) -> None:
    number = desk.assessment.pk
    answer = send(lead, place=f"{number}:0:A1.a")
    assert answer.status_code == 302
    assert answer.url == reverse("assessments:outcome", args=["elm", number, 0, "A1.a"])
    assert EvidenceUse.objects.get().evidence.title == "Policy"


@pytest.mark.parametrize("place", ["x", "1:0", "²:0:A1.a", "{n}:7:A1.a", "{n}:0:B1.a", "{n}:0:Z9.z"])
def test_an_outcome_that_isnt_there_gets_a_page_that_says_so(desk: Desk, lead: Client, place: str) -> None:
    assert send(lead, place=place.format(n=desk.assessment.pk)).status_code == 404
    assert not Evidence.objects.exists()


def test_the_form_sent_twice_offers_the_piece_that_is_there(desk: Desk, lead: Client) -> None:
    place = f"{desk.assessment.pk}:0:A1.b"
    assert send(lead, description="First").status_code == 302
    again = send(lead, description="Typed with care", place=place)
    assert again.status_code == 409
    for words in ("already in your library", "Use that piece here", "Typed with care"):
        assert words in read(again)
    assert Evidence.objects.count() == 1
    address = reverse("assessments:evidence_use", args=["elm", desk.assessment.pk, 0, "A1.b"])
    lead.post(address, {"piece": Evidence.objects.get().pk, "act": "use"})
    assert EvidenceUse.objects.get().outcome == "A1.b"


def test_a_file_that_isnt_taken_is_refused_on_the_page_and_nothing_typed_is_lost(lead: Client, elm: Body) -> None:
    answer = send(lead, b"MZ\x90", "minutes.pdf.exe", title="Minutes <b>", owner="Ada")
    assert answer.status_code == 422
    shown = ("two endings", 'value="Minutes <b>"', 'value="Ada"', "Choose another file", "This is no virus scanner")
    for words in shown:
        assert words in read(answer)
    assert "<b>" not in answer.content.decode()
    assert not Evidence.objects.exists()
    nothing = lead.post(reverse("assessments:evidence_add", args=["elm"]), {"title": "x", "expires_on": "soon"})
    assert "Choose a file" in read(nothing)
    assert "year-month-day" in read(nothing)


def test_ten_megabytes_are_taken_here_and_eleven_are_not(lead: Client, elm: Body, tmp_path: Path) -> None:
    assert send(lead, b"x" * 9_990_000, "a.txt").status_code == 302
    refused = send(lead, b"y" * 10_500_000, "a.txt")
    assert refused.status_code == 422
    assert "larger than 10 MB" in read(refused)
    assert list(tmp_path.glob("*.upload*")) == []


class Untouched:
    """A body that nobody may read."""

    def read(self, *args: object) -> bytes:
        """Fail: the request was to be refused by its length."""
        raise AssertionError("the body was read")

    readline = read


def claim(client: Client, address: str, length: int) -> Any:
    """Send a request that says how long it is, and fails when somebody reads it."""
    facts: dict[str, Any] = {"CONTENT_LENGTH": str(length), "wsgi.input": Untouched()}
    return client.generic("POST", address, content_type="multipart/form-data; boundary=x", **facts)


def test_200_megabytes_are_refused_at_once_in_clear_words(lead: Client, elm: Body) -> None:
    address = reverse("assessments:evidence_add", args=["elm"])
    answer = claim(lead, address, 200_000_000)
    assert answer.status_code == 413
    assert "at most 10 MB" in read(answer)
    assert "typed couldn't be kept" in read(answer)


def test_only_the_pages_that_take_files_take_large_bodies_and_only_from_the_signed_in(lead: Client, elm: Body) -> None:
    address = reverse("assessments:evidence_add", args=["elm"])
    elsewhere = reverse("assessments:evidence", args=["elm"])
    for client, place in ((Client(), address), (lead, elsewhere), (lead, "/nowhere/")):
        answer = claim(client, place, 5_000_000)
        assert answer.status_code == 413
        assert "at most 2 MB" in read(answer)


def test_a_download_is_saved_and_never_shown(lead: Client, piece: Evidence) -> None:
    answer = open_page(lead, "evidence_file", piece.pk)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Policy%20")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert lead.head(reverse("assessments:evidence_file", args=["elm", piece.pk])).status_code == 200
    assert not Reading.objects.exists()


def test_a_file_that_is_gone_from_the_disk_is_missing_not_a_fault(lead: Client, piece: Evidence, uploads: Path) -> None:
    (uploads / piece.stored).unlink()
    assert open_page(lead, "evidence_file", piece.pk).status_code == 404


PAGES = ("evidence_piece", "evidence_withdraw", "evidence_file")


def test_another_council_and_the_signed_out_find_nothing(world: World, piece: Evidence) -> None:
    oak = world.council("oak")
    stranger = signed_in(world.lead_of(oak))
    for name in PAGES:
        assert open_page(stranger, name, piece.pk).status_code == 404
        assert open_page(Client(), name, piece.pk).status_code == 302
        assert stranger.get(reverse(f"assessments:{name}", args=["oak", piece.pk])).status_code == 404
    for name in ("evidence", "evidence_add"):
        assert open_page(stranger, name).status_code == 404
    assert send(stranger).status_code == 404


def test_a_viewer_reads_and_downloads_but_changes_nothing(world: World, elm: Body, desk: Desk, piece: Evidence) -> None:
    viewer = signed_in(world.someone(elm, Role.VIEWER))
    assert open_page(viewer, "evidence_file", piece.pk).status_code == 200
    page = read(open_page(viewer, "evidence_piece", piece.pk))
    assert "Security policy" in page
    assert "Withdraw this evidence" not in page
    assert send(viewer).status_code == 403
    assert open_page(viewer, "evidence_withdraw", piece.pk).status_code == 403
    address = reverse("assessments:evidence_use", args=["elm", desk.assessment.pk, 0, "A1.a"])
    viewer.post(address, {"piece": piece.pk})
    assert not EvidenceUse.objects.exists()


def test_a_councillor_downloads_nothing(world: World, elm: Body, piece: Evidence) -> None:
    councillor = signed_in(world.someone(elm, Role.COUNCILLOR))
    assert open_page(councillor, "evidence_file", piece.pk).status_code == 404


def test_an_assurer_gets_what_is_shown_and_used_and_the_council_sees_that(
    world: World, desk: Desk, piece: Evidence
) -> None:
    use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=world.at)
    assurer = ask_assurer(world, desk)
    assert open_page(assurer, "evidence_file", piece.pk).status_code == 200
    assert Reading.objects.get().council == desk.council
    for name in ("evidence_piece", "evidence_withdraw"):
        assert open_page(assurer, name, piece.pk).status_code == 404
    assert open_page(assurer, "evidence").status_code == 404


@pytest.mark.parametrize("lacks", ["use", "shown", "evidence", "standing", "membership"])
def test_an_assurer_who_lacks_any_of_it_gets_nothing(world: World, desk: Desk, piece: Evidence, lacks: str) -> None:
    if lacks != "use":
        use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=world.at)
    assurer = ask_assurer(world, desk, shows_evidence=lacks != "evidence")
    if lacks == "shown":
        Evidence.objects.update(is_shown=False)
    if lacks == "standing":
        Review.objects.update(withdrawn_at=world.at)
    if lacks == "membership":
        Membership.objects.filter(role=Role.ASSURER).update(lapses_on=world.at.date())
    assert open_page(assurer, "evidence_file", piece.pk).status_code == 404
    assert not Reading.objects.exists()


def test_a_change_from_an_older_page_shows_both(lead: Client, piece: Evidence) -> None:
    address = reverse("assessments:evidence_piece", args=["elm", piece.pk])
    edition = read(lead.get(address)).split('name="edition" value="')[1].split('"')[0]
    assert lead.post(address, {"title": "First", "edition": edition}).status_code == 302
    second = lead.post(address, {"title": "Second", "edition": edition})
    assert second.status_code == 409
    assert "Saved meanwhile" in read(second)
    assert 'value="Second"' in read(second)
    assert Evidence.objects.get().title == "First"
    assert lead.post(address, {"title": "", "edition": edition}).status_code == 422


def test_withdrawing_says_first_what_will_happen(
    world: World, desk: Desk, lead: Client, piece: Evidence, django_capture_on_commit_callbacks: Any
) -> None:
    use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=world.at)
    page = read(open_page(lead, "evidence_withdraw", piece.pk))
    assert "deleted for good" in page
    assert "A1.a" in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = lead.post(reverse("assessments:evidence_withdraw", args=["elm", piece.pk]))
    assert answer.status_code == 302
    assert open_page(lead, "evidence_file", piece.pk).status_code == 404
    assert "Its file was deleted" in read(open_page(lead, "evidence_piece", piece.pk))
    assert open_page(lead, "evidence_withdraw", piece.pk).status_code == 409


def test_the_panel_puts_a_piece_behind_an_outcome_and_takes_it_away(
    world: World, desk: Desk, lead: Client, piece: Evidence
) -> None:
    use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=world.at)
    outcome = reverse("assessments:outcome", args=["elm", desk.assessment.pk, 0, "A1.b"])
    page = read(lead.get(outcome))
    assert "Already in your library" in page
    assert "same principle" in page
    assert f"?for={desk.assessment.pk}%3A0%3AA1.b" in page
    address = reverse("assessments:evidence_use", args=["elm", desk.assessment.pk, 0, "A1.b"])
    assert "Put behind A1.b" in read(lead.post(address, {"piece": piece.pk, "act": "use"}, follow=True))
    assert "Take it away" in read(lead.get(outcome))
    assert "Taken from A1.b" in read(lead.post(address, {"piece": piece.pk, "act": "unuse"}, follow=True))
    assert lead.post(address, {"piece": "x"}).status_code == 404
    assert lead.get(address).status_code == 405
