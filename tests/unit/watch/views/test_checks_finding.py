"""Does a finding's page give the exact record, show what was seen without danger, and let people explain or retest?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.unit.watch.watched import a_domain, a_finding, a_visit
from tests.worlds import World, signed_in
from wardmote.estate.models import Domain
from wardmote.kernel.roles import Role
from wardmote.watch.models import Explanation, Finding, Visit, VisitState

Words = Callable[[Any], str]
XSS = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


def page_of(domain: Domain, rest: str = "dmarc_policy/") -> str:
    """Return the address of a finding's page."""
    return f"/councils/{domain.council.code}/checks/{domain.pk}/{rest}"


@pytest.fixture
def finding(world: World, domain: Domain) -> Finding:
    fix = 'Publish: _dmarc.elm.gov.uk. TXT "v=DMARC1; p=reject"'
    return a_finding(domain, "dmarc_policy", at=world.at - timedelta(days=9), says="Anyone can forge.", fix=fix)


@pytest.mark.usefixtures("finding")
def test_the_record_stands_in_fields_that_can_be_selected(lead: Client, domain: Domain) -> None:
    page = lead.get(page_of(domain)).content.decode()
    assert 'value="_dmarc.elm.gov.uk"' in page
    assert 'readonly spellcheck="false">v=DMARC1; p=reject</textarea>' in page
    assert "_dmarc.elm.gov.uk. TXT &#34;v=DMARC1; p=reject&#34;" in page


@pytest.mark.usefixtures("finding")
def test_the_page_says_since_when_why_and_where_it_is_written(lead: Client, domain: Domain, words: Words) -> None:
    said = words(lead.get(page_of(domain)))
    assert "(for 9 days). Severity: high." in said
    assert "Wanted: DMARC has forged mail stopped." in said
    assert "Without an enforced DMARC policy" in said
    assert "RFC 9989, section 4.7" in said
    assert "CAF B4.b, Secure Configuration" in said


def test_what_others_published_is_text_and_every_letter_of_it_is_seen(
    world: World, lead: Client, domain: Domain
) -> None:
    a_finding(domain, "mx_present", at=world.at, says=XSS, fix=f"Publish {XSS}", evidence=[XSS, "a\u202eb\x07c", 7])
    for page in (page_of(domain, "mx_present/"), page_of(domain, ""), "/councils/elm/checks/"):
        text = lead.get(page).content.decode()
        assert "<script>alert" not in text
        assert "<img" not in text
    text = lead.get(page_of(domain, "mx_present/")).content.decode()
    assert "a\\u{202e}b\\u{7}c" in text
    assert "<li>7</li>" in text


@pytest.mark.usefixtures("finding")
def test_history_is_told_in_intervals(world: World, lead: Client, domain: Domain, words: Words) -> None:
    Finding.objects.create(
        council=domain.council,
        domain=domain,
        check_id="dmarc_policy",
        area="mail",
        verdict="good",
        says="It was refused.",
        since=world.at - timedelta(days=40),
        until=world.at - timedelta(days=9),
        ended_as="bad",
    )
    said = words(lead.get(page_of(domain))).partition("What was known, and when")[2]
    assert said.index("Anyone can forge.") < said.index("It was refused.")


def test_a_check_that_never_ran_has_no_page(lead: Client, domain: Domain) -> None:
    assert lead.get(page_of(domain)).status_code == 404


@pytest.mark.usefixtures("finding")
def test_a_finding_is_explained_shown_and_taken_back(
    world: World, contributor: Client, domain: Domain, words: Words
) -> None:
    until = (world.at + timedelta(days=30)).date().isoformat()
    answer = contributor.post(page_of(domain, "dmarc_policy/explain/"), {"reason": "Booked.", "until": until})
    assert answer.headers["Location"] == page_of(domain)
    said = words(contributor.get(page_of(domain)))
    assert "Explained" in said
    assert "Booked. Carl Contributor" in said
    assert "Explain why it stays" not in said
    contributor.post(page_of(domain, "dmarc_policy/withdraw/"))
    assert "Earlier explanations Booked." in words(contributor.get(page_of(domain)))
    assert Explanation.objects.get().withdrawn_at is not None


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"reason": "", "until": "2099-01-01"}, "Write why it stays as it is"),
        ({"reason": "x", "until": ""}, "Choose until when it stays as it is"),
        ({"reason": "x", "until": "soon"}, "Enter a real date"),
        ({"reason": "x", "until": "2099-01-01"}, "Choose a day after today and within a year."),
        ({"reason": "x" * 2001, "until": "2099-01-01"}, "The reason must be 2,000 characters or fewer"),
    ],
)
def test_an_explanation_that_isnt_fit_loses_nothing(
    contributor: Client, domain: Domain, words: Words, sent: dict[str, str], fault: str
) -> None:
    answer = contributor.post(page_of(domain, "dmarc_policy/explain/"), sent)
    assert answer.status_code == 422
    assert fault in words(answer)
    assert sent["reason"] in answer.content.decode()
    assert not Explanation.objects.exists()


