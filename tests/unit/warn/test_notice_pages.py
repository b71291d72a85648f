"""Do the pages of warnings say what matters first, take answers, and stay shut to others?"""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from tests.unit.warn.warned import a_notice, a_statement, a_story
from tests.worlds import World, signed_in
from wardmote.kernel.moments import today
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.warn.models import Choice, Notice, Priority

DAY = timedelta(days=1)
LIST = "/councils/AAA/warnings/"


@pytest.fixture
def council(world: World) -> Body:
    return world.council("AAA")


@pytest.fixture
def lead(world: World, council: Body) -> Client:
    return signed_in(world.someone(council, Role.LEAD, "Lena Lead"))


def text_of(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_what_is_most_urgent_comes_first(world: World, council: Body, lead: Client) -> None:
    a_notice(council, a_story("Later", at=world.at), at=world.at, due_on=today() + 9 * DAY)
    a_notice(council, a_story("Undated", at=world.at), at=world.at)
    a_notice(council, a_story("Sooner", at=world.at), at=world.at, due_on=today() + DAY)
    a_notice(council, a_story("Urgent", at=world.at), at=world.at, priority=Priority.NOW)
    page = text_of(lead.get(LIST))
    places = [page.index(title) for title in ("Urgent", "Sooner", "Later", "Undated")]
    assert places == sorted(places)
    assert "4 warnings wait for your answer" in page
    assert "1 of them is to be acted on now" in page


def test_filters_show_what_is_answered_taken_back_or_of_a_priority(world: World, council: Body, lead: Client) -> None:
    a_notice(council, a_story("Waits", at=world.at), at=world.at, priority=Priority.NOW)
    a_notice(council, a_story("Mended", at=world.at), at=world.at, answer="fixed", answered_at=world.at)
    a_notice(council, a_story("Gone", at=world.at), at=world.at, taken_back_at=world.at)
    titles = {"Waits", "Mended", "Gone"}

    def shown(query: str) -> set[str]:
        page = text_of(lead.get(LIST + query))
        return {title for title in titles if f">{title}</a>" in page}

    assert shown("") == {"Waits"}
    assert shown("?show=answered") == {"Mended"}
    assert shown("?show=taken-back") == {"Gone"}
    assert shown("?show=all") == titles
    assert shown("?show=all&priority=1") == {"Waits"}
    assert shown("?show=nonsense&priority=9&page=abc") == {"Waits"}


@pytest.mark.parametrize(
    "words", ["CVE-2026-1111", "cve-2026-1111", "1111", "openrevenues", "Revenues leaks", "%00Open"]
)
def test_search_finds_numbers_and_words(world: World, council: Body, lead: Client, words: str) -> None:
    story = a_story("OpenRevenues leaks accounts", "CVE-2026-1111", at=world.at)
    a_notice(council, story, at=world.at)
    a_notice(council, a_story("Another", "CVE-2026-2222", at=world.at), at=world.at)
    page = text_of(lead.get(f"{LIST}?words={words}"))
    assert "OpenRevenues leaks accounts</a>" in page
    assert "Another</a>" not in page


def test_search_takes_no_wildcards(world: World, council: Body, lead: Client) -> None:
    a_notice(council, at=world.at)
    assert "None here." in text_of(lead.get(f"{LIST}?words=%25_%25"))


def test_a_long_list_comes_in_pages_that_keep_the_filter(world: World, council: Body, lead: Client) -> None:
    for number in range(51):
        a_notice(council, a_story(f"Fault {number:02}", at=world.at), at=world.at)
    page = text_of(lead.get(f"{LIST}?words=Fault"))
    assert page.count('class="wm-warning"') == 50
    assert "?words=Fault&amp;page=2" in page
    assert text_of(lead.get(f"{LIST}?words=Fault&page=2")).count('class="wm-warning"') == 1


def test_a_warning_says_what_why_what_to_do_by_when_and_who_says_so(world: World, council: Body, lead: Client) -> None:
    story = a_story("NetScaler leaks memory", "CVE-2026-1111", at=world.at, score=9.8, exploited_on=today())
    a_statement(story, at=world.at)
    notice = a_notice(council, story, at=world.at, due_on=today() + 2 * DAY)
    page = text_of(lead.get(f"{LIST}{notice.pk}/"))
    for words in (
        "<title>Warning: NetScaler leaks memory",
        "Citrix NetScaler 13.1” on your list is affected",
        "It is grave, and the system can be reached from the internet.",
        "Update NetScaler ADC to 14.1-43.56.",
        'href="https://vendor.example/fix"',
        "CVE-2026-1111",
        "9.8 of 10",
        "Attackers use it",
        "Vendor&#39;s advisories",
        "Do it by ",
    ):
        assert words in page
    assert "high-and-exposed" not in page
    assert page.count("<h1") == 1


def test_only_https_leads_off_the_page_and_what_strangers_write_is_text(
    world: World, council: Body, lead: Client
) -> None:
    story = a_story("<script>alert(1)</script>", at=world.at, summary="<img src=x onerror=alert(1)>")
    bad = ["javascript:alert(1)", "http://plain.example/", "https://", "https:// evil", "https://[half/", "data:x"]
    a_statement(
        story,
        at=world.at,
        remedies=[{"kind": "vendor_fix", "text": "<b>Update</b>", "url": bad[0]}],
        references=[{"url": each, "title": "x"} for each in bad],
    )
    page = text_of(lead.get(f"{LIST}{a_notice(council, story, at=world.at).pk}/"))
    assert not any(each in page for each in bad if each != "https://")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;b&gt;Update" in page


def test_opening_a_warning_keeps_when_it_was_first_read(world: World, council: Body, lead: Client) -> None:
    notice = a_notice(council, at=world.at)
    lead.head(f"{LIST}{notice.pk}/")
    notice.refresh_from_db()
    assert notice.read_at is None
    lead.get(f"{LIST}{notice.pk}/")
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    lead.get(f"{LIST}{notice.pk}/")
    notice.refresh_from_db()
    assert (notice.read_at, notice.edition) == (first, 1)


def test_an_answer_leads_on_to_the_next_that_waits_then_back_to_the_list(
    world: World, council: Body, lead: Client
) -> None:
    first, second = (a_notice(council, a_story(f"F{n}", at=world.at), at=world.at, priority=n) for n in (1, 2))
    sent = {"answer": "fixed", "edition": "1", "next": "yes"}
    assert lead.post(f"{LIST}{first.pk}/", sent).headers["Location"] == f"{LIST}{second.pk}/"
    answer = lead.post(f"{LIST}{second.pk}/", sent, follow=True)
    assert "No warning waits for your answer" in text_of(answer)
    assert "Saved. Nothing waits." in text_of(answer)


def test_what_an_answer_lacks_is_said_beside_the_field(world: World, council: Body, lead: Client) -> None:
    notice = a_notice(council, at=world.at)
    answer = lead.post(f"{LIST}{notice.pk}/", {"answer": "planned", "edition": "1", "reason": "kept words"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert 'href="#id_until">Enter the day' in page
    assert "kept words" in page


def test_a_colleagues_answer_is_shown_beside_ones_own(world: World, council: Body, lead: Client) -> None:
    notice = a_notice(council, at=world.at)
    other = signed_in(world.someone(council, Role.CONTRIBUTOR, "Cora Contributor"))
    other.post(f"{LIST}{notice.pk}/", {"answer": "need-help", "reason": "Who knows NetScaler?", "edition": "1"})
    answer = lead.post(f"{LIST}{notice.pk}/", {"answer": "fixed", "reason": "My words", "edition": "1"})
    page = text_of(answer)
    assert answer.status_code == 409
    for words in ("Cora Contributor says:", "Who knows NetScaler?", "My words", 'name="edition" value="2"'):
        assert words in page
    assert lead.post(f"{LIST}{notice.pk}/", {"answer": "fixed", "edition": "2"}).status_code == 302


def test_several_are_ticked_and_answered_at_once(world: World, council: Body, lead: Client) -> None:
    ours = [a_notice(council, a_story(f"Fault {n}", at=world.at), at=world.at) for n in range(3)]
    ticked = [f"{each.pk}:{each.edition}" for each in ours[:2]]
    answer = lead.post(LIST, {"notices": ticked, "answer": "fixed"}, follow=True)
    assert "Answered: 2 warnings." in text_of(answer)
    assert "1 warning waits for your answer" in text_of(answer)


def test_what_changed_meanwhile_is_named_and_left(world: World, council: Body, lead: Client) -> None:
    notice = a_notice(council, at=world.at, edition=4)
    answer = lead.post(LIST, {"notices": [f"{notice.pk}:3"], "answer": "fixed"}, follow=True)
    assert "1 warning changed while you had the list open" in text_of(answer)


def test_nothing_ticked_is_said_and_the_answer_kept(world: World, council: Body, lead: Client) -> None:
    a_notice(council, at=world.at)
    answer = lead.post(LIST, {"answer": "not-affected", "reason": "Not installed", "notices": ["x", "1:y", ":"]})
    assert answer.status_code == 422
    assert "Tick at least one warning." in text_of(answer)
    assert "Not installed" in text_of(answer)


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER])
def test_readers_read_and_cant_answer(world: World, council: Body, role: Role) -> None:
    notice = a_notice(council, at=world.at)
    reader = signed_in(world.someone(council, role))
    for path in (LIST, f"{LIST}{notice.pk}/", f"{LIST}hear/", f"{LIST}warnings.csv"):
        assert reader.get(path).status_code == 200
    assert 'name="notices"' not in text_of(reader.get(LIST))
    assert 'name="answer"' not in text_of(reader.get(f"{LIST}{notice.pk}/"))
    for path in (LIST, f"{LIST}{notice.pk}/"):
        answer = reader.post(path, {"answer": "fixed", "edition": "1", "notices": [f"{notice.pk}:1"]})
        assert answer.status_code == 403
    notice.refresh_from_db()
    assert notice.answer == ""


def test_another_council_and_another_councils_warning_arent_there(world: World, council: Body, lead: Client) -> None:
    theirs = a_notice(world.council("BBB"), at=world.at)
    for path in ("", f"{theirs.pk}/", "hear/", "warnings.csv"):
        assert lead.get(f"/councils/BBB/warnings/{path}").status_code == 404
    assert lead.get(f"{LIST}{theirs.pk}/").status_code == 404
    assert lead.post(f"{LIST}{theirs.pk}/", {"answer": "fixed", "edition": "1"}).status_code == 404


def test_councillors_are_told_that_it_isnt_for_them(world: World, council: Body) -> None:
    assert signed_in(world.someone(council, Role.COUNCILLOR)).get(LIST).status_code == 403


def test_what_is_labelled_more_strictly_is_on_no_page(world: World, council: Body, lead: Client) -> None:
    secret = a_notice(council, a_story("Secret", at=world.at, label="amber"), at=world.at)
    open_one = a_story("Open", at=world.at)
    a_statement(open_one, at=world.at, label="red", key="SECRET-KEY", remedies=[{"kind": "vendor_fix", "text": "Hush"}])
    notice = a_notice(council, open_one, at=world.at)
    assert "Secret" not in text_of(lead.get(f"{LIST}?show=all"))
    assert "Secret" not in text_of(lead.get(f"{LIST}warnings.csv"))
    assert "1 warning waits" in text_of(lead.get(LIST))
    assert lead.get(f"{LIST}{secret.pk}/").status_code == 404
    page = text_of(lead.get(f"{LIST}{notice.pk}/"))
    assert "Hush" not in page
    assert "SECRET-KEY" not in page


def test_the_table_holds_no_formulas(world: World, council: Body, lead: Client) -> None:
    a_notice(
        council,
        a_story('=HYPERLINK("x")', at=world.at),
        at=world.at,
        why="+1",
        reason="@x",
        answer="need-help",
        answered_at=world.at,
    )
    answer = lead.get(f"{LIST}warnings.csv?show=all")
    rows = list(csv.reader(io.StringIO(text_of(answer))))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in rows[1])


