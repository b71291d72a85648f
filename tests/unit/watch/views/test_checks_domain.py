"""Does a domain's page say how its grade came about, and lead from the worst finding to its fix?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.unit.watch.watched import a_domain, a_finding, a_visit
from tests.worlds import World, signed_in
from wardmote.engines.checks.registry import checks
from wardmote.estate.models import Domain
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.watch.models import Change, Explanation, Visit, VisitState

Words = Callable[[Any], str]


def page_of(domain: Domain, rest: str = "") -> str:
    """Return the address of a domain's page."""
    return f"/councils/{domain.council.code}/checks/{domain.pk}/{rest}"


def add_every_check(domain: Domain, world: World, verdict: str = "good") -> None:
    """Let every check of the catalogue say something."""
    for check in checks():
        a_finding(domain, check.id, verdict, at=world.at, area=check.area, severity=3 if verdict == "bad" else 0)


def test_the_grade_is_shown_with_its_meaning_and_each_lost_point(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    a_visit(domain, at=world.at, letter="C", points=83)
    a_finding(domain, "dmarc_policy", at=world.at, severity=3)
    a_finding(domain, "caa_present", "weak", at=world.at, severity=1, area="dns")
    a_finding(domain, "mx_present", "good", at=world.at)
    said = words(lead.get(page_of(domain)))
    assert "elm.gov.uk: 1 thing is wrong and 1 could be better" in said
    assert "Grade C Weak in places that matter 83 of 100 points." in said
    assert "How the C came about" in said
    assert "DMARC has forged mail stopped −15 CAA records name the permitted authorities −2 What is left 83" in said


def test_a_grade_that_no_longer_fits_isnt_explained_by_what_stands_now(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    a_visit(domain, at=world.at, letter="A", points=100)
    a_finding(domain, "dmarc_policy", at=world.at, severity=3)
    said = words(lead.get(page_of(domain)))
    assert "How the A came about" not in said
    assert "What costs points now" in said


def test_too_little_known_gives_no_grade_and_says_why(world: World, lead: Client, domain: Domain, words: Words) -> None:
    a_visit(domain, at=world.at, letter="")
    a_finding(domain, "mx_present", "unknown", at=world.at)
    said = words(lead.get(page_of(domain)))
    assert "No grade: too little is known" in said
    assert "No grade: 1 of 1 answers are unknown." in said


def test_findings_stand_by_area_worst_first_and_good_ones_are_folded(
    world: World, lead: Client, domain: Domain
) -> None:
    a_finding(domain, "tls_reports_wanted", "weak", at=world.at, severity=1)
    a_finding(domain, "dmarc_policy", at=world.at, severity=3)
    a_finding(domain, "mta_sts_record", "unknown", at=world.at)
    a_finding(domain, "mx_present", "good", at=world.at)
    a_finding(domain, "bimi", "not-applicable", at=world.at)
    a_finding(domain, "caa_present", at=world.at, area="dns")
    page = lead.get(page_of(domain)).content.decode()
    mail, _, names = page.partition('id="dns"')
    order = ["dmarc_policy/", "tls_reports_wanted/", "mta_sts_record/", "<details", "mx_present/", "bimi/"]
    found = [mail.rindex(text) if text != "<details" else mail.index(text) for text in order]
    assert found == sorted(found)
    assert "caa_present/" in names


def test_what_could_not_be_seen_again_is_grey_with_what_was_known(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    a_finding(
        domain,
        "mx_present",
        "good",
        at=world.at - timedelta(days=9),
        unseen_since=world.at - timedelta(days=3),
        unseen_says="The mail server didn't answer.",
    )
    said = words(lead.get(page_of(domain)))
    assert "Not known The mail server didn't answer." in said
    assert "not known for 3 days; before that: good" in said


def test_a_fault_that_could_not_be_seen_again_stays_a_fault(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    a_finding(domain, "mx_present", at=world.at - timedelta(days=9), says="Mail goes nowhere.", unseen_since=world.at)
    said = words(lead.get(page_of(domain)))
    assert "Bad Mail goes nowhere." in said
    assert "for 9 days; not seen again since today" in said


def test_an_explained_finding_is_marked_and_asks_for_nothing(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    a_visit(domain, at=world.at)
    a_finding(domain, "dnssec_validates", "weak", at=world.at, area="dns")
    until = (world.at + timedelta(days=9)).date()
    Explanation.objects.create(
        council=domain.council,
        domain=domain,
        check_id="dnssec_validates",
        reason="x",
        until=until,
        explained_at=world.at,
    )
    said = words(lead.get(page_of(domain)))
    assert "elm.gov.uk: in order" in said
    assert "Explained dnssec_validates is weak." in said
    assert "See how to mend the worst" not in said


def test_a_domain_of_which_too_little_is_known_is_not_called_in_order(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    a_visit(domain, at=world.at, letter="")
    assert "elm.gov.uk: too little is known" in words(lead.get(page_of(domain)))
    a_finding(domain, "dnssec_validates", "unknown", at=world.at, area="dns")
    assert "elm.gov.uk: 1 check couldn't be made" in words(lead.get(page_of(domain)))


def test_grades_over_time_are_drawn_under_their_finding_and_stand_in_a_table(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    for days, letter in [(30, "D"), (20, ""), (10, "C"), (9, "C")]:
        a_visit(domain, at=world.at - timedelta(days=days), letter=letter)
    answer = lead.get(page_of(domain))
    page = answer.content.decode()
    assert "From D up to C on" in words(answer)
    assert page.count('<path d="M34') >= 1
    assert 'fill="url(#t-unknown)"' in page
    table = words(answer).partition("The same as a table")[2]
    assert [word in table for word in ("C ", "Not known", "D ")] == [True] * 3


def test_a_check_that_the_catalogue_lost_breaks_no_page(
    world: World, lead: Client, domain: Domain, words: Words
) -> None:
    a_finding(domain, "of_yester-year", at=world.at, area="elsewhere")
    assert "Wanted: Of yester year" in words(lead.get(page_of(domain)))
    said = words(lead.get(page_of(domain, "of_yester-year/")))
    assert "This check is no longer made. What it found last stays on record." in said
    assert "Check again now" not in said


def test_whoever_waited_is_told_what_came_of_it(world: World, lead: Client, domain: Domain, words: Words) -> None:
    visit = a_visit(domain, at=world.at)
    assert "We have looked again" not in words(lead.get(page_of(domain), {"visit": visit.pk}))
    visit = a_visit(domain, at=world.at)
    assert "We have looked again. Nothing has changed." in words(lead.get(page_of(domain), {"visit": visit.pk}))
    Change.objects.create(
        council=domain.council,
        domain=domain,
        visit=visit,
        check_id="mx_present",
        before="bad",
        after="good",
        says="x",
        at=world.at,
    )
    assert "We have looked again. 1 thing changed." in words(lead.get(page_of(domain), {"visit": visit.pk}))
    assert "We have looked again" not in words(lead.get(page_of(domain)))


def test_a_look_under_way_is_said_instead_of_offered(world: World, lead: Client, domain: Domain, words: Words) -> None:
    assert "Check again now" in words(lead.get(page_of(domain)))
    Visit.objects.create(council=domain.council, domain=domain, asked_at=world.at, state=VisitState.WAITING)
    said = words(lead.get(page_of(domain)))
    assert "We are looking at it now." in said
    assert "Check again now" not in said


def test_nobody_is_offered_a_look_at_a_made_up_domain(world: World, words: Words) -> None:
    fiction = world.council("fic", demonstration=True)
    domain = a_domain(fiction, at=world.at)
    browser = signed_in(world.someone(fiction, Role.LEAD))
    assert "Check again now" not in words(browser.get(page_of(domain)))


def test_readers_see_findings_and_no_buttons(world: World, reader: Client, domain: Domain, words: Words) -> None:
    a_finding(domain, "dmarc_policy", at=world.at)
    for page in (page_of(domain), page_of(domain, "dmarc_policy/")):
        said = words(reader.get(page))
        assert "Check again now" not in said
        assert "Explain why" not in said
        assert "for your supplier" not in said


def test_a_removed_domain_and_another_councils_arent_there(world: World, lead: Client, council: Body) -> None:
    removed = a_domain(council, "gone.example", at=world.at, removed_at=world.at)
    others = a_domain(world.council("oak"), at=world.at)
    for number in (removed.pk, others.pk, 10**15, 10**30):
        for rest in ("", "mx_present/", "mx_present/explain/"):
            assert lead.get(f"/councils/elm/checks/{number}/{rest}").status_code == 404


def test_the_page_is_small_and_asks_as_often_however_much_was_found(
    world: World, lead: Client, council: Body, domain: Domain
) -> None:
    def count(watched: Domain) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = lead.get(page_of(watched))
        assert len(answer.content) < 100_000
        return len(captured)

    a_visit(domain, at=world.at)
    count(domain)
    few = count(domain)
    full = a_domain(council, "full.example", at=world.at)
    add_every_check(full, world, "bad")
    for days in range(400):
        a_visit(full, at=world.at - timedelta(days=days), letter="AB"[days % 2])
    assert count(full) == few <= 16
