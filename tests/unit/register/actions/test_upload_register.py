"""Is an uploaded register looked at first, then applied once, by those who keep it?"""

from collections.abc import Callable
from datetime import date

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import ABOUT, Place, Role
from wardmote.register.actions.apply_upload import apply_upload, discard_upload
from wardmote.register.actions.upload_register import upload_register
from wardmote.register.models import Body, BodyRecord, RegisterImport
from wardmote.register.queries.differences import differences
from wardmote.register.queries.viewers import Viewer
from wardmote.register.tables import TableFault, read_councils

Acts = Callable[[], list[str]]
APRIL = date(2027, 4, 1)
HEADER = "code,gss,name,kind,nation\n"
TABLE = HEADER + "ELM,E07000207,Elmbridge Borough Council,district,England\n"


@pytest.fixture
def keeper(world: World) -> Viewer:
    return world.viewer(world.someone(world.programme(), Role.PROGRAMME_CONTENT))


def upload(world: World, keeper: Viewer, text: str = TABLE, day: date = APRIL) -> RegisterImport:
    return upload_register(by=keeper, name="new.csv", text=text, valid_from=day, at=world.at)


def test_an_upload_changes_nothing_yet(world: World, keeper: Viewer) -> None:
    kept = upload(world, keeper)
    assert (kept.name, kept.valid_from, kept.content, kept.applied_at) == ("new.csv", APRIL, TABLE, None)
    assert len(kept.digest) == 64
    assert not Body.objects.filter(code="ELM").exists()


def test_a_table_that_cant_be_read_isnt_kept(world: World, keeper: Viewer) -> None:
    with pytest.raises(TableFault, match=r"^Line 2: the kind 'burgh'"):
        upload(world, keeper, HEADER + "ELM,,Elmbridge,burgh,England\n")
    assert not RegisterImport.objects.exists()


def test_what_was_shown_is_what_is_applied(world: World, keeper: Viewer, acts: Acts) -> None:
    kept = upload(world, keeper)
    acts()
    shown = differences(read_councils(kept.content))
    assert apply_upload(by=keeper, upload=kept, at=world.at) == len(shown.added) + len(shown.changed) == 1
    assert acts() == ["register.applied"]
    kept.refresh_from_db()
    assert kept.applied_at == world.at
    assert "new.csv" in BodyRecord.objects.get(body__code="ELM").source


def test_an_upload_is_applied_once(world: World, keeper: Viewer, acts: Acts) -> None:
    kept = upload(world, keeper)
    apply_upload(by=keeper, upload=kept, at=world.at)
    acts()
    with pytest.raises(Denied, match="already been applied or discarded") as refusal:
        apply_upload(by=keeper, upload=kept, at=world.at)
    assert refusal.value.status == 409
    assert acts() == []


def test_an_upload_that_was_discarded_isnt_applied(world: World, keeper: Viewer) -> None:
    kept = upload(world, keeper)
    discard_upload(by=keeper, upload=kept, at=world.at)
    with pytest.raises(Denied, match="already been applied or discarded"):
        apply_upload(by=keeper, upload=kept, at=world.at)
    assert not Body.objects.filter(code="ELM").exists()


def test_an_upload_that_was_applied_isnt_discarded(world: World, keeper: Viewer) -> None:
    kept = upload(world, keeper)
    apply_upload(by=keeper, upload=kept, at=world.at)
    with pytest.raises(Denied, match="already been applied"):
        discard_upload(by=keeper, upload=kept, at=world.at)
    kept.refresh_from_db()
    assert kept.discarded_at is None


@pytest.mark.parametrize("role", list(Role))
def test_only_content_and_administrators_keep_the_register(world: World, keeper: Viewer, role: Role) -> None:
    kept = upload(world, keeper)
    place = ABOUT[role].held_in
    kinds = {Place.COUNCIL: "district", Place.WARP: "warp", Place.PROGRAMME: "programme", Place.PLATFORM: "platform"}
    person = world.viewer(world.someone(world.council("somewhere", kind=kinds[place]), role))
    if role in (Role.PROGRAMME_CONTENT, Role.ADMINISTRATOR):
        assert upload(world, person)
        return
    for act in (
        lambda: upload(world, person),
        lambda: apply_upload(by=person, upload=kept, at=world.at),
        lambda: discard_upload(by=person, upload=kept, at=world.at),
    ):
        with pytest.raises(Denied, match="Only the programme's content team and system administrators"):
            act()


def test_nobody_of_the_demonstration_keeps_the_real_register(world: World) -> None:
    body = world.programme("demo-programme", demonstration=True)
    person = world.viewer(world.someone(body, Role.PROGRAMME_CONTENT))
    with pytest.raises(Denied):
        upload(world, person)


@pytest.mark.parametrize(
    ("second", "day"),
    [
        ("ELM,E07000207,Elmbridge Council,district,England\n", date(2026, 1, 1)),
        ("NEW,E07000207,New Council,district,England\n", APRIL),
        ("elm,E07000207,Elmbridge Council,district,England\n", APRIL),
        ("demo-elm,,Elmbridge Council,district,England\n", APRIL),
        ("programme,,Elmbridge Council,district,England\n", APRIL),
    ],
    ids=["before the newest record", "another's GSS code", "another case", "a fictional body", "a staff body"],
)
def test_a_table_that_doesnt_fit_the_register_is_refused_in_words(
    world: World, keeper: Viewer, second: str, day: date
) -> None:
    """Whether at the upload or when it is applied: a sentence, never a fault of the database, and no change."""
    world.council("demo-elm", demonstration=True)
    start = HEADER + "SRY,E10000030,Surrey County Council,county,England\nELM,E07000207,Elmbridge,district,England\n"
    apply_upload(by=keeper, upload=upload(world, keeper, start, date(2026, 1, 1)), at=world.at)
    named = HEADER + "ELM,E07000207,Elmbridge Borough Council,district,England\n"
    apply_upload(by=keeper, upload=upload(world, keeper, named, date(2026, 6, 1)), at=world.at)
    before = list(BodyRecord.objects.order_by("pk").values()), list(Body.objects.order_by("pk").values())
    with pytest.raises((Denied, TableFault)):
        apply_upload(by=keeper, upload=upload(world, keeper, HEADER + second, day), at=world.at)
    assert (list(BodyRecord.objects.order_by("pk").values()), list(Body.objects.order_by("pk").values())) == before
