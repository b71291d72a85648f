"""What do the council, its assurer and everybody else see of a scope and a review?"""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.assess.assessments.reviews import Round, a_round, in_response, in_review
from tests.unit.assess.assessments.rounds import answer
from tests.worlds import World, signed_in
from wardmote.assess.models import (
    Assessment,
    Comment,
    Evidence,
    EvidenceUse,
    ImportedFramework,
    OutcomeAnswer,
    Report,
    Review,
    ReviewFinding,
    State,
)
from wardmote.engines.frameworks import Status
from wardmote.estate.models import Service, System, SystemKind
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Membership, Person

pytestmark = pytest.mark.django_db

FOR_BOTH = ("scope/", "scope/sign/")
FOR_ASSURER = ("review/", "review/0/A1.a/")
FOR_COUNCIL = ("review/ask/", "response/", "response/0/A1.a/", "response/accept/")
POSTS = ("scope/send/", "response/return/")
FORMS = (
    "scope/",
    "scope/sign/",
    "review/0/A1.a/",
    "review/finish/",
    "review/ask/",
    "response/0/A1.a/",
    "response/accept/",
)
EVERY_PAGE = (*FOR_BOTH, *FOR_ASSURER, "review/finish/", "review/withdraw/", *FOR_COUNCIL)


def status(elm: Round, person: Person | None, page: str) -> int:
    return signed_in(person).get(elm.path(page)).status_code


