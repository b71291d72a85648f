"""Are a council's products listed once, named once for everybody, brought up to date by file, and kept to itself?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.estate.listed_items import LOG4J, NETSCALER, cyclonedx, sent, told, typed, uploaded
from tests.worlds import World
from wardmote.estate.actions.change_item import ItemChangedMeanwhile, change_item
from wardmote.estate.actions.load_catalogue import load_catalogue
from wardmote.estate.actions.name_item import Named, name_item
from wardmote.estate.actions.remove_items import remove_items
from wardmote.estate.editions import edition_for
from wardmote.estate.events import inventory_changed
from wardmote.estate.line_facts import Kept, LineFacts, edition_of_line
from wardmote.estate.models import Alias, Edition, Item, ItemSource, Lifecycle, Product, ProductName, System
from wardmote.estate.queries.inventory import choosable, kept_of, products_called
from wardmote.estate.seen import Seen, add_seen
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import now
from wardmote.kernel.roles import INSIDE_COUNCIL, WRITES_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer

pytestmark = pytest.mark.django_db
Acts = Callable[[], list[str]]


@pytest.fixture
def catalogue(world: World) -> None:
    load_catalogue(at=world.at)


@pytest.fixture
def changes(world: World) -> Iterator[list[dict[str, Any]]]:
    """What other rooms were told, oldest first."""
    heard: list[dict[str, Any]] = []

    def hear(**said: Any) -> None:
        heard.append(said)

    inventory_changed.connect(hear)
    yield heard
    inventory_changed.disconnect(hear)


def one(council: Body, written: str) -> Item:
    return Item.objects.get(council=council, written=written, removed_at__isnull=True)


def named(world: World, by: Viewer, item: Item, **said: Any) -> Named:
    return name_item(by=by, item=item, at=world.at, **said)


def product(key: str) -> Product:
    return Product.objects.get(key=key)


def test_the_catalogue_is_loaded_once_and_again_changes_nothing(world: World) -> None:
    assert load_catalogue(at=world.at) > 500
    assert load_catalogue(at=world.at) == 0
    assert "cpe:a:citrix:netscaler_application_delivery_controller" in set(
        product("netscaler-adc").names.values_list("name", flat=True)
    )
    assert Lifecycle.objects.filter(product__key="php", cycle="8.1").exists()
    assert Alias.objects.filter(text="northgateiworld", product__key="nec-revenues").exists()
    assert not Alias.objects.filter(text="planning").exists()


def test_what_an_older_catalogue_said_is_corrected_and_what_people_confirmed_stays(world: World) -> None:
    load_catalogue(at=world.at)
    php = product("php")
    Product.objects.filter(pk=php.pk).update(name="Old")
    ProductName.objects.create(product=php, name="words:stale")
    Lifecycle.objects.filter(product=php, cycle="8.1").update(ends_on="2031-01-01")
    gone = Product.objects.create(key="gone", name="Gone", is_in_catalogue=True)
    Alias.objects.filter(text="northgateiworld").update(product=php)
    assert load_catalogue(at=world.at) == 5 - 1
    php.refresh_from_db()
    gone.refresh_from_db()
    assert (php.name, gone.is_in_catalogue) == ("PHP", False)
    assert not ProductName.objects.filter(name="words:stale").exists()
    assert Lifecycle.objects.get(product=php, cycle="8.1").ends_on.year == 2025
    assert Alias.objects.get(text="northgateiworld").product == php


@pytest.mark.usefixtures("catalogue")
def test_a_typed_line_gets_a_product_only_where_that_is_sure(ada: Viewer, council: Body, acts: Acts) -> None:
    done = typed(ada, council, "Civica OpenRevenues v23", "  Something   of ours 4 ")
    assert (len(done.added), done.unnamed) == (2, 1)
    assert told(council) == {"Civica OpenRevenues v23": ("openrevenues", "23"), "Something of ours 4": None}
    again = typed(ada, council, "Civica OpenRevenues v23")
    assert (again.added, again.already) == ((), ("Civica OpenRevenues v23",))
    assert acts() == ["items-replaced", "items-added"]


@pytest.mark.usefixtures("catalogue")
def test_a_cpe_that_the_catalogue_does_not_know_is_no_product_of_the_catalogue(ada: Viewer, council: Body) -> None:
    names = ("a:seven_hills:tide_table:4.2", "a:7-zip:7-zip:23.01")
    sent(ada, council, "scan", [LineFacts(name, cpe=f"cpe:2.3:{name}:*:*:*:*:*:*:*") for name in names])
    keys = {line: found[0] for line, found in told(council).items() if found}
    assert keys[names[0]].startswith("cpe-a-seven-hills-tide-table-")
    assert keys[names[1]] == "7-zip"


@pytest.mark.usefixtures("catalogue")
def test_a_person_names_a_line_once_and_the_words_serve_everybody(
    world: World, ada: Viewer, council: Body, acts: Acts
) -> None:
    typed(ada, council, "Old tax thing v1", "OLD TAX THING 2.0", "Other thing 3")
    academy = product("academy")
    done = named(world, ada, one(council, "Old tax thing v1"), product=academy.pk)
    assert (done.product, done.others) == (academy, 1)
    assert told(council) == {
        "Old tax thing v1": ("academy", "1"),
        "OLD TAX THING 2.0": ("academy", "2.0"),
        "Other thing 3": None,
    }
    ben = world.viewer(world.someone(world.council("bex"), Role.LEAD, "Ben"))
    typed(ben, Body.objects.get(code="bex"), "old tax thing 9")
    assert told(Body.objects.get(code="bex")) == {"old tax thing 9": ("academy", "9")}
    assert acts()[-2:] == ["item-named", "items-added"]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "written",
    [
        "payroll for jane.doe@elm.gov.uk 3",
        "https://intranet/thing 3",
        "a line of many words that says far more than any product is ever called 3",
    ],
)
def test_only_words_for_a_product_are_kept_for_everybody(
    world: World, ada: Viewer, council: Body, written: str
) -> None:
    typed(ada, council, written)
    before = Alias.objects.count()
    named(world, ada, one(council, written), product=product("academy").pk)
    assert Alias.objects.count() == before


@pytest.mark.usefixtures("catalogue")
def test_the_first_to_say_what_words_mean_is_not_overruled(world: World, ada: Viewer, council: Body) -> None:
    typed(ada, council, "Old tax thing 1")
    line = one(council, "Old tax thing 1")
    named(world, ada, line, product=product("academy").pk)
    named(world, ada, line, product=product("openrevenues").pk, version="7")
    assert Alias.objects.get(text="oldtaxthing").product.key == "academy"
    assert told(council) == {"Old tax thing 1": ("openrevenues", "7")}


@pytest.mark.usefixtures("catalogue")
def test_what_a_made_up_council_says_is_kept_for_nobody(world: World) -> None:
    council = world.council("demo", demonstration=True)
    ada = world.viewer(world.someone(council, Role.LEAD, "Ada of the story"))
    typed(ada, council, "Old tax thing 1")
    before = Alias.objects.count()
    named(world, ada, one(council, "Old tax thing 1"), product=product("academy").pk)
    assert Alias.objects.count() == before


@pytest.mark.usefixtures("catalogue")
def test_a_line_may_be_no_product_and_no_advisory_finds_it(world: World, ada: Viewer, council: Body) -> None:
    typed(ada, council, "Monthly invoice 3")
    done = named(world, ada, one(council, "Monthly invoice 3"))
    assert told(council) == {"Monthly invoice 3": ("not-a-product", "")}
    assert not done.product.names.exists()
    assert not choosable(council).filter(pk=done.product.pk).exists()


@pytest.mark.usefixtures("catalogue")
def test_a_product_named_by_hand_is_found_by_words_and_shown_to_its_council_only(
    world: World, ada: Viewer, council: Body
) -> None:
    typed(ada, council, "Our widget engine 3")
    done = named(world, ada, one(council, "Our widget engine 3"), vendor="Acme Ltd", name="Widget Engine (secret)")
    assert (done.product.name, done.product.vendor) == ("Widget Engine", "Acme Ltd")
    assert set(done.product.names.values_list("name", flat=True)) == {"words:acmewidgetengine"}
    other = world.council("bex")
    assert products_called(council, "widget") == [done.product]
    assert products_called(other, "widget") == []
    assert not Alias.objects.filter(product=done.product).exists()
    ben = world.viewer(world.someone(other, Role.LEAD, "Ben"))
    typed(ben, other, "Thing 1")
    with pytest.raises(Denied, match="isn't in the catalogue any more"):
        named(world, ben, one(other, "Thing 1"), product=done.product.pk)


@pytest.mark.usefixtures("catalogue")
def test_machine_names_need_no_confirmation_and_cannot_add_names_to_others_products(ada: Viewer, council: Body) -> None:
    lines = [
        LineFacts("NetScaler", cpe=NETSCALER),
        LineFacts("log4j-core 2.14.1", purl=LOG4J, version="2.14.1"),
        LineFacts("forged", purl="pkg:pypi/requests@2.0", cpe="cpe:2.3:o:microsoft:windows_10:*:*:*:*:*:*:*:*"),
        LineFacts("requests 2.0", purl="pkg:pypi/requests@2.0"),
        LineFacts("open", cpe="cpe:2.3:a:*:*:1:*:*:*:*:*:*:*"),
    ]
    sent(ada, council, "scanner", lines)
    found = told(council)
    assert found["NetScaler"] == ("netscaler-adc", "13.1-48.47")
    assert found["open"] is None
    names = {
        written: set(one(council, written).edition.product.names.values_list("name", flat=True))  # type: ignore[union-attr]
        for written in ("log4j-core 2.14.1", "forged", "requests 2.0")
    }
    assert names["log4j-core 2.14.1"] == {"purl:maven/org.apache.logging.log4j/log4j-core"}
    assert names["requests 2.0"] == {"purl:pypi/requests"}
    assert "cpe:o:microsoft:windows_10" in names["forged"]
    assert not product("windows-10").names.filter(name__startswith="purl:").exists()


def test_an_edition_has_keys_of_its_family_and_none_without_a_version(world: World) -> None:
    made = Product.objects.create(key="x", name="X")
    plain = edition_for(made, "1.2")
    deb = edition_for(made, "1:9.2p1-2+deb12u2", purl="pkg:deb/debian/openssh@1:9.2p1-2+deb12u2")
    unknown = edition_for(made, "")
    on_ios = edition_for(made, "1.2", cpe="cpe:2.3:a:x:x:1.2:*:*:*:*:iphone_os:*:*")
    assert (plain.family, bool(plain.generic_key), plain.own_key) == ("", True, None)
    assert (deb.family, bool(deb.generic_key), bool(deb.own_key)) == ("deb", True, True)
    assert (unknown.generic_key, unknown.own_key) == (None, None)
    assert on_ios.target == "iphone_os"
    assert edition_for(made, "1.2") == plain
    assert Edition.objects.count() == 4


@pytest.mark.usefixtures("catalogue")
def test_a_list_sent_again_changes_nothing_and_a_newer_one_replaces_it(
    world: World,
    ada: Viewer,
    council: Body,
    acts: Acts,
    changes: list[dict[str, Any]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    first = cyclonedx({"name": "a", "version": "1", "purl": "pkg:npm/a@1"}, {"name": "b", "purl": "pkg:npm/b@2"})
    later = cyclonedx({"name": "a", "version": "1", "purl": "pkg:npm/a@1"}, {"name": "c", "purl": "pkg:npm/c@3"})
    typed(ada, council, "Mosaic 22")
    with django_capture_on_commit_callbacks(execute=True):
        done = uploaded(ada, council, "portal", first)
    kept = one(council, "a 1")
    assert (done.added, done.removed, done.same) == (2, 0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        again = uploaded(ada, council, "portal", first)
    assert (again.added, again.removed, again.changed, again.same) == (0, 0, 0, 2)
    gone = one(council, "b").edition_id
    with django_capture_on_commit_callbacks(execute=True):
        newer = uploaded(ada, council, "portal", later)
    assert (newer.added, newer.removed, newer.same) == (1, 1, 1)
    assert one(council, "a 1").pk == kept.pk
    assert set(told(council)) == {"Mosaic 22", "a 1", "c"}
    assert acts()[-2:] == ["items-replaced"] * 2
    assert [said["council"] for said in changes] == [council, council]
    assert changes[0]["removed"] == frozenset()
    assert changes[1]["removed"] == {gone}
    assert changes[1]["added"] == {one(council, "c").edition_id}


@pytest.mark.usefixtures("catalogue")
def test_a_line_that_stays_keeps_what_a_person_said_and_takes_what_the_list_says(
    world: World, ada: Viewer, council: Body
) -> None:
    line = LineFacts("Old tax thing 1")
    sent(ada, council, "cmdb", [line])
    named(world, ada, one(council, "Old tax thing 1"), product=product("academy").pk)
    change_item(by=ada, item=one(council, "Old tax thing 1"), kept=Kept("1", None, True, "ours"), at=world.at)
    sent(ada, council, "cmdb", [line])
    assert told(council)["Old tax thing 1"] == ("academy", "1")
    assert kept_of(one(council, "Old tax thing 1")) == Kept("1", None, True, "ours")
    done = sent(ada, council, "cmdb", [LineFacts("Old tax thing 1", is_exposed=False, note="theirs")])
    assert done.changed == 1
    assert kept_of(one(council, "Old tax thing 1")) == Kept("1", None, False, "theirs")


@pytest.mark.usefixtures("catalogue")
def test_words_learnt_since_name_lines_of_the_next_list(world: World, ada: Viewer, council: Body) -> None:
    sent(ada, council, "cmdb", [LineFacts("Old tax thing 1")])
    Alias.objects.create(text="oldtaxthing", product=product("academy"), confirmed_at=world.at)
    assert sent(ada, council, "cmdb", [LineFacts("Old tax thing 1")]).unnamed == 0
    assert told(council) == {"Old tax thing 1": ("academy", "1")}


@pytest.mark.usefixtures("catalogue")
def test_thousands_of_lines_take_a_handful_of_queries(ada: Viewer, council: Body) -> None:
    lines = [LineFacts(f"p{n} {n}", purl=f"pkg:npm/p{n}@{n}") for n in range(3_000)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        sent(ada, council, "big", lines)
    selects = [query for query in asked.captured_queries if query["sql"].startswith("SELECT")]
    assert len(selects) < 25
    assert Item.objects.count() == 3_000


@pytest.mark.usefixtures("catalogue")
def test_an_inventory_takes_so_many_lines_and_no_more(
    ada: Viewer, council: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wardmote.estate.item_rows.MOST_ITEMS", 3)
    typed(ada, council, "a", "b")
    with pytest.raises(Denied, match="this would make 4"):
        sent(ada, council, "list", [LineFacts("c"), LineFacts("d")])
    with pytest.raises(Denied, match="this would make 4"):
        typed(ada, council, "c", "d")
    sent(ada, council, "list", [LineFacts("c")])
    sent(ada, council, "list", [LineFacts("d")])
    assert set(told(council)) == {"a", "b", "d"}


@pytest.mark.parametrize("batch", ["", "  ", "seen", "x" * 121])
def test_a_list_needs_a_name_of_its_own(ada: Viewer, council: Body, batch: str) -> None:
    with pytest.raises(Denied):
        sent(ada, council, batch, [LineFacts("a")])


@pytest.mark.usefixtures("catalogue")
def test_a_line_is_changed_and_two_people_do_not_overwrite_each_other(
    world: World, ada: Viewer, council: Body, list_system: Callable[..., System], acts: Acts
) -> None:
    typed(ada, council, "Mosaic 22")
    line, care = one(council, "Mosaic 22"), list_system("Care")
    seen = edition_of_line(kept_of(line))
    wanted = Kept("23.1", care.pk, True, "in the cloud")
    saved = change_item(by=ada, item=line, kept=wanted, edition=seen, at=world.at)
    assert kept_of(one(council, "Mosaic 22")) == wanted
    assert told(council) == {"Mosaic 22": ("mosaic", "23.1")}
    with pytest.raises(ItemChangedMeanwhile) as refused:
        change_item(by=ada, item=saved, kept=Kept("24"), edition=seen, at=world.at)
    assert refused.value.theirs == wanted
    change_item(by=ada, item=saved, kept=wanted, edition=seen, at=world.at)
    assert acts()[-1] == "item-changed"
    assert acts().count("item-changed") == 1


def test_a_version_needs_a_product_first(world: World, ada: Viewer, council: Body) -> None:
    typed(ada, council, "Something 1")
    with pytest.raises(Denied, match="Say first which product"):
        change_item(by=ada, item=one(council, "Something 1"), kept=Kept("2"), at=world.at)


def test_another_councils_system_is_refused(
    world: World, ada: Viewer, council: Body, list_system: Callable[..., System]
) -> None:
    typed(ada, council, "Something 1")
    theirs = System.objects.create(council=world.council("bex"), name="Care", kind="mission", added_at=world.at)
    with pytest.raises(Denied, match="One of the systems"):
        change_item(by=ada, item=one(council, "Something 1"), kept=Kept(system=theirs.pk), at=world.at)
    with pytest.raises(Denied, match="One of the systems"):
        sent(ada, council, "x", [LineFacts("a", system=theirs.pk)])


@pytest.mark.usefixtures("catalogue")
def test_a_line_or_a_whole_list_is_removed_once(
    world: World,
    ada: Viewer,
    council: Body,
    acts: Acts,
    changes: list[dict[str, Any]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    typed(ada, council, "Mosaic 22")
    sent(ada, council, "list", [LineFacts("a"), LineFacts("b")])
    line = one(council, "Mosaic 22")
    with django_capture_on_commit_callbacks(execute=True):
        removed = [remove_items(by=ada, council=council, item=line, at=now()) for _ in range(2)]
    assert removed == [1, 0]
    assert [remove_items(by=ada, council=council, batch="list", at=now()) for _ in range(2)] == [2, 0]
    assert told(council) == {}
    assert [said["removed"] for said in changes] == [{line.edition_id}]
    assert acts()[-2:] == ["items-removed"] * 2


@pytest.mark.usefixtures("catalogue")
def test_what_was_seen_from_outside_is_a_list_of_its_own(world: World, ada: Viewer, council: Body) -> None:
    typed(ada, council, "Mosaic 22")
    add_seen(
        council=council,
        seen=[Seen("Drupal", "www.elm.gov.uk", version="9.5"), Seen("Drupal", "elm.org", version="9.5")],
        at=world.at,
    )
    line = one(council, "Drupal 9.5")
    assert (line.source, line.is_exposed, line.note, line.batch) == (
        ItemSource.SEEN,
        True,
        "www.elm.gov.uk, elm.org",
        "seen",
    )
    assert told(council)["Drupal 9.5"] == ("drupal", "9.5")
    add_seen(council=council, seen=[], at=world.at)
    assert set(told(council)) == {"Mosaic 22"}


@pytest.mark.parametrize("role", sorted(INSIDE_COUNCIL))
def test_only_who_writes_answers_keeps_the_inventory(world: World, council: Body, role: Role) -> None:
    person = world.viewer(world.someone(council, role, "Pat"))
    if role in WRITES_ANSWERS:
        typed(person, council, "a")
        return
    with pytest.raises(Denied):
        typed(person, council, "a")
    with pytest.raises(Denied):
        sent(person, council, "x", [LineFacts("a")])
    assert not Item.objects.exists()


def test_no_entry_of_the_audit_repeats_what_a_council_wrote(world: World, ada: Viewer, council: Body) -> None:
    typed(ada, council, "Secretword 1")
    named(world, ada, one(council, "Secretword 1"), vendor="Secretvendor", name="Secretname")
    sent(ada, council, "Secretbatch", [LineFacts("Secretline")])
    entries = AuditEntry.objects.filter(action__startswith="estate.")
    assert "secret" not in str([(one.subject, one.before, one.after) for one in entries]).lower()
