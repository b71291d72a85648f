"""May a council leave something as it is, with a reason and an end?"""

from datetime import timedelta

import pytest

from tests.unit.watch.watched import a_domain, a_finding
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.public import Viewer
from wardmote.watch.actions.explain_finding import explain_finding
from wardmote.watch.actions.withdraw_explanation import withdraw_explanation
from wardmote.watch.models import Explanation

REASON = "The supplier changes it in May."


@pytest.fixture
def domain(world: World) -> Domain:
    """A domain with one thing wrong and one right."""
    domain = a_domain(world.council("AAA"), at=world.at)
    a_finding(domain, "dmarc_policy", "bad", at=world.at)
    a_finding(domain, "caa_present", "good", at=world.at)
    return domain


@pytest.fixture
def lead(world: World, domain: Domain) -> Viewer:
    """The council's lead."""
    return world.viewer(world.lead_of(domain.council))


def explain(world: World, lead: Viewer, domain: Domain, check_id: str = "dmarc_policy", **given: object) -> Explanation:
    """Explain a finding for a month."""
    values = {"reason": REASON, "until": world.at.date() + timedelta(days=30), "at": world.at} | given
    return explain_finding(by=lead, domain=domain, check_id=check_id, **values)  # type: ignore[arg-type]


def test_a_reason_stands_until_its_day_and_leaves_an_entry(world: World, lead: Viewer, domain: Domain) -> None:
    explanation = explain(world, lead, domain, reason=f"  {REASON}  ")
    assert (explanation.reason, explanation.withdrawn_at, explanation.explained_by) == (REASON, None, lead.person)
    entry = AuditEntry.objects.get(action="checks.explained")
    assert entry.after == {"check": "dmarc_policy", "until": explanation.until.isoformat()}


def test_a_new_reason_takes_the_place_of_the_old_one_even_where_that_ran_out(
    world: World, lead: Viewer, domain: Domain
) -> None:
    old = explain(world, lead, domain)
    later = world.at + timedelta(days=40)
    new = explain(world, lead, domain, until=later.date() + timedelta(days=10), at=later)
    old.refresh_from_db()
    assert old.withdrawn_at == later
    assert list(Explanation.objects.filter(withdrawn_at__isnull=True)) == [new]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": " "}, "Say why"),
        ({"reason": "x" * 2001}, "at most 2,000"),
        ({"days": 0}, "after today and within a year"),
        ({"days": 367}, "after today and within a year"),
        ({"check_id": "caa_present"}, "nothing to explain"),
        ({"check_id": "no_such_check"}, "nothing to explain"),
    ],
)
def test_what_cannot_be_explained_is_refused_in_words(
    world: World, lead: Viewer, domain: Domain, given: dict[str, object], words: str
) -> None:
    given = dict(given)
    if "days" in given:
        given["until"] = world.at.date() + timedelta(days=int(str(given.pop("days"))))
    with pytest.raises(Denied, match=words):
        explain(world, lead, domain, **given)  # type: ignore[arg-type]
    assert not Explanation.objects.exists()


def test_a_reader_explains_nothing(world: World, domain: Domain) -> None:
    leader = world.viewer(world.someone(domain.council, Role.LEADER))
    with pytest.raises(Denied, match="You can read"):
        explain(world, leader, domain)


def test_an_explanation_is_taken_back_once(world: World, lead: Viewer, domain: Domain) -> None:
    explanation = explain(world, lead, domain)
    assert withdraw_explanation(by=lead, explanation=explanation, at=world.at)
    assert not withdraw_explanation(by=lead, explanation=explanation, at=world.at)
    assert AuditEntry.objects.filter(action="checks.explanation-withdrawn").count() == 1
    with pytest.raises(Denied):
        withdraw_explanation(by=world.viewer(world.lead_of(world.council("BBB"))), explanation=explanation, at=world.at)