def html(elm: Round, person: Person, page: str) -> str:
    response = signed_in(person).get(elm.path(page))
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def words(page: str) -> str:
    """Return a page's words without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").split())


def evidence(elm: Round, title: str, *, shown: bool) -> Evidence:
    piece = Evidence.objects.create(
        council=elm.council, kind="reference", title=title, reference="Shelf 3", is_shown=shown, added_at=elm.world.at
    )
    part = elm.assessment.parts.get(position=0)
    EvidenceUse.objects.create(
        evidence=piece,
        assessment=elm.assessment,
        part=part,
        council=elm.council,
        outcome="A1.a",
        used_at=elm.world.at,
    )
    return piece


# Who gets in


def test_every_page_opens_for_those_whom_it_is_for(world: World) -> None:
    elm = in_response(world)
    assert [status(elm, elm.lead, page) for page in (*FOR_BOTH, *FOR_COUNCIL)] == [200] * 6
    assert [status(elm, elm.assurer, page) for page in (*FOR_BOTH, *FOR_ASSURER)] == [200] * 4
    elm.put(State.REVIEW)
    assert status(elm, elm.assurer, "review/finish/") == 200
    assert status(elm, elm.lead, "review/withdraw/") == 200


def test_the_council_has_no_assurers_page_and_the_assurer_none_of_the_council(world: World) -> None:
    elm = in_response(world)
    assert status(elm, elm.lead, "review/") == 302
    assert [status(elm, elm.lead, page) for page in ("review/0/A1.a/", "review/finish/")] == [404, 404]
    assert {status(elm, elm.assurer, page) for page in (*FOR_COUNCIL, "review/withdraw/")} == {404}
    assert {signed_in(elm.assurer).post(elm.path(page)).status_code for page in POSTS} == {404}


@pytest.mark.parametrize("who", ["stranger", "assurer-of-another", "lead-of-another", "assurer-not-asked"])
def test_nobody_else_finds_any_of_the_pages(world: World, who: str) -> None:
    elm, moe = in_response(world), in_response(world, "moe")
    person = {
        "stranger": lambda: world.person("Stranger"),
        "assurer-of-another": lambda: moe.assurer,
        "lead-of-another": lambda: moe.lead,
        "assurer-not-asked": lambda: world.someone(elm.council, Role.ASSURER, "Not asked"),
    }[who]()
    assert {status(elm, person, page) for page in EVERY_PAGE} == {404}
    assert {signed_in(person).post(elm.path(page)).status_code for page in (*FORMS, *POSTS)} == {404}


@pytest.mark.parametrize("how", ["ended", "lapsed", "withdrawn"])
def test_an_assurer_who_is_no_longer_let_in_finds_nothing(world: World, how: str) -> None:
    elm = in_review(world)
    assert status(elm, elm.assurer, "review/") == 200
    membership = Membership.objects.filter(person=elm.assurer)
    match how:
        case "ended":
            membership.update(ended_at=world.at)
        case "lapsed":
            membership.update(lapses_on=world.at.date())
        case "withdrawn":
            Review.objects.update(withdrawn_at=world.at)
    assert {status(elm, elm.assurer, page) for page in EVERY_PAGE} == {404}


def test_an_assurer_who_answers_for_another_council_is_still_only_the_assurer_here(world: World) -> None:
    elm = in_review(world)
    world.give(elm.assurer, world.council("moe"), Role.LEAD)
    assert status(elm, elm.assurer, "review/0/A1.a/") == 200
    assert status(elm, elm.assurer, "response/") == 404


def test_the_councils_number_and_another_councils_code_do_not_go_together(world: World) -> None:
    elm, moe = in_review(world), in_review(world, "moe")
    client = signed_in(elm.assurer)
    for page in ("scope/", "review/", "review/0/A1.a/"):
        assert client.get(f"/councils/moe/assessments/{elm.assessment.pk}/{page}").status_code == 404
        assert client.get(f"/councils/elm/assessments/{moe.assessment.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["review/9/A1.a/", "review/0/B1.a/", "review/0/Z9.z/", "review/0/%00/"])
def test_what_the_assessment_does_not_ask_is_not_there(world: World, page: str) -> None:
    elm = in_review(world)
    assert status(elm, elm.assurer, page) == 404


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER, Role.CONTRIBUTOR])
def test_colleagues_read_and_only_the_lead_asks_and_takes_back(world: World, role: Role) -> None:
    elm = in_response(world)
    colleague = world.someone(elm.council, role)
    assert [status(elm, colleague, page) for page in ("scope/", "response/", "response/0/A1.a/")] == [200] * 3
    assert [status(elm, colleague, page) for page in ("review/ask/", "review/withdraw/")] == [403, 403]
    assert status(elm, colleague, "response/accept/") == (200 if role is Role.LEADER else 403)


# What the assurer sees


def test_answers_stay_closed_until_they_are_handed_over(world: World) -> None:
    elm = a_round(world, confirmed=True)
    elm.ask()
    page = html(elm, elm.assurer, "review/")
    assert "The answers aren't with you yet" in words(page)
    assert "A1.a" not in page
    for state in (State.OPEN, State.APPROVED, State.CLOSED):
        elm.put(state)
        response = signed_in(elm.assurer).get(elm.path("review/0/A1.a/"))
        assert response.status_code == 409
        assert "Minutes of March" not in response.content.decode()


def test_reasons_that_are_not_shown_are_nowhere_in_the_page(world: World) -> None:
    elm = in_review(world, shows_reasons=False)
    OutcomeAnswer.objects.filter(outcome="A1.a").update(justification="SECRET-REASON")
    page = html(elm, elm.assurer, "review/0/A1.a/")
    assert "SECRET-REASON" not in page
    assert "doesn't show its reasons" in words(page)
    Review.objects.update(shows_reasons=True)
    assert "SECRET-REASON" in html(elm, elm.assurer, "review/0/A1.a/")


def test_only_evidence_that_is_shown_is_in_the_page(world: World) -> None:
    elm = in_review(world)
    evidence(elm, "OPEN-PIECE", shown=True)
    evidence(elm, "CLOSED-PIECE", shown=False)
    page = html(elm, elm.assurer, "review/0/A1.a/")
    assert ("OPEN-PIECE" in page, "CLOSED-PIECE" in page) == (True, False)
    Review.objects.update(shows_evidence=False)
    page = html(elm, elm.assurer, "review/0/A1.a/")
    assert "OPEN-PIECE" not in page
    assert "Shelf 3" not in page


def test_comments_and_names_of_colleagues_are_in_none_of_the_assurers_pages(world: World) -> None:
    elm = in_review(world)
    part = elm.assessment.parts.get(position=0)
    Comment.objects.create(
        assessment=elm.assessment, part=part, council=elm.council, outcome="A1.a", text="SECRET-TALK", at=world.at
    )
    OutcomeAnswer.objects.update(answered_by=world.someone(elm.council, Role.CONTRIBUTOR, "SECRET-NAME"))
    elm.find_all()
    for page in (*FOR_BOTH, *FOR_ASSURER, "review/finish/"):
        shown = html(elm, elm.assurer, page)
        assert "SECRET" not in shown
        assert "history/" not in shown
        assert "plan/" not in shown


def test_an_alternative_control_is_marked_and_shown_even_without_reasons(world: World) -> None:
    elm = in_review(world, shows_reasons=False)
    ImportedFramework.objects.create(
        kind="wording",
        framework="caf",
        version="3.2",
        source="Made up for this test",
        digest="x",
        content={
            "statements": {
                "A1.a": [
                    ["A1.a.n1", "not-achieved", "Nobody on the board knows."],
                    ["A1.a.a1", "achieved", "The board looks every month."],
                    ["A1.a.a2", "achieved", "Somebody on the board answers for it."],
                ]
            }
        },
        imported_at=world.at,
    )
    OutcomeAnswer.objects.filter(outcome="A1.a").update(
        replies={"A1.a.a1": "true", "A1.a.a2": "alternative"}, alternatives={"A1.a.a2": "A committee answers."}
    )
    page = words(html(elm, elm.assurer, "review/0/A1.a/"))
    assert "True: The board looks every month." in page
    assert "Alternative control: Somebody on the board answers for it. A committee answers." in page
    assert "Not true: Nobody on the board knows." in page


def test_the_target_stands_on_the_page(world: World) -> None:
    elm = in_review(world)
    desk = elm.desk()
    assert desk.profile
    minimum = desk.profile.minimum["A1.a"].words
    assert f"Target: {minimum}." in words(html(elm, elm.assurer, "review/0/A1.a/"))


def test_the_overview_counts_and_leads_to_the_next_outcome(world: World) -> None:
    elm = in_review(world, systems=1, due_on=world.at.date() + timedelta(days=30))
    elm.find("A1.a")
    page = html(elm, elm.assurer, "review/")
    assert "38 outcomes are left to look at" in words(page)
    assert f'href="{elm.path("review/0/A1.b/")}"' in page
    elm.find_all()
    assert "Every outcome has your finding" in words(html(elm, elm.assurer, "review/"))


def test_the_overview_needs_few_queries_however_many_outcomes(world: World) -> None:
    elm = in_review(world, systems=1)
    elm.find_all()
    client = signed_in(elm.assurer)
    client.get(elm.path("review/"))
    with CaptureQueriesContext(
        connection,
    ) as counted:
        client.get(elm.path("review/"))
    assert len(counted) <= 25


# What the assurer sends


def finding(**given: object) -> dict[str, object]:
    return {"status": "achieved", "reasons": "Seen.", "good_practice": "", "to_improve": "", "edition": 0, **given}


def test_a_saved_finding_leads_to_the_next_outcome(world: World) -> None:
    elm = in_review(world)
    response = signed_in(elm.assurer).post(elm.path("review/0/A1.a/"), finding())
    assert (response.status_code, response["Location"]) == (302, elm.path("review/0/A1.b/"))
    assert ReviewFinding.objects.get().status == "achieved"


def test_the_last_finding_leads_to_the_overview(world: World) -> None:
    elm = in_review(world)
    elm.find_all()
    ReviewFinding.objects.filter(outcome="A1.a").delete()
    assert signed_in(elm.assurer).post(elm.path("review/0/A1.a/"), finding())["Location"] == elm.path("review/")


def test_a_finding_without_reasons_keeps_what_was_typed(world: World) -> None:
    elm = in_review(world)
    response = signed_in(elm.assurer).post(
        elm.path("review/0/A1.a/"), finding(reasons="", to_improve="Typed with care.")
    )
    assert response.status_code == 422
    assert "Give your reasons" in response.content.decode()
    assert "Typed with care." in response.content.decode()


def test_a_second_window_shows_both_findings_and_can_then_save(world: World) -> None:
    elm = in_review(world)
    elm.find("A1.a")
    client = signed_in(elm.assurer)
    response = client.post(elm.path("review/0/A1.a/"), finding(reasons="From the second window."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "I saw A1.a." in page
    assert "From the second window." in page
    assert 'name="edition" value="1"' in page
    again = client.post(elm.path("review/0/A1.a/"), finding(reasons="From the second window.", edition=1))
    assert again.status_code == 302


def test_a_finding_that_comes_too_late_is_refused_on_the_page(world: World) -> None:
    elm = in_response(world)
    response = signed_in(elm.assurer).post(elm.path("review/0/A1.a/"), finding(reasons="Late.", edition=1))
    assert response.status_code == 409
    assert "finished this review" in words(response.content.decode())
    assert not ReviewFinding.objects.filter(reasons="Late.").exists()


@pytest.mark.parametrize("sent", [{"status": "excellent"}, {"edition": "x"}, {"edition": "9" * 40}])
def test_a_form_that_no_page_of_ours_sends_changes_nothing(world: World, sent: dict[str, object]) -> None:
    elm = in_review(world)
    assert signed_in(elm.assurer).post(elm.path("review/0/A1.a/"), finding(**sent)).status_code == 422
    assert not ReviewFinding.objects.exists()


def test_a_review_is_finished_from_its_page_and_the_leads_get_a_letter(world: World) -> None:
    elm = in_review(world)
    client = signed_in(elm.assurer)
    early = client.post(elm.path("review/finish/"), {"summary": "Typed early.", "edition": elm.edition})
    assert early.status_code == 409
    assert "12 outcomes have no finding" in words(early.content.decode())
    elm.find_all()
    Letter.objects.all().delete()
    done = client.post(elm.path("review/finish/"), {"summary": "Well.", "edition": elm.edition})
    assert (done.status_code, elm.state) == (302, State.RESPONSE)
    letter = Letter.objects.get()
    assert letter.to == elm.lead.email
    assert elm.path("response/") in letter.text
    assert len(letter.text.splitlines()) == 3


# What the council sees and sends


def test_without_an_assurer_the_page_says_how_to_invite_one(world: World) -> None:
    elm = a_round(world)
    Membership.objects.filter(person=elm.assurer).update(ended_at=world.at)
    page = html(elm, elm.lead, "review/ask/")
    assert 'href="/councils/elm/people/"' in page
    assert "<form method" not in page.partition("<main")[2].partition("</main")[0]


def asked(elm: Round, **given: object) -> dict[str, object]:
    day = elm.world.at.date() + timedelta(days=9)
    return {"assurer": elm.assurer.pk, "kind": "peer", "due_on": f"{day}", "edition": elm.edition, **given}


def test_the_lead_asks_from_the_page_and_the_assurer_gets_a_letter_with_the_day(world: World) -> None:
    elm = a_round(world, confirmed=True)
    shown, kept = evidence(elm, "Policy", shown=False), evidence(elm, "Plan", shown=False)
    elm.put(State.APPROVED)
    assert "Policy (A1.a)" in html(elm, elm.lead, "review/ask/")
    sent = asked(elm, shows_evidence="on", evidence=[shown.pk])
    response = signed_in(elm.lead).post(elm.path("review/ask/"), sent)
    assert (response.status_code, elm.state) == (302, State.REVIEW)
    review = Review.objects.get()
    assert (review.kind, review.shows_reasons, review.shows_evidence) == ("peer", False, True)
    assert set(Evidence.objects.filter(is_shown=True)) == {shown}
    assert not kept.is_shown
    letter = Letter.objects.get(to=elm.assurer.email)
    assert letter.subject.startswith("Review elm Council's assessment, by ")
    assert len(letter.text.splitlines()) == 3
    assert elm.path("review/") in letter.text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"assurer": ""}, "Choose who looks"),
        ({"assurer": "999999"}, "Choose somebody from the list"),
        ({"due_on": "soon"}, "year-month-day"),
        ({"due_on": "2001-01-01"}, "still to come"),
        ({"evidence": ["999999"]}, "evidence has changed"),
        ({"edition": 0}, "while you had the page open"),
    ],
)
def test_a_request_that_does_not_fit_is_refused_on_the_page(world: World, given: dict[str, object], says: str) -> None:
    elm = a_round(world)
    response = signed_in(elm.lead).post(elm.path("review/ask/"), asked(elm, **given))
    assert response.status_code in (403, 409, 422)
    assert says in words(response.content.decode())
    assert not Review.objects.exists()


def test_a_draft_of_the_assurer_is_not_the_councils_to_read(world: World) -> None:
    elm = in_review(world)
    elm.find("A1.a", reasons="DRAFT-WORDS")
    assert "DRAFT-WORDS" not in html(elm, elm.lead, "response/")
    assert status(elm, elm.lead, "response/0/A1.a/") == 404


def test_the_council_answers_beside_the_finding_and_goes_on(world: World) -> None:
    elm = in_response(world, to_improve="Write it down.")
    page = html(elm, elm.lead, "response/")
    assert "1 finding needs your answer" in words(page)
    assert "Good work on the whole." in page
    page = html(elm, elm.lead, "response/0/A1.a/")
    assert "I saw A1.a." in page
    assert "Minutes of March show A1.a." in page
    edition = ReviewFinding.objects.get(outcome="A1.a").edition
    client = signed_in(elm.lead)
    sent = {"stance": "disputed", "response": "", "edition": edition}
    refused = client.post(elm.path("response/0/A1.a/"), sent)
    assert (refused.status_code, "Say why" in words(refused.content.decode())) == (403, True)
    saved = client.post(elm.path("response/0/A1.a/"), {**sent, "response": "See page 3."})
    assert saved["Location"] == elm.path("response/")
    assert "Ask the assurer to look again" in html(elm, elm.lead, "response/")


def test_two_colleagues_who_answer_one_finding_see_both(world: World) -> None:
    elm = in_response(world)
    old = ReviewFinding.objects.get(outcome="A1.a").edition
    colleague = world.someone(elm.council, Role.CONTRIBUTOR, "Bea")
    first = {"stance": "agreed", "response": "Bea's words.", "edition": old}
    signed_in(colleague).post(elm.path("response/0/A1.a/"), first)
    second = signed_in(elm.lead).post(elm.path("response/0/A1.a/"), {**first, "response": "Mine."})
    page = words(second.content.decode())
    assert second.status_code == 409
    assert "Bea answered:" in page
    assert "Bea's words." in page
    assert "Mine." in second.content.decode()


def test_a_dispute_goes_back_by_a_button_and_the_assurer_is_told(world: World) -> None:
    elm = in_response(world)
    client = signed_in(elm.lead)
    client.post(elm.path("response/return/"), {"edition": elm.edition})
    assert elm.state == State.RESPONSE
    ReviewFinding.objects.filter(outcome="A1.a").update(stance="disputed", response="See page 3.")
    Letter.objects.all().delete()
    client.post(elm.path("response/return/"), {"edition": elm.edition})
    assert elm.state == State.REVIEW
    assert Letter.objects.get().subject == "Look again at elm Council's assessment"
    assert "See page 3." in html(elm, elm.assurer, "review/0/A1.a/")


def test_accepting_freezes_the_assured_report(world: World) -> None:
    elm = in_response(world)
    client = signed_in(elm.lead)
    early = client.post(elm.path("response/accept/"), {"edition": elm.edition})
    assert (early.status_code, elm.state) == (409, State.RESPONSE)
    ReviewFinding.objects.filter(outcome="A1.a").update(stance="agreed")
    assert "Accept and freeze" in html(elm, elm.lead, "response/accept/")
    done = client.post(elm.path("response/accept/"), {"edition": elm.edition})
    assert (done.status_code, elm.state) == (302, State.ASSURED)
    twice = client.post(elm.path("response/accept/"), {"edition": elm.edition})
    assert (twice.status_code, Report.objects.filter(kind="assured").count()) == (409, 1)
    assert "The review is accepted" in words(html(elm, elm.lead, "response/"))
    assert "This assessment is assured" in words(html(elm, elm.assurer, "review/"))


def test_taking_back_asks_first_and_shuts_the_assurer_out(world: World) -> None:
    elm = in_review(world)
    elm.find("A1.a", Status.ACHIEVED)
    assert "1 finding" in words(html(elm, elm.lead, "review/withdraw/"))
    client = signed_in(elm.lead)
    stale = client.post(elm.path("review/withdraw/"), {"edition": 0})
    assert (stale.status_code, elm.state) == (409, State.REVIEW)
    client.post(elm.path("review/withdraw/"), {"edition": elm.edition})
    assert (elm.state, status(elm, elm.assurer, "review/")) == (State.APPROVED, 404)


def test_an_assurer_reads_how_far_the_council_is(world: World) -> None:
    elm = a_round(world)
    elm.ask()
    assert "The council is still answering" in html(elm, elm.assurer, "review/")
    elm.put(State.APPROVED)
    page = words(html(elm, elm.assurer, "review/"))
    assert "The council has approved its answers and hasn't handed them over yet" in page
    assert "still answering" not in page


# The scope's pages


def estate(elm: Round) -> tuple[Service, System]:
    service = Service.objects.create(council=elm.council, name="Housing", added_at=elm.world.at)
    system = System.objects.create(council=elm.council, name="Payroll", kind=SystemKind.MISSION, added_at=elm.world.at)
    return service, system


def test_an_empty_estate_leads_to_its_pages(world: World) -> None:
    elm = a_round(world)
    page = html(elm, elm.lead, "scope/")
    assert 'href="/councils/elm/estate/"' in page
    assert "hasn't listed its services yet" in words(page)


def test_a_scope_is_made_sent_and_signed_without_a_script(world: World) -> None:
    elm = a_round(world)
    service, system = estate(elm)
    client = signed_in(elm.lead)
    first = {"mission": "We serve.", "services": [service.pk], "considered": [system.pk], "edition": elm.edition}
    assert client.post(elm.path("scope/"), first).status_code == 302
    assert elm.assessment.parts.count() == 1
    why = {f"reason-{system.pk}": "Everybody is paid by it.", "chosen": [system.pk], "edition": elm.edition}
    client.post(elm.path("scope/"), {**first, **why})
    assert elm.assessment.parts.count() == 2
    page = html(elm, elm.lead, "scope/")
    assert "1 system is chosen, where three are normal." in words(page)
    assert "Send it for sign-off" in page
    client.post(elm.path("scope/send/"), {"edition": elm.edition})
    leader = world.someone(elm.council, Role.LEADER)
    assert "Check and sign off" in html(elm, leader, "scope/")
    unsure = signed_in(leader).post(elm.path("scope/sign/"), {"decision": "return", "note": "", "edition": elm.edition})
    assert (unsure.status_code, "what should change" in words(unsure.content.decode())) == (403, True)
    signed_in(leader).post(elm.path("scope/sign/"), {"decision": "sign", "note": "", "edition": elm.edition})
    page = words(html(elm, elm.lead, "scope/"))
    assert "The scope is signed off" in page
    assert "it has to be sent and signed off again" in page


def test_the_assurer_signs_the_scope_from_the_page(world: World) -> None:
    elm = a_round(world)
    elm.ask()
    Assessment.objects.filter(pk=elm.assessment.pk).update(scope_sent_at=world.at)
    assert "Check and sign the scope off" in html(elm, elm.assurer, "review/")
    client = signed_in(elm.assurer)
    assert client.post(elm.path("scope/"), {"mission": "Mine.", "edition": elm.edition}).status_code == 403
    signed = client.post(elm.path("scope/sign/"), {"decision": "sign", "note": "Fits.", "edition": elm.edition})
    elm.assessment.refresh_from_db()
    assert (signed.status_code, elm.assessment.scope_signed_by) == (302, elm.assurer)
    assert elm.assessment.mission == ""


def test_a_scope_that_a_colleague_changed_keeps_what_was_typed(world: World) -> None:
    elm = a_round(world)
    sent = {"mission": "Typed with care.", "edition": elm.edition + 7}
    response = signed_in(elm.lead).post(elm.path("scope/"), sent)
    assert response.status_code == 409
    assert "Typed with care." in response.content.decode()
    assert f'name="edition" value="{elm.edition}"' in response.content.decode()


def test_what_a_colleague_saved_meanwhile_is_shown_and_not_dropped_unseen(world: World) -> None:
    elm = a_round(world)
    service, system = estate(elm)
    colleague, old = signed_in(world.someone(elm.council, Role.CONTRIBUTOR)), elm.edition
    theirs = {"mission": "Theirs.", "services": [service.pk], "considered": [system.pk]}
    colleague.post(elm.path("scope/"), {**theirs, "edition": elm.edition})
    why = {f"reason-{system.pk}": "Everybody is paid by it.", "chosen": [system.pk]}
    colleague.post(elm.path("scope/"), {**theirs, **why, "edition": elm.edition})
    client = signed_in(elm.lead)
    response = client.post(elm.path("scope/"), {"mission": "Mine.", "edition": old})
    page = response.content.decode()
    assert response.status_code == 409
    now, mine = words(page.split("What is saved now")[1]).split("Yours is below", 1)
    assert [said in now for said in ("Theirs.", "Housing", "Payroll", "Everybody is paid by it.")] == [True] * 4
    assert "Theirs." not in mine
    assert "Mine." in mine
    assert "Everybody is paid by it." in mine
    assert page.count(" checked") == 2
    assert "What is saved now" not in html(elm, elm.lead, "scope/")


def test_a_refusal_from_the_present_page_shows_the_scope_once(world: World) -> None:
    elm = a_round(world)
    _service, system = estate(elm)
    chosen = {"mission": "We serve.", "considered": [system.pk]}
    client = signed_in(elm.lead)
    client.post(elm.path("scope/"), {**chosen, "edition": elm.edition})
    client.post(elm.path("scope/"), {**chosen, "chosen": [system.pk], "edition": elm.edition})
    answer(elm.desk(), "B1.a", position=1)
    refused = client.post(elm.path("scope/"), {"mission": "Other.", "edition": elm.edition})
    assert refused.status_code == 409
    assert "has been worked on" in refused.content.decode()
    assert "What is saved now" not in refused.content.decode()


def test_another_councils_service_or_system_is_refused_on_the_page(world: World) -> None:
    elm, moe = a_round(world), a_round(world, "moe")
    service, system = estate(moe)
    client = signed_in(elm.lead)
    for sent in ({"services": [service.pk]}, {"considered": [system.pk]}, {"chosen": [system.pk]}):
        response = client.post(elm.path("scope/"), {"mission": "x", "edition": elm.edition, **sent})
        assert (response.status_code, "The list has changed" in response.content.decode()) == (422, True)
    assert "Payroll" not in html(elm, elm.lead, "scope/")


def test_what_a_scope_lacks_is_said_beside_the_button(world: World) -> None:
    elm = a_round(world)
    response = signed_in(elm.lead).post(elm.path("scope/send/"), {"edition": elm.edition}, follow=True)
    assert "Write what the council is there for" in words(response.content.decode())
    assert signed_in(elm.lead).get(elm.path("scope/send/")).status_code == 405


def test_the_assurer_reads_the_scope_but_not_the_rest_of_the_estate(world: World) -> None:
    elm = a_round(world)
    estate(elm)
    elm.ask()
    page = html(elm, elm.assurer, "scope/")
    assert "Payroll" not in page
    assert "Housing" not in page
    assert "/estate/" not in page
