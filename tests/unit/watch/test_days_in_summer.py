"""Is it the country's day that counts in summer, when the clocks of London are an hour ahead of UTC?

At half past eleven in the evening by UTC it is past midnight there, and the next day has begun.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.unit.watch.reports_made import dmarc, record, taken
from tests.unit.watch.watched import a_domain
from tests.worlds import World, signed_in
from wardmote.estate.actions.lapse_proofs import lapse_proofs
from wardmote.estate.dns_proof import Look, Seen
from wardmote.estate.models import Domain, Proof
from wardmote.kernel.roles import Role
from wardmote.reactions.changes_told_writes_to_people import text_of
from wardmote.register.models import Body
from wardmote.watch.actions.decide_offers import decide_offers
from wardmote.watch.actions.record_offers import record_offers
from wardmote.watch.models import Delivery, Offer, OfferState, OpenLink
from wardmote.watch.queries.night_news import NightNews, OutOfSight

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
FIRST, SECOND = date(2026, 7, 1), date(2026, 7, 2)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Name:
    """What a check came across."""

    name: str
    where: str = "in a certificate"


@pytest.fixture
def world() -> World:
    """A world at half past midnight of the second of July."""
    return World(at=EVENING)


@pytest.fixture
def council(world: World) -> Body:
    """A council whose first day it is."""
    return world.council("elm", start_date=SECOND)


@pytest.fixture
def domain(council: Body) -> Domain:
    """Its domain."""
    return a_domain(council, at=EVENING)


def test_a_council_decides_about_names_from_the_first_hour_of_its_first_day(world: World, domain: Domain) -> None:
    offer = Offer.objects.create(
        council=domain.council, name="elm.org", where="in a certificate", seen_from=domain, first_seen_at=EVENING
    )
    lead = world.viewer(world.lead_of(domain.council))
    decide_offers(by=lead, council=domain.council, offers=[offer.pk], state=OfferState.DISMISSED, at=EVENING)
    offer.refresh_from_db()
    assert offer.state == OfferState.DISMISSED


def test_names_of_a_council_that_ended_at_midnight_are_offered_to_others(world: World, domain: Domain) -> None:
    world.council("oak", end_date=SECOND)
    seen = [Name("mail.oak.gov.uk")]
    assert record_offers(domain=domain, seen=seen, at=EVENING - timedelta(hours=1)) == 0
    assert record_offers(domain=domain, seen=seen, at=EVENING) == 1


def test_a_suppliers_page_opens_for_as_many_days_as_were_chosen(
    world: World, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = signed_in(world.someone(domain.council, Role.LEAD))
    monkeypatch.setattr("wardmote.web.middleware.now", lambda: EVENING)
    sent = {"domain": str(domain.pk), "note": "", "days": "30"}
    lead.post("/councils/elm/checks/links/make/supplier/", sent)
    assert OpenLink.objects.get().until == date(2026, 8, 1)


def test_a_token_that_is_gone_on_either_side_of_midnight_is_gone_on_two_days(council: Body, domain: Domain) -> None:
    Domain.objects.update(name="elm.org", proof=Proof.DNS)
    gone = {"elm.org": Seen(Look.NOTHING)}
    assert lapse_proofs(by=None, council=council, seen=gone, at=EVENING - timedelta(hours=1)) == ()
    assert Domain.objects.get().token_gone_on == FIRST
    assert lapse_proofs(by=None, council=council, seen=gone, at=EVENING) == (domain,)


def test_a_letter_says_the_day_on_which_checks_fell_silent(council: Body) -> None:
    news = NightNews(council, unseen=(OutOfSight("elm.gov.uk", 3, EVENING),))
    assert "since 2 July 2026" in re.sub(r"\s+", " ", text_of(news))


def test_a_report_that_comes_after_midnight_is_kept_a_day_longer(domain: Domain, settings: Any, tmp_path: Any) -> None:
    settings.UPLOADS, settings.REPORTS_KEEP_DAYS = tmp_path / "uploads", 90
    taken(domain.council, dmarc(domain.name, record(), day=FIRST - DAY), at=EVENING)
    assert Delivery.objects.get().raw_until == SECOND + 90 * DAY