def test_what_is_good_cant_be_explained(world: World, lead: Client, domain: Domain) -> None:
    a_finding(domain, "mx_present", "good", at=world.at)
    assert lead.get(page_of(domain, "mx_present/explain/")).status_code == 404
    assert lead.post(page_of(domain, "mx_present/withdraw/")).status_code == 404


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize("rest", ["dmarc_policy/explain/", "dmarc_policy/withdraw/"])
def test_a_reader_neither_explains_nor_takes_back(reader: Client, domain: Domain, rest: str) -> None:
    assert reader.post(page_of(domain, rest), {"reason": "x", "until": "2099-01-01"}).status_code == 403


@pytest.mark.usefixtures("finding")
def test_a_look_is_asked_for_waited_for_and_leads_back_to_the_finding(
    world: World, contributor: Client, domain: Domain, words: Words
) -> None:
    asked = contributor.post(f"/councils/elm/checks/retest/{domain.pk}/", {"finding": "dmarc_policy"})
    visit = Visit.objects.get(domain=domain)
    assert asked.headers["Location"] == f"/councils/elm/checks/retest/{domain.pk}/{visit.pk}/?finding=dmarc_policy"
    waiting = contributor.get(asked.headers["Location"])
    assert 'http-equiv="refresh" content="4"' in waiting.content.decode()
    assert "We are looking at elm.gov.uk" in words(waiting)
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.DONE, done_at=world.at, letter="A", points=100)
    done = contributor.get(asked.headers["Location"])
    assert done.headers["Location"] == f"{page_of(domain)}?visit={visit.pk}"


def test_a_look_leads_nowhere_but_to_our_own_pages(contributor: Client, domain: Domain) -> None:
    asked = contributor.post(f"/councils/elm/checks/retest/{domain.pk}/", {"finding": "//evil.example/"})
    assert asked.headers["Location"].endswith(f"/{Visit.objects.get().pk}/")
    leads = contributor.get(asked.headers["Location"], {"finding": "//evil.example/"}).content.decode()
    assert 'href="//evil' not in leads


def test_a_look_that_cant_be_had_is_refused_in_words_on_the_domains_page(
    world: World, contributor: Client, domain: Domain, words: Words
) -> None:
    unproved = a_domain(domain.council, "unproved.example", at=world.at, is_verified=False)
    answer = contributor.post(f"/councils/elm/checks/retest/{unproved.pk}/", follow=True)
    assert "Show first that this domain is yours." in words(answer)
    assert not Visit.objects.exists()


def test_readers_wait_but_dont_ask(world: World, reader: Client, domain: Domain) -> None:
    assert reader.post(f"/councils/elm/checks/retest/{domain.pk}/").status_code == 403
    assert reader.get(f"/councils/elm/checks/retest/{domain.pk}/").status_code == 405
    visit = Visit.objects.create(council=domain.council, domain=domain, asked_at=world.at)
    assert reader.get(f"/councils/elm/checks/retest/{domain.pk}/{visit.pk}/").status_code == 200


def test_another_domains_look_isnt_waited_for(world: World, lead: Client, domain: Domain) -> None:
    other = a_visit(a_domain(world.council("oak"), at=world.at), at=world.at)
    assert lead.get(f"/councils/elm/checks/retest/{domain.pk}/{other.pk}/").status_code == 404


def test_a_dissolved_councils_findings_can_be_read_and_not_changed(world: World, words: Words) -> None:
    gone = world.council("ash", end_date=world.at.date())
    domain = a_domain(gone, at=world.at)
    a_finding(domain, "dmarc_policy", at=world.at)
    browser = signed_in(world.someone(gone, Role.LEAD))
    assert "Check again now" not in words(browser.get(page_of(domain)))
    refusal = browser.post(f"/councils/ash/checks/retest/{domain.pk}/")
    assert "This council isn't at work today." in words(refusal)
