"""Does a correction wait for a second pair of eyes where the desk asks for it, and what is out stand until then?"""

import pytest

from tests.unit.warn.test_desk_bulletins import DAY, Desk
from tests.worlds import World, signed_in
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.models import Person
from wardmote.warn.actions.correct_bulletin import correct_bulletin
from wardmote.warn.actions.keep_desk import keep_desk
from wardmote.warn.actions.settle_correction import settle_correction
from wardmote.warn.actions.withdraw_bulletin import withdraw_bulletin
from wardmote.warn.actions.write_bulletin import ChangedMeanwhile
from wardmote.warn.models import Bulletin, WaitingCorrection

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def otto(desk: Desk) -> Person:
    return desk.world.someone(desk.warp, Role.WARP_OPERATOR, "Otto")


@pytest.fixture
def out(desk: Desk) -> Bulletin:
    """A warning that is out, at a desk that asks for a second pair of eyes from now on."""
    bulletin = desk.out(due_on=desk.at.date() + 5 * DAY)
    operator = desk.world.viewer(desk.operator)
    keep_desk(by=operator, owner=desk.warp, needs_second_eyes=True, contact="", at=desk.at)
    return bulletin


def corrected(desk: Desk, bulletin: Bulletin, act: str = "Update it to 14.2.") -> Bulletin:
    return correct_bulletin(
        by=desk.world.viewer(desk.operator),
        bulletin=bulletin,
        wording=desk.wording(act=act, due_on=desk.at.date() + 7 * DAY),
        correction="14.1 wasn't enough.",
        revision=bulletin.revision,
        at=desk.at + DAY,
    )


def settled(desk: Desk, by: Person, bulletin: Bulletin, *, goes_out: bool = True) -> Bulletin:
    viewer = desk.world.viewer(by)
    return settle_correction(
        by=viewer, bulletin=bulletin, goes_out=goes_out, revision=bulletin.revision, at=desk.at + DAY
    )


def test_what_is_out_stands_until_somebody_else_has_seen_the_correction(
    desk: Desk, out: Bulletin, otto: Person
) -> None:
    waiting = corrected(desk, out)
    out.refresh_from_db()
    assert (out.edition, out.act, out.correction) == (1, "Update it to 14.1.", "")
    assert "14.2" not in desk.page_of(desk.elm, out.story)
    with pytest.raises(Denied, match="second pair of eyes"):
        settled(desk, desk.operator, waiting)
    published = settled(desk, otto, waiting)
    assert (published.edition, published.act) == (2, "Update it to 14.2.")
    assert published.due_on == desk.at.date() + 7 * DAY
    assert "14.2" in desk.page_of(desk.elm, out.story, Role.CONTRIBUTOR)
    edition = published.editions.get(number=2)
    assert (edition.by, edition.checked_by) == (desk.operator, otto)
    assert not WaitingCorrection.objects.exists()
    assert AuditEntry.objects.filter(action="bulletin.corrected").count() == 1
    assert AuditEntry.objects.filter(action="bulletin.correction-written").count() == 1


def test_a_correction_is_settled_once_and_as_it_was_seen(desk: Desk, out: Bulletin, otto: Person) -> None:
    seen = corrected(desk, out)
    corrected(desk, Bulletin.objects.get(pk=seen.pk), "Update it to 15.")
    with pytest.raises(ChangedMeanwhile):
        settled(desk, otto, seen)
    published = settled(desk, otto, Bulletin.objects.get(pk=seen.pk))
    assert published.act == "Update it to 15."
    with pytest.raises(Denied, match="waits any more"):
        settled(desk, otto, published)


def test_a_dropped_correction_leaves_what_is_out(desk: Desk, out: Bulletin) -> None:
    dropped = settled(desk, desk.operator, corrected(desk, out), goes_out=False)
    assert (dropped.edition, dropped.act) == (1, "Update it to 14.1.")
    assert not WaitingCorrection.objects.exists()


def test_what_was_withdrawn_meanwhile_is_not_corrected(desk: Desk, out: Bulletin, otto: Person) -> None:
    waiting = corrected(desk, out)
    operator = desk.world.viewer(desk.operator)
    withdrawn = withdraw_bulletin(by=operator, bulletin=waiting, why="Wrong.", revision=waiting.revision, at=desk.at)
    with pytest.raises(Denied, match="is out"):
        settled(desk, otto, withdrawn)


def test_the_desks_pages_ask_the_colleague_and_not_the_author(desk: Desk, out: Bulletin, otto: Person) -> None:
    author, colleague = signed_in(desk.operator), signed_in(otto)
    home = f"/desk/the-warp/bulletins/{out.pk}/"
    assert "Save and ask a colleague to check" in author.get(f"{home}edit/").content.decode()
    sent = {
        "title": "Close the gateway",
        "what": "Strangers read its memory.",
        "act": "Update it to 14.2.",
        "priority": "2",
        "correction": "14.1 was too old.",
        "revision": str(out.revision),
    }
    page = author.post(f"{home}edit/", sent, follow=True).content.decode()
    assert "What is out stands until then." in page
    assert "Publish the correction" not in page
    assert "Drop the correction" in page
    assert "Close the gateway" in colleague.get("/desk/the-warp/bulletins/?state=checking").content.decode()
    assert "14.1 was too old." in author.get(f"{home}edit/").content.decode()
    page = colleague.get(home).content.decode()
    assert "Publish the correction" in page
    assert "Update it to 14.2." in page
    out.refresh_from_db()
    go = {"go": "publish", "revision": str(out.revision)}
    assert author.post(f"{home}correction/", go).status_code == 403
    assert "Corrected." in colleague.post(f"{home}correction/", go, follow=True).content.decode()
    assert colleague.post(f"{home}correction/", go).status_code == 409
