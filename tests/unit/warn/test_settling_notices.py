"""Does each council get the notices that concern it, once, and are wrong ones taken back?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.unit.warn.sources_made import AT, CVE, OPEN_REVENUES, a_source, an_advisory
from tests.worlds import World
from wardmote.engines.advisories.facts import Advisory, Affected, Exploited, Kind, Product, Span, Status
from wardmote.engines.advisories.matching import asked_keys
from wardmote.engines.advisories.versions import key
from wardmote.estate.models import Edition, Item, ItemSource, ProductName, Service, System, SystemService
from wardmote.estate.models import Product as Run
from wardmote.register.models import Body
from wardmote.warn.actions.settle_notices import settle_notices
from wardmote.warn.ingesting import take_in
from wardmote.warn.matching import match_editions
from wardmote.warn.matching_jobs import settle
from wardmote.warn.models import Notice, Priority, Source, Story

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
ANDROID = Product(cpe="cpe:2.3:o:google:android:*:*:*:*:*:*:*:*")


def a_line(council: Body, version: str = "23.1", product: Product = OPEN_REVENUES, **columns: object) -> Item:
    """Put a product on a council's list."""
    run, is_new = Run.objects.get_or_create(key=(product.name or product.cpe)[:60].lower().replace(":", "-"))
    if is_new:
        ProductName.objects.bulk_create(ProductName(product=run, name=name) for name in asked_keys(product))
    edition, _ = Edition.objects.get_or_create(
        product=run, version=version, defaults={"generic_key": key("generic", version) if version else None}
    )
    values = {"source": ItemSource.TYPED, "added_at": AT, "changed_at": AT, "written": f"Civica {run.key} {version}"}
    return Item.objects.create(council=council, edition=edition, **{**values, **columns})


def tell(*advisories: Advisory, source: Source | None = None, at: datetime = AT) -> list[int]:
    """Have a source say something, and settle what it changed."""
    take_in(source=source or a_source(), entries=advisories, at=at)
    stories = list(Story.objects.values_list("pk", flat=True))
    settle(stories, at)
    return stories


def test_a_council_that_runs_an_affected_version_is_told_and_another_is_not(world: World) -> None:
    a_line(world.council("elm"))
    a_line(world.council("oak"), "24.0")
    tell(an_advisory())
    notice = Notice.objects.get()
    assert notice.council.code == "elm"
    assert notice.why == "“Civica openrevenues 23.1” on your list is affected: before 23.4, says NVD."
    assert (notice.is_sure, notice.priority, notice.raised_at) == (True, Priority.PLANNED, AT)


def test_settling_twice_changes_nothing(world: World) -> None:
    a_line(world.council("elm"))
    stories = tell(an_advisory())
    before = Notice.objects.values().get()
    again = settle_notices(stories=stories, at=LATER)
    assert (again.raised, again.changed, again.taken_back, again.councils) == (0, 0, 0, frozenset())
    assert Notice.objects.values().get() == before


def test_the_surest_of_several_lines_says_why(world: World) -> None:
    elm = world.council("elm")
    a_line(elm, "", written="OpenRevenues, version unknown")
    a_line(elm, "23.1", is_exposed=True)
    tell(an_advisory())
    notice = Notice.objects.get()
    assert notice.is_sure
    assert "23.1" in notice.why


def test_what_is_told_as_exploited_becomes_urgent(world: World) -> None:
    a_line(world.council("elm"))
    source = a_source()
    tell(an_advisory(), source=source)
    kev = an_advisory(Kind.KEV, affected=(), is_whole=False, exploited=Exploited(date(2026, 11, 2), date(2026, 11, 9)))
    tell(kev, source=a_source("kev"), at=LATER)
    notice = Notice.objects.get()
    assert (notice.priority, notice.due_on, notice.edition) == (Priority.NOW, date(2026, 11, 9), 2)
    assert (notice.raised_at, notice.changed_at) == (AT, LATER)


def test_an_exposed_system_with_a_service_makes_a_critical_fault_urgent(world: World) -> None:
    elm = world.council("elm")
    system = System.objects.create(council=elm, name="Revenues", kind="mission", added_at=AT)
    service = Service.objects.create(council=elm, name="Council tax", added_at=AT)
    SystemService.objects.create(council=elm, system=system, service=service)
    a_line(elm, system=system, is_exposed=True)
    tell(an_advisory())
    Story.objects.update(score=9.8)
    settle_notices(stories=Story.objects.values_list("pk", flat=True), at=AT)
    notice = Notice.objects.get()
    assert notice.reasons[0] == "critical-exposed-and-carries-a-service"
    service.removed_at = LATER
    service.save()
    settle_notices(council=elm.pk, at=LATER)
    notice.refresh_from_db()
    assert notice.reasons[0] == "high-or-critical"


