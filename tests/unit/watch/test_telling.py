"""Is a council told what a night brought, in one letter, once, and nothing where nothing changed?"""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tests.unit.watch.nights import Stated, a_night, tell_all
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.assess.models import KnownFact
from wardmote.estate.events import domain_removed
from wardmote.estate.models import Domain
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person
from wardmote.watch.events import changes_told
from wardmote.watch.intervals import Answer
from wardmote.watch.models import Change, Explanation, Finding, Round
from wardmote.watch.telling import tell_round

DAY = timedelta(days=1)
GOOD: Stated = {"aaa.gov.uk": {"dmarc_policy": "good", "caa_present": "good"}}
BAD: Stated = {"aaa.gov.uk": {"dmarc_policy": "bad", "caa_present": "good"}}
UNSEEN: Stated = {"aaa.gov.uk": {"dmarc_policy": "unknown", "caa_present": "unknown"}}


@pytest.fixture
def council(world: World) -> Body:
    """A council with a domain, a lead and a contributor, and others whom findings concern less."""
    council = world.council("AAA", name="Aldermere Borough Council")
    a_domain(council, "aaa.gov.uk", at=world.at)
    for role in (Role.LEAD, Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER):
        world.someone(council, role)
    return council


@pytest.fixture
def nights(world: World, council: Body) -> "Nights":
    """Nights from the world's day on."""
    return Nights(world)


class Nights:
    """One night after the other; each begins with an empty box of letters."""

    def __init__(self, world: World) -> None:
        self.world, self.days = world, 0

    def next(self, stated: Stated, days: int = 1) -> Round:
        """Let a night pass, some days after the last one."""
        self.days += days
        Letter.objects.all().delete()
        return a_night(self.world.at.date() + self.days * DAY, self.world.at + self.days * DAY, stated)


def the_letter() -> Letter:
    """Return the lead's letter; the contributor's is the same."""
    first, second = Letter.objects.order_by("to")
    assert {first.to, second.to} == {"contributor.of.aaa@elsewhere.example", "lead.of.aaa@elsewhere.example"}
    assert (first.subject, first.text) == (second.subject, second.text)
    return first


def test_a_first_look_is_told_as_a_whole_with_the_worst_of_it(nights: Nights) -> None:
    nights.next(BAD)
    letter = the_letter()
    assert letter.subject == "First look at aaa.gov.uk: grade C"
    assert "- aaa.gov.uk: grade C\n  " in letter.text
    assert "dmarc_policy is bad." in letter.text
    assert "caa_present" not in letter.text
    assert "http://localhost:8000/councils/AAA/checks/" in letter.text
    assert not Change.objects.exists()


def test_what_got_worse_is_told_with_its_fix(nights: Nights) -> None:
    nights.next(GOOD)
    nights.next(BAD)
    letter = the_letter()
    assert letter.subject == "1 thing got worse on aaa.gov.uk"
    assert "dmarc_policy is bad.\n  To do: Publish dmarc_policy." in letter.text
    assert Change.objects.get().told_at is not None


def test_what_got_better_is_told_too(nights: Nights) -> None:
    nights.next(BAD)
    nights.next(GOOD)
    letter = the_letter()
    assert letter.subject == "1 thing got better on aaa.gov.uk"
    assert "To do" not in letter.text


def test_what_got_worse_under_the_same_verdict_is_told_and_that_its_explanation_ended(nights: Nights) -> None:
    nights.next(BAD)
    domain = Domain.objects.get()
    Explanation.objects.create(
        council=domain.council,
        domain=domain,
        check_id="dmarc_policy",
        reason="The supplier changes it.",
        until=nights.world.at.date() + 100 * DAY,
        explained_at=nights.world.at,
    )
    graver = Answer("bad", 4, "Anybody can send as you.", (), "Publish a policy.")
    nights.next({"aaa.gov.uk": {"dmarc_policy": graver, "caa_present": "good"}})
    letter = the_letter()
    assert letter.subject == "1 thing got worse on aaa.gov.uk"
    assert "Anybody can send as you.\n  What you explained here doesn't cover this" in letter.text


def test_a_fault_that_is_known_at_last_is_told(nights: Nights) -> None:
    nights.next(UNSEEN)
    nights.next(BAD)
    assert the_letter().subject == "1 thing got worse on aaa.gov.uk"


def test_both_at_once_stand_in_one_subject(nights: Nights) -> None:
    nights.next(BAD)
    nights.next({"aaa.gov.uk": {"dmarc_policy": "good", "caa_present": "weak"}})
    assert the_letter().subject == "1 thing got worse and 1 better on aaa.gov.uk"


def test_a_night_without_change_writes_to_nobody(nights: Nights) -> None:
    nights.next(BAD)
    nights.next(BAD)
    assert not Letter.objects.exists()


def test_a_night_is_told_once_however_often_its_job_runs(nights: Nights) -> None:
    nights.next(GOOD)
    night = nights.next(BAD)
    assert tell_all(night) == 0
    assert Letter.objects.count() == 2


def test_what_flapped_back_before_it_was_told_is_not_told(nights: Nights) -> None:
    nights.next(BAD)
    nights.next(BAD)
    domain = Domain.objects.get()
    at = nights.world.at + 2 * DAY
    for hours, before, after in ((1, "bad", "good"), (2, "good", "bad")):
        Change.objects.create(
            council=domain.council,
            domain=domain,
            check_id="dmarc_policy",
            before=before,
            after=after,
            says="It changed.",
            at=at + timedelta(hours=hours),
        )
    nights.next(BAD)
    assert not Letter.objects.exists()
    assert not Change.objects.filter(told_at__isnull=True).exists()


