"""What does the library of evidence keep, refuse and let go?"""

import io
import stat
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.assess.assessments.rounds import an_assessment, desk_of
from tests.unit.engines.files.documents import GOOD
from tests.worlds import World
from wardmote.assess.actions.add_evidence import AlreadyKept, NotTaken, Upload, Words, add_evidence
from wardmote.assess.actions.change_evidence import ChangedMeanwhile, change_evidence, edition_of
from wardmote.assess.actions.unuse_evidence import unuse_evidence
from wardmote.assess.actions.use_evidence import use_evidence
from wardmote.assess.actions.withdraw_evidence import withdraw_evidence
from wardmote.assess.models import Evidence, EvidenceUse, Report, ReportReasons, State
from wardmote.assess.queries.desks import Desk
from wardmote.assess.queries.evidence import evidence_behind, evidence_offered, expires_by
from wardmote.kernel.backups import write_backup
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.private_files import path_of
from wardmote.kernel.roles import Role
from wardmote.register.models import Body

pytestmark = pytest.mark.django_db
PDF = GOOD["report.pdf"]


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Any) -> Path:
    """Keep what a test uploads apart."""
    settings.UPLOADS = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def elm(world: World) -> Body:
    """A council."""
    return world.council("elm")


@pytest.fixture
def desk(world: World, elm: Body) -> Desk:
    """The council's open assessment before its lead."""
    return desk_of(world, world.lead_of(elm), an_assessment(world, elm))


def add(world: World, council: Body, title: str = "Policy", content: bytes = PDF, name: str = "policy.pdf") -> Evidence:
    """Add a file as the council's lead."""
    lead = world.viewer(world.lead_of(council))
    return add_evidence(by=lead, council=council, words=Words(title), upload=Upload(name, content), at=world.at)


def refer(world: World, council: Body, title: str, **facts: Any) -> Evidence:
    """Add a reference as the council's lead."""
    lead = world.viewer(world.lead_of(council))
    words = Words(title, reference="Shared drive, Policies", **facts)
    return add_evidence(by=lead, council=council, words=words, upload=None, at=world.at)


def freeze(desk: Desk, words: dict[str, Any] | None = None) -> None:
    """Freeze a report of the assessment, as approval does."""
    a = desk.assessment
    facts = {"framework": a.framework, "version": a.version, "digest": "0" * 64, "made_on": desk.at.date()}
    report = Report.objects.create(
        assessment=a,
        council=a.council,
        number=1,
        kind="approved",
        outcomes_met=0,
        outcomes_total=39,
        content={},
        made_at=desk.at,
        **facts,
    )
    ReportReasons.objects.create(report=report, assessment=a, council=a.council, content=words or {})


def test_a_file_is_kept_privately_under_a_name_that_nobody_typed(world: World, elm: Body, uploads: Path) -> None:
    piece = add(world, elm, name="../../Evil\u202e policy.pdf")
    (file,) = [path for path in uploads.rglob("*") if path.is_file()]
    assert file == path_of(piece.stored)
    assert file.read_bytes() == PDF
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.parent == uploads / "evidence" / str(elm.pk)
    assert "policy" not in piece.stored.lower()
    assert (piece.file_name, piece.media_type, piece.size) == ("Evil policy.pdf", "application/pdf", len(PDF))
    entry = AuditEntry.objects.get(action="evidence.added")
    assert entry.subject == f"evidence:{piece.pk}"
    assert "Policy" not in str(entry.after)


def test_the_same_bytes_are_offered_for_reuse_instead_of_kept_twice(world: World, elm: Body, uploads: Path) -> None:
    piece = add(world, elm)
    with pytest.raises(AlreadyKept) as twice:
        add(world, elm, "Another title", name="other.pdf")
    assert twice.value.piece == piece
    assert len([path for path in uploads.rglob("*") if path.is_file()]) == 1
    assert AuditEntry.objects.filter(action="evidence.added").count() == 1


def test_another_councils_same_bytes_stay_a_secret(world: World, elm: Body) -> None:
    add(world, elm)
    assert add(world, world.council("oak")).pk


def test_what_isnt_taken_is_not_kept(world: World, elm: Body, uploads: Path) -> None:
    with pytest.raises(NotTaken, match=r"Save it as \.docx"):
        add(world, elm, content=b"\xd0\xcf\x11\xe0", name="policy.doc")
    assert not uploads.exists()
    assert not Evidence.objects.exists()