def test_a_narrower_range_takes_a_wrong_notice_back_and_a_wider_one_brings_it_again(world: World) -> None:
    a_line(world.council("elm"))
    source = a_source()
    tell(an_advisory(), source=source)
    narrow = Affected(OPEN_REVENUES, spans=(Span(high="22.0"),))
    tell(an_advisory(affected=(narrow,), revised=AT), source=source, at=LATER)
    assert Notice.objects.get().taken_back_at == LATER
    tell(an_advisory(revised=LATER), source=source, at=LATER + timedelta(hours=1))
    assert Notice.objects.get().taken_back_at is None


def test_a_line_that_leaves_the_list_takes_its_notices_along(world: World) -> None:
    line = a_line(world.council("elm"))
    tell(an_advisory())
    Item.objects.filter(pk=line.pk).update(removed_at=LATER)
    settled = settle_notices(council=line.council_id, at=LATER)
    assert (settled.taken_back, settled.councils) == (1, frozenset({line.council_id}))
    assert Notice.objects.get().taken_back_at == LATER


def test_a_new_line_meets_what_is_known_already(world: World) -> None:
    tell(an_advisory())
    line = a_line(world.council("elm"))
    match_editions([line.edition_id or 0])
    assert settle_notices(council=line.council_id, at=LATER).raised == 1


def test_what_the_makers_call_not_affected_is_not_told(world: World) -> None:
    a_line(world.council("elm"))
    tell(an_advisory(), source=a_source())
    vex = Affected(OPEN_REVENUES, Status.NOT_AFFECTED, (Span.one("23.1"),))
    tell(an_advisory(Kind.CSAF, "CIVICA-1", affected=(vex,)), source=a_source("civica"), at=LATER)
    assert Notice.objects.get().taken_back_at == LATER


def test_a_councils_not_affected_stays_through_a_revision(world: World) -> None:
    a_line(world.council("elm"))
    source = a_source()
    tell(an_advisory(), source=source)
    Notice.objects.update(answer="not-affected", reason="The module isn't installed.", answered_at=AT)
    tell(an_advisory(title="Worse than thought", revised=LATER), source=source, at=LATER)
    notice = Notice.objects.get()
    assert (notice.answer, notice.taken_back_at) == ("not-affected", None)


def test_an_old_fault_is_found_beside_the_line_and_not_told(world: World) -> None:
    a_line(world.council("elm"))
    tell(an_advisory(published=datetime(2024, 1, 1, tzinfo=UTC), revised=datetime(2024, 1, 1, tzinfo=UTC)))
    assert not Notice.objects.exists()


def test_a_version_that_nobody_knows_is_told_only_of_what_attackers_use(world: World) -> None:
    a_line(world.council("elm"), "")
    tell(an_advisory(), source=a_source())
    assert not Notice.objects.exists()
    kev = an_advisory(Kind.KEV, affected=(), is_whole=False, exploited=Exploited(date(2026, 11, 2)))
    tell(kev, source=a_source("kev"), at=LATER)
    notice = Notice.objects.get()
    assert (notice.is_sure, notice.priority) == (False, Priority.SOON)
    assert notice.why == "“Civica openrevenues ” on your list may be affected: before 23.4, says NVD."


def test_a_platforms_owner_is_not_warned_and_the_platform_makes_it_sure(world: World) -> None:
    elm, oak = world.council("elm"), world.council("oak")
    a_line(elm, "14", ANDROID)
    a_line(oak)
    on_android = Affected(OPEN_REVENUES, spans=(Span(high="23.4"),), running_on=(ANDROID,))
    kev = Exploited(date(2026, 11, 2))
    stories = tell(an_advisory(affected=(on_android,), exploited=kev))
    assert [(one.council.code, one.is_sure) for one in Notice.objects.all()] == [("oak", False)]
    a_line(oak, "13", ANDROID)
    settle_notices(stories=stories, at=LATER)
    assert [(one.council.code, one.is_sure) for one in Notice.objects.all()] == [("oak", True)]


def test_a_withdrawn_story_takes_its_notices_back(world: World) -> None:
    a_line(world.council("elm"))
    source = a_source()
    tell(an_advisory(), source=source)
    tell(an_advisory(is_withdrawn=True, revised=LATER), source=source, at=LATER)
    assert Notice.objects.get().taken_back_at == LATER


def test_a_council_that_is_at_work_no_more_is_not_told(world: World) -> None:
    elm = world.council("elm")
    a_line(elm)
    Body.objects.filter(pk=elm.pk).update(end_date=date(2026, 4, 1))
    tell(an_advisory())
    assert not Notice.objects.exists()


def test_two_ids_of_one_matter_make_one_notice(world: World) -> None:
    a_line(world.council("elm"))
    tell(an_advisory(ids=(CVE, "GHSA-AAAA-BBBB-CCCC")), source=a_source())
    tell(an_advisory(Kind.CSAF, "CIVICA-1", ids=("GHSA-AAAA-BBBB-CCCC",)), source=a_source("civica"), at=LATER)
    assert Notice.objects.count() == 1
