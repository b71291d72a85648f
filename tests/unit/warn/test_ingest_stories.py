"""Does all that sources say of a vulnerability become one story, in whatever order and however often it comes?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.warn.sources_made import AT, BEFORE_23, CPE, CVE, OPEN_REVENUES, a_source, an_advisory, five
from tests.unit.warn.sources_made import what_is_known as known
from wardmote.engines.advisories.facts import Advisory, Affected, Broken, Kind, Label, ReadingError, Span
from wardmote.warn import ingesting
from wardmote.warn.ingesting import Tally, take_in
from wardmote.warn.models import EditorWord, Range, Source, Statement, Story, StoryName

pytestmark = pytest.mark.django_db
ORDERS = list(permutations(five()))


class Undone(Exception):
    """Ends a transaction without keeping anything."""


def told(order: tuple[str, ...]) -> dict[str, object]:
    """Take the five in, in an order; return what is known then, and keep nothing."""
    found: dict[str, object] = {}
    said = five()
    try:
        with transaction.atomic():
            for key in order:
                take_in(source=a_source(key), entries=[said[key]], at=AT)
            found = known()
            raise Undone
    except Undone:
        return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.sampled_from(ORDERS))
def test_five_sources_tell_the_same_story_in_any_order(order: tuple[str, ...]) -> None:
    assert told(order) == told(ORDERS[0])


def test_one_story_says_the_best_of_all() -> None:
    for key, advisory in five().items():
        take_in(source=a_source(key), entries=[advisory], at=AT)
    story = Story.objects.get()
    assert story.title == "OpenRevenues lets strangers in"
    assert (story.score, story.vector[:8]) == (9.3, "CVSS:4.0")
    assert (str(story.exploited_on), str(story.exploited_due_on), story.for_ransomware) == (
        "2026-11-01",
        "2026-11-22",
        True,
    )
    assert (story.probability, story.percentile, story.editor) == (0.42, 0.97, "")
    assert story.statements.count() == 4
    assert set(story.names.values_list("name", flat=True)) == {CVE, "GHSA-AAAA-BBBB-CCCC"}


def test_the_same_document_changes_nothing() -> None:
    source = a_source()
    take_in(source=source, entries=[an_advisory()], at=AT)
    before, jobs, stood = known(), DBTaskResult.objects.count(), Story.objects.values().get()
    tally = take_in(source=source, entries=[an_advisory()], at=AT + timedelta(days=1))
    assert (tally.entries, tally.changed) == (1, 0)
    assert (known(), DBTaskResult.objects.count(), Story.objects.values().get()) == (before, jobs, stood)


def test_a_revision_replaces_what_was_said_and_its_ranges() -> None:
    source = a_source()
    take_in(source=source, entries=[an_advisory()], at=AT)
    later = an_advisory(
        title="OpenRevenues lets everybody in",
        revised=datetime(2026, 11, 1, tzinfo=UTC),
        affected=(Affected(OPEN_REVENUES, spans=(Span(high="23.5"),)),),
    )
    take_in(source=source, entries=[later], at=AT)
    assert Story.objects.get().title == "OpenRevenues lets everybody in"
    assert set(Range.objects.values_list("words", flat=True)) == {"before 23.5"}


def test_a_revision_that_says_the_same_of_products_leaves_its_ranges() -> None:
    source = a_source()
    take_in(source=source, entries=[an_advisory()], at=AT)
    before = set(Range.objects.values_list("pk", flat=True))
    take_in(source=source, entries=[an_advisory(summary="More is known.")], at=AT)
    assert set(Range.objects.values_list("pk", flat=True)) == before
    assert Story.objects.get().summary == "More is known."


def test_an_older_revision_is_refused_with_a_line_in_the_log() -> None:
    source = a_source()
    take_in(source=source, entries=[an_advisory()], at=AT)
    older = an_advisory(title="Old words", revised=datetime(2026, 9, 1, tzinfo=UTC))
    tally = take_in(source=source, entries=[older], at=AT)
    assert tally.changed == 0
    assert tally.log == [f"{CVE}: this is of 01 September 2026, and we have it of 31 October 2026. It wasn't taken."]
    assert Story.objects.get().title == "OpenRevenues lets strangers in"


def test_of_two_revisions_in_one_document_the_newest_counts() -> None:
    older = an_advisory(title="Old words", revised=datetime(2026, 9, 1, tzinfo=UTC))
    take_in(source=a_source(), entries=[an_advisory(), older], at=AT)
    assert Story.objects.get().title == "OpenRevenues lets strangers in"


def test_a_product_stands_under_its_machine_name_and_its_words() -> None:
    take_in(source=a_source(), entries=[an_advisory()], at=AT)
    assert set(Range.objects.values_list("advised__name", flat=True)) == {
        "cpe:a:civica:openrevenues",
        "words:civicaopenrevenues",
    }
    assert Range.objects.exclude(low=b"").count() == 0
    assert Range.objects.filter(high=b"").count() == 0


def test_stories_that_turn_out_to_be_one_become_the_oldest() -> None:
    maker = an_advisory(Kind.CSAF, key="CIV-26-1", ids=("GHSA-AAAA-BBBB-CCCC",), title="Maker's words")
    take_in(source=a_source("maker"), entries=[maker], at=AT)
    first = Story.objects.get()
    take_in(source=a_source("nvd"), entries=[an_advisory(Kind.NVD)], at=AT)
    assert Story.objects.count() == 2
    take_in(source=a_source("cve"), entries=[an_advisory(ids=(CVE, "GHSA-AAAA-BBBB-CCCC"))], at=AT)
    assert Story.objects.get().pk == first.pk
    assert Story.objects.get().statements.count() == 3
    assert set(Range.objects.values_list("story", flat=True)) == {first.pk}


def test_a_letter_about_several_vulnerabilities_is_heard_in_each_and_joins_none() -> None:
    letter = an_advisory(Kind.NEWS, key="news-1", ids=(CVE, "CVE-2026-9999"), affected=())
    take_in(source=a_source("news"), entries=[letter], at=AT)
    take_in(source=a_source(), entries=[an_advisory()], at=AT)
    assert Story.objects.count() == 2
    assert Story.objects.get(names__name=CVE).statements.count() == 2


def test_two_numbers_never_become_one_story_by_a_third_name() -> None:
    pair = [an_advisory(ids=(CVE, "GHSA-X-1")), an_advisory(key="CVE-2026-0002", ids=("CVE-2026-0002", "GHSA-X-1"))]
    take_in(source=a_source(), entries=pair, at=AT)
    take_in(source=a_source("csaf"), entries=[an_advisory(Kind.CSAF, key="x", ids=("GHSA-X-1",))], at=AT)
    assert Story.objects.count() == 2


def test_news_without_a_number_waits_for_an_editor_and_keeps_its_story() -> None:
    source = a_source("ncsc")
    news = an_advisory(Kind.NEWS, key="https://news.example/1", ids=(), affected=())
    take_in(source=source, entries=[news], at=AT)
    story = Story.objects.get()
    assert story.editor == EditorWord.NEWS
    take_in(source=source, entries=[replace(news, title="Said better")], at=AT)
    assert (Story.objects.get().pk, Story.objects.get().title) == (story.pk, "Said better")
    take_in(source=source, entries=[replace(news, ids=(CVE,))], at=AT)
    assert (Story.objects.get().pk, Story.objects.get().editor) == (story.pk, EditorWord.NO_PRODUCT)


def test_a_story_without_product_or_with_unread_versions_waits_for_an_editor() -> None:
    unread = an_advisory(
        key="CVE-2026-0001", ids=("CVE-2026-0001",), affected=(Affected(OPEN_REVENUES, unread="some"),)
    )
    bare = an_advisory(key="CVE-2026-0002", ids=("CVE-2026-0002",), affected=())
    tally = take_in(source=a_source(), entries=[unread, bare, an_advisory()], at=AT)
    assert tally.without_product == 1
    assert dict(Story.objects.values_list("names__name", "editor")) == {
        "CVE-2026-0001": EditorWord.UNREAD,
        "CVE-2026-0002": EditorWord.NO_PRODUCT,
        CVE: "",
    }


def test_what_an_editor_settled_stays_so() -> None:
    source = a_source()
    take_in(source=source, entries=[an_advisory(affected=())], at=AT)
    Story.objects.update(editor=EditorWord.SETTLED)
    take_in(source=source, entries=[an_advisory(affected=(), summary="More.")], at=AT)
    assert Story.objects.get().editor == EditorWord.SETTLED


@pytest.mark.parametrize("label", [Label.AMBER, Label.AMBER_STRICT, Label.RED])
def test_a_stricter_statement_never_changes_public_words_or_ranges(label: Label) -> None:
    secret = an_advisory(
        Kind.CSAF,
        key="secret",
        label=label,
        title="Secret",
        summary="Secret",
        affected=(Affected(OPEN_REVENUES, spans=(Span(high="99"),)),),
    )
    plain = an_advisory(summary="", scores=())
    take_in(source=a_source(), entries=[plain], at=AT)
    before = known()
    take_in(source=a_source("circle"), entries=[secret], at=AT)
    assert (known()["stories"], known()["ranges"]) == (before["stories"], before["ranges"])
    assert Statement.objects.get(key="secret").body["affected"]


def test_a_source_s_label_is_the_least_strict_of_its_documents() -> None:
    take_in(source=a_source(label=Label.AMBER), entries=[an_advisory()], at=AT)
    assert Story.objects.get().label == Label.AMBER
    assert not Range.objects.exists()


def test_a_story_is_withdrawn_when_all_who_tell_it_whole_withdrew() -> None:
    cve, nvd = a_source("cve"), a_source("nvd")
    take_in(source=cve, entries=[an_advisory(is_withdrawn=True)], at=AT)
    assert Story.objects.get().is_withdrawn
    take_in(source=nvd, entries=[an_advisory(Kind.NVD)], at=AT)
    assert not Story.objects.get().is_withdrawn
    take_in(source=nvd, entries=[an_advisory(Kind.NVD, is_withdrawn=True)], at=AT)
    assert Story.objects.get().is_withdrawn


def test_a_likelihood_alone_makes_no_story_and_is_kept_for_one() -> None:
    take_in(source=a_source("epss"), entries=[five()["epss"]], at=AT)
    assert not Story.objects.exists()
    take_in(source=a_source(), entries=[an_advisory()], at=AT)
    assert Story.objects.get().probability == 0.42


def test_a_document_that_breaks_off_leaves_what_it_said_before() -> None:
    def broken() -> object:
        yield an_advisory()
        yield Broken("7", "It has no CVE id.")
        raise ReadingError("The document breaks off.")

    tally = take_in(source=a_source(), entries=broken(), at=AT)  # type: ignore[arg-type]
    assert (tally.entries, tally.broken, tally.is_whole) == (1, 1, False)
    assert tally.log == ["7: It has no CVE id.", "The document breaks off."]
    assert Story.objects.count() == 1


def many(count: int) -> list[Advisory]:
    """Return so many vulnerabilities."""
    return [
        an_advisory(key=f"CVE-2026-{number}", ids=(f"CVE-2026-{number}", f"V-{number // 2}"))
        for number in range(10_000, 10_000 + count)
    ]


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_reader_killed_between_groups_reads_again_and_nothing_is_double_or_lost(
    monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(ingesting, "GROUP", 10)
    source, whole = a_source(), many(40)
    beats = 0

    def beat(_tally: Tally) -> None:
        nonlocal beats
        if beats == after:
            raise SystemExit
        beats += 1

    with pytest.raises(SystemExit):
        take_in(source=source, entries=whole, at=AT, beat=beat)
    assert Statement.objects.count() == 0 or Statement.objects.count() < 40
    take_in(source=source, entries=whole, at=AT)
    assert (Statement.objects.count(), Story.objects.count()) == (40, 40)
    assert Range.objects.count() == 80
    queued = [pk for job in DBTaskResult.objects.all() for pk in job.args_kwargs["args"][0]]
    assert sorted(queued) == sorted(Story.objects.values_list("pk", flat=True))


def test_the_number_of_queries_depends_on_groups_not_on_advisories(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        take_in(source=a_source(), entries=many(100), at=AT)


def test_names_and_sources_of_a_story_are_all_kept() -> None:
    for key, advisory in five().items():
        take_in(source=a_source(key), entries=[advisory], at=AT)
    assert set(Statement.objects.values_list("source__key", flat=True)) == {"cve-list", "nvd", "kev", "maker"}
    assert StoryName.objects.count() == 2
    assert Source.objects.count() == 5
    assert (CPE, BEFORE_23.high) == (OPEN_REVENUES.cpe, "23.4")