def test_a_reference_is_added_once(world: World, elm: Body) -> None:
    refer(world, elm, "Minutes of March")
    with pytest.raises(AlreadyKept):
        refer(world, elm, "Minutes of March")
    with pytest.raises(Denied, match="Choose a file"):
        add_evidence(by=world.viewer(world.lead_of(elm)), council=elm, words=Words("Nothing"), upload=None, at=world.at)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.LEADER])
def test_whoever_only_reads_adds_changes_and_withdraws_nothing(world: World, elm: Body, role: Role) -> None:
    piece = refer(world, elm, "Minutes")
    reader = world.viewer(world.someone(elm, role))
    words = Words("Mine", reference="x")
    with pytest.raises(Denied, match="contributor"):
        add_evidence(by=reader, council=elm, words=words, upload=None, at=world.at)
    with pytest.raises(Denied, match="contributor"):
        change_evidence(by=reader, piece=piece, words=words, edition=edition_of(piece), at=world.at)
    with pytest.raises(Denied, match="contributor"):
        withdraw_evidence(by=reader, piece=piece, at=world.at)


def test_two_people_who_change_a_piece_at_once_both_hear_of_it(world: World, elm: Body) -> None:
    piece, lead = refer(world, elm, "Minutes"), world.viewer(world.lead_of(elm))
    edition, words = edition_of(piece), Words("Minutes of March", reference="Board papers")
    change_evidence(by=lead, piece=piece, words=words, edition=edition, at=world.at)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        change_evidence(by=lead, piece=piece, words=replace(words, title="May"), edition=edition, at=world.at)
    assert meanwhile.value.piece.title == "Minutes of March"
    change_evidence(by=lead, piece=piece, words=words, edition=edition_of(meanwhile.value.piece), at=world.at)
    assert AuditEntry.objects.filter(action="evidence.changed").count() == 1


def test_a_piece_stands_behind_an_outcome_once_and_can_be_taken_away(world: World, elm: Body, desk: Desk) -> None:
    piece, part = refer(world, elm, "Minutes"), desk.part(0)
    for _ in range(2):
        use_evidence(by=desk, part=part, outcome="A1.a", piece=piece, at=world.at)
    assert [use.evidence for use in evidence_behind(part, "A1.a")] == [piece]
    for _ in range(2):
        unuse_evidence(by=desk, part=part, outcome="A1.a", piece=piece, at=world.at)
    assert evidence_behind(part, "A1.a") == ()
    acts = AuditEntry.objects.filter(action__in=["evidence.used", "evidence.unused"]).values_list("action", flat=True)
    assert sorted(acts) == ["evidence.unused", "evidence.used"]


def test_evidence_stays_as_it_was_once_the_council_has_approved(world: World, elm: Body, desk: Desk) -> None:
    used, new, part = refer(world, elm, "Minutes"), refer(world, elm, "More"), desk.part(0)
    use_evidence(by=desk, part=part, outcome="A1.a", piece=used, at=world.at)
    type(desk.assessment).objects.update(state=State.APPROVED, approved_at=world.at)
    with pytest.raises(Denied, match="Reopen it"):
        use_evidence(by=desk, part=part, outcome="A1.a", piece=new, at=world.at)
    with pytest.raises(Denied, match="Reopen it"):
        unuse_evidence(by=desk, part=part, outcome="A1.a", piece=used, at=world.at)
    assert EvidenceUse.objects.count() == 1


def test_another_councils_evidence_and_a_withdrawn_piece_cant_be_used(world: World, elm: Body, desk: Desk) -> None:
    foreign, gone = refer(world, world.council("oak"), "Theirs"), refer(world, elm, "Gone")
    withdraw_evidence(by=world.viewer(world.lead_of(elm)), piece=gone, at=world.at)
    with pytest.raises(Denied, match="can't find"):
        use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=foreign, at=world.at)
    with pytest.raises(Denied, match="withdrawn"):
        use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=gone, at=world.at)
    with pytest.raises(Denied, match="can't find"):
        use_evidence(by=desk, part=desk.part(0), outcome="B1.a", piece=gone, at=world.at)
    assert not EvidenceUse.objects.exists()


def test_what_nothing_frozen_rests_on_is_deleted_when_it_is_withdrawn(
    world: World, elm: Body, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    piece = add(world, elm)
    use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=world.at)
    with django_capture_on_commit_callbacks(execute=True):
        gone = withdraw_evidence(by=desk.viewer, piece=piece, at=world.at)
    assert not path_of(piece.stored).exists()
    assert (gone.size, gone.withdrawn_at) == (0, world.at)
    assert not EvidenceUse.objects.exists()
    # The same bytes may come back as a new piece.
    assert add(world, elm).pk != piece.pk