def test_three_days_out_of_sight_are_mentioned_once(nights: Nights) -> None:
    nights.next(BAD)
    subjects = []
    for _night in range(6):
        nights.next(UNSEEN)
        subjects.append(list(Letter.objects.values_list("subject", flat=True).distinct()))
    assert subjects == [[], [], [], ["We couldn't check aaa.gov.uk for three days"], [], []]
    assert Finding.objects.filter(until__isnull=True, verdict="bad").exists()


def test_an_explanation_that_runs_out_is_mentioned_once(nights: Nights) -> None:
    nights.next(BAD)
    domain = Domain.objects.get()
    Explanation.objects.create(
        council=domain.council,
        domain=domain,
        check_id="dmarc_policy",
        reason="The supplier changes it.",
        until=nights.world.at.date() + 10 * DAY,
        explained_at=nights.world.at,
    )
    told = []
    for _night in range(6):
        nights.next(BAD)
        told.append(list(Letter.objects.values_list("subject", flat=True).distinct()))
    assert told == [[], ["What you explained on aaa.gov.uk runs out within a week"], [], [], [], []]


def test_whoever_cannot_sign_in_any_more_gets_no_letter(nights: Nights) -> None:
    Person.objects.filter(email__startswith="lead").update(is_active=False)
    nights.next(BAD)
    assert [letter.to for letter in Letter.objects.all()] == ["contributor.of.aaa@elsewhere.example"]


def test_each_council_is_told_in_a_job_of_its_own(world: World, council: Body, nights: Nights) -> None:
    other = world.council("BBB")
    a_domain(other, "bbb.gov.uk", at=world.at)
    night = nights.next(BAD | {"bbb.gov.uk": {"dmarc_policy": "bad"}})
    DBTaskResult.objects.all().delete()
    assert tell_round.func(night.pk) == 2
    told = [(job.task_path.rpartition(".")[2], job.args_kwargs["args"]) for job in DBTaskResult.objects.all()]
    assert sorted(told) == [("tell_council", [night.pk, council.pk]), ("tell_council", [night.pk, other.pk])]


def test_another_council_hears_nothing_of_it(world: World, nights: Nights) -> None:
    other = world.council("BBB")
    world.someone(other, Role.LEAD)
    nights.next(BAD)
    assert not Letter.objects.filter(to__contains="bbb").exists()


def test_a_letter_that_could_not_be_written_leaves_the_change_untold(nights: Nights) -> None:
    nights.next(GOOD)

    def fail(sender: object, **_kwargs: object) -> None:
        raise RuntimeError("no letter today")

    changes_told.connect(fail, weak=False, dispatch_uid="test")
    try:
        with pytest.raises(RuntimeError):
            nights.next(BAD)
    finally:
        changes_told.disconnect(dispatch_uid="test")
    assert Change.objects.get().told_at is None
    assert not Letter.objects.exists()
    assert tell_all(Round.objects.order_by("-day")[0]) == 1
    assert the_letter().subject == "1 thing got worse on aaa.gov.uk"


def test_a_long_letter_says_how_much_it_leaves_out(world: World, council: Body, nights: Nights) -> None:
    for number in range(25):
        a_domain(council, f"d{number:02}.gov.uk", at=world.at)
    nights.next({domain.name: {"dmarc_policy": "good"} for domain in Domain.objects.all()})
    nights.next({domain.name: {"dmarc_policy": "bad"} for domain in Domain.objects.all()})
    letter = the_letter()
    assert letter.subject == "26 things got worse on 26 domains"
    assert "and 6 more, on the page" in letter.text


def test_findings_stand_beside_the_outcomes_they_bear_on_and_leave_with_the_domain(nights: Nights) -> None:
    nights.next({"aaa.gov.uk": {"caa_present": Answer("weak", 1, "No CAA record is published.")}})
    facts = KnownFact.objects.filter(source="watch", key="caa_present")
    assert {fact.verdict for fact in facts} == {"weak"}
    assert "aaa.gov.uk: No CAA record is published." in facts[0].says
    domain = Domain.objects.get()
    Domain.objects.update(removed_at=nights.world.at + 2 * DAY)
    domain_removed.send(sender=Domain, domain=domain, by=None, at=nights.world.at + 2 * DAY)
    assert not facts.all().exists()


def test_a_council_counts_with_its_worst_domain_and_the_sentence_says_how_many(
    world: World, council: Body, nights: Nights
) -> None:
    a_domain(council, "bbb.gov.uk", at=world.at)
    a_domain(council, "ccc.gov.uk", at=world.at)
    said = {"aaa.gov.uk": "good", "bbb.gov.uk": "weak", "ccc.gov.uk": "unknown"}
    nights.next({name: {"caa_present": verdict} for name, verdict in said.items()})
    fact = KnownFact.objects.filter(source="watch", key="caa_present")[0]
    assert (fact.verdict, fact.link) == ("weak", "/councils/AAA/checks/")
    assert "1 of 3 domains: caa_present is weak. (bbb.gov.uk)" in fact.says
