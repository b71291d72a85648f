"""Does what the checks saw of a council's programs stand on its inventory, and go when it is seen no more?"""

from datetime import datetime, timedelta

import pytest

from tests.unit.watch.watched import a_domain, a_finding
from tests.worlds import World
from wardmote.engines.checks.catalogue.web.server_leaks import CHECK
from wardmote.estate.actions.add_items import add_items
from wardmote.estate.actions.change_item import change_item
from wardmote.estate.actions.load_catalogue import load_catalogue
from wardmote.estate.actions.remove_domain import remove_domain
from wardmote.estate.line_facts import Kept, LineFacts, edition_of_line
from wardmote.estate.models import Domain, Item
from wardmote.estate.queries.inventory import kept_of
from wardmote.kernel.models import AuditEntry
from wardmote.register.models import Body
from wardmote.register.public import Viewer
from wardmote.watch.events import findings_changed
from wardmote.watch.models import Finding

DAY = timedelta(days=1)
APACHE = "Server: Apache/2.4.41 (Unix) OpenSSL/1.1.1k"


@pytest.fixture
def council(world: World) -> Body:
    load_catalogue(at=world.at)
    return world.council("elm")


@pytest.fixture
def ada(world: World, council: Body) -> Viewer:
    return world.viewer(world.lead_of(council))


@pytest.fixture
def domain(world: World, council: Body) -> Domain:
    return a_domain(council, at=world.at)


def saw(domain: Domain, *headers: str, at: datetime) -> None:
    """Have a check find these headers instead of what it found before, and say so."""
    Finding.objects.filter(domain=domain, until__isnull=True).update(until=at, ended_as="weak")
    a_finding(domain, CHECK.id, "weak", at=at, area="web", evidence=list(headers))
    findings_changed.send(sender=Finding, council=domain.council, at=at)


def lines(council: Body) -> dict[str, tuple[str, str, bool]]:
    rows = Item.objects.filter(council=council, removed_at__isnull=True).select_related("edition__product")
    return {
        one.written: (one.edition.product.key if one.edition else "", one.note, one.is_exposed)
        for one in rows.order_by("written")
    }


def test_what_a_header_names_is_a_line_that_anybody_can_reach(world: World, council: Body, domain: Domain) -> None:
    saw(domain, APACHE, "X-Powered-By: Homegrown/3.1", at=world.at)
    assert lines(council) == {
        "Apache HTTP Server 2.4.41": ("apache-httpd", "elm.gov.uk", True),
        "Homegrown 3.1": ("", "elm.gov.uk", True),
        "OpenSSL 1.1.1k": ("openssl", "elm.gov.uk", True),
    }


def test_seen_again_it_changes_nothing_and_seen_no_more_it_is_gone(world: World, council: Body, domain: Domain) -> None:
    saw(domain, APACHE, at=world.at)
    before, acts = list(Item.objects.values()), AuditEntry.objects.count()
    findings_changed.send(sender=Finding, council=council, at=world.at + DAY)
    assert (list(Item.objects.values()), AuditEntry.objects.count()) == (before, acts)
    saw(domain, "Server: nginx/1.27.4", at=world.at + DAY)
    assert list(lines(council)) == ["nginx 1.27.4"]
    assert Item.objects.filter(removed_at=world.at + DAY).count() == 2


def test_a_domain_that_leaves_takes_what_was_seen_on_it_along(
    world: World, ada: Viewer, council: Body, domain: Domain
) -> None:
    saw(domain, APACHE, at=world.at)
    remove_domain(by=ada, domain=domain, at=world.at + DAY)
    assert lines(council) == {}


def test_the_same_product_and_version_on_a_list_is_marked_once_and_what_people_wrote_stays(
    world: World, ada: Viewer, council: Body, domain: Domain
) -> None:
    typed = ["Apache HTTP Server 2.4.41", "Apache HTTP Server 2.4.62"]
    add_items(by=ada, council=council, lines=[LineFacts(line, note="ours") for line in typed], at=world.at)
    saw(domain, APACHE, at=world.at)
    mine = Item.objects.filter(council=council, note="ours").order_by("written")
    assert [(one.written, one.is_exposed) for one in mine] == list(zip(typed, (True, False), strict=True))
    first = mine[0]
    kept = Kept(version="2.4.41", note="ours")
    change_item(by=ada, item=first, kept=kept, edition=edition_of_line(kept_of(first)), at=world.at)
    findings_changed.send(sender=Finding, council=council, at=world.at + DAY)
    assert [one.is_exposed for one in mine.all()] == [False, False]


def test_a_header_without_a_version_and_findings_of_the_past_say_nothing(
    world: World, council: Body, domain: Domain
) -> None:
    saw(domain, "Server: nginx", "X-Aspnet-Version: 4.0.30319", "Server: Apache-Coyote/1.1", at=world.at)
    assert lines(council) == {}