@pytest.mark.parametrize("way", ["used", "named"])
def test_what_a_frozen_report_rests_on_is_kept(
    world: World, elm: Body, desk: Desk, way: str, django_capture_on_commit_callbacks: Any
) -> None:
    piece, part = add(world, elm), desk.part(0)
    use_evidence(by=desk, part=part, outcome="A1.a", piece=piece, at=world.at)
    freeze(desk, {"parts": [{"outcomes": {"A1.a": {"evidence": [[piece.title, True]]}}}]})
    if way == "named":
        unuse_evidence(by=desk, part=part, outcome="A1.a", piece=piece, at=world.at)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_evidence(by=desk.viewer, piece=piece, at=world.at)
    assert path_of(piece.stored).read_bytes() == PDF


def test_the_panel_offers_what_serves_the_same_and_says_why(world: World, elm: Body, desk: Desk) -> None:
    mail, policy, other = (refer(world, elm, title) for title in ("Mail rules", "Access policy", "Board minutes"))
    second = desk.part(1)
    use_evidence(by=desk, part=second, outcome="B2.a", piece=policy, at=world.at)
    use_evidence(by=desk, part=second, outcome="B2.c", piece=mail, at=world.at)
    use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=other, at=world.at)
    offers = evidence_offered(desk, second, "B2.b")
    assert {offer.piece for offer in offers} == {policy, mail}
    assert all("same principle" in offer.reason for offer in offers)
    assert [offer.piece for offer in evidence_offered(desk, second, "B2.a")] == [mail]


def test_last_years_evidence_and_what_a_mapping_links_is_offered(world: World, elm: Body, desk: Desk) -> None:
    piece = refer(world, elm, "Risk register")
    use_evidence(by=desk, part=desk.part(0), outcome="A2.b", piece=piece, at=world.at)
    type(desk.assessment).objects.update(state=State.CLOSED, approved_at=world.at)
    newer = desk_of(world, world.lead_of(elm), an_assessment(world, elm, version="4.0", systems=0))
    # What came along from last year needs no offer.
    EvidenceUse.objects.filter(assessment=newer.assessment).delete()
    (offer,) = evidence_offered(newer, newer.part(0), "A2.c")
    assert offer.piece == piece
    assert "CAF 3.2" in offer.reason
    assert "A2.b" in offer.reason


def test_the_panel_asks_the_database_twice(world: World, elm: Body, desk: Desk) -> None:
    for number in range(30):
        piece = refer(world, elm, f"Minutes {number}")
        use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=world.at)
    part = desk.part(0)
    _ = desk.framework
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(evidence_behind(part, "A1.a")) == 30
        assert len(evidence_offered(desk, part, "A1.b")) == 6
    assert len(asked) == 2


def test_reminders_hear_of_what_expires_where_it_counts(world: World, elm: Body, desk: Desk) -> None:
    day = world.at.date()
    soon = refer(world, elm, "Test report", expires_on=day + timedelta(days=30))
    gone = refer(world, elm, "Certificate", expires_on=day - timedelta(days=3))
    later = refer(world, elm, "Policy", expires_on=day + timedelta(days=300))
    refer(world, elm, "Used nowhere", expires_on=day)
    for piece in (soon, gone, later):
        use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=world.at)
    behind = Evidence.objects.filter(council=elm, uses__isnull=False).order_by("expires_on")
    assert list(expires_by(behind, day)) == [gone, soon]
    assert list(expires_by(behind, date(2026, 1, 1))) == []


# On PostgreSQL a backup opens a transaction of its own, which none may stand around.
@pytest.mark.sqlite_only
def test_a_backup_holds_the_file(world: World, elm: Body, tmp_path: Path) -> None:
    piece = add(world, elm)
    file = tmp_path / "backup.zip"
    manifest = write_backup(file, at=world.at)
    assert manifest.uploads_count == 1
    with zipfile.ZipFile(file) as kept:
        assert kept.read(f"uploads/{piece.stored}") == PDF
        assert piece.digest.encode() in kept.read("tables/assess_evidence.jsonl")
        assert piece.digest.encode() in io.BytesIO(kept.read("uploads.jsonl")).read()