def test_a_person_chooses_how_to_hear_and_may_choose_again(world: World, council: Body, lead: Client) -> None:
    sent = {
        "pace": "weekly",
        "hour": "17",
        "weekday": "5",
        "quiet_from": "22",
        "quiet_to": "7",
        "is_woken": "no",
        "least_priority": "2",
    }
    assert lead.post(f"{LIST}hear/", sent).status_code == 302
    lead.post(f"{LIST}hear/", {**sent, "pace": "daily"})
    choice = Choice.objects.get()
    assert (choice.pace, choice.hour, choice.weekday, choice.is_woken, choice.least_priority) == (
        "daily",
        17,
        5,
        False,
        2,
    )
    page = text_of(lead.get(f"{LIST}hear/"))
    assert 'value="daily" checked' in page
    assert lead.post(f"{LIST}hear/", {**sent, "hour": "24"}).status_code == 422


def test_an_empty_list_says_when_warnings_come(council: Body, lead: Client) -> None:
    page = text_of(lead.get(LIST))
    assert "No warning waits for your answer" in page
    assert "Warnings come here when" in page


def test_the_list_takes_the_same_number_of_queries_however_long(
    world: World, council: Body, lead: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        a_notice(council, a_story(f"F{number}", f"CVE-2026-{number:04}", at=world.at), at=world.at)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        lead.get(LIST)


def test_notices_are_counted_by_how_they_stand(world: World, council: Body, lead: Client) -> None:
    past = today() - DAY
    a_notice(council, a_story("A", at=world.at), at=world.at, answer="planned", until=past, answered_at=world.at)
    a_notice(council, a_story("B", at=world.at), at=world.at, answer="planned", until=today(), answered_at=world.at)
    page = text_of(lead.get(LIST))
    assert "Waiting (1)" in page
    assert "Answered (1)" in page
    assert "Waits again. Its day has passed" in page
    assert Notice.objects.count() == 2
