"""Does the evaluator of SPF keep its limits, tell its trail, and serve every kind of caller?"""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.checks.zone import Zone
from wardmote.engines.checks.questions import (
    MISSING,
    Answer,
    Outcome,
    Ptr,
    Question,
    Txt,
    converse,
    converse_later,
    found,
)
from wardmote.engines.checks.spf import SpfResult, SpfVerdict, check_host, survey

RECORDS = {
    "council.example": ["TXT v=spf1 a include:_spf.example -all exp=why.example", "A 192.0.2.1"],
    "_spf.example": ["TXT v=spf1 ip4:198.51.100.0/24 ~all"],
    "why.example": ["TXT %{i} may not send for %{d}, says %{r} to %{l} at %{t}"],
}


def ask(ip: str, records: dict[str, list[str]] = RECORDS, sender: str = "clerk@council.example") -> SpfResult:
    dialogue = check_host(ip, "council.example", sender, "mx.example", receiver="us.example", moment=7)
    return converse(dialogue, Zone(records))


def test_a_sender_in_an_included_network_passes_and_the_trail_says_why() -> None:
    result = ask("198.51.100.9")

    assert result.result is SpfVerdict.PASS
    assert result.lookups == 2
    assert [(step.domain, step.term, step.outcome) for step in result.trail] == [
        ("council.example", "a", "doesn't match"),
        ("_spf.example", "ip4:198.51.100.0/24", "matches"),
        ("council.example", "include:_spf.example", "matches"),
    ]


def test_a_sender_that_is_refused_is_told_why_in_the_domains_words() -> None:
    result = ask("203.0.113.5")

    assert result.result is SpfVerdict.FAIL
    assert result.explanation == "203.0.113.5 may not send for council.example, says us.example to clerk at 7"


def test_an_address_mapped_into_ipv6_is_its_ipv4_self() -> None:
    assert ask("::ffff:192.0.2.1").result is SpfVerdict.PASS


def test_an_awaited_resolver_leads_to_the_same_result() -> None:
    zone = Zone(RECORDS)

    async def later(question: Question) -> Answer:
        return zone(question)

    dialogue = check_host("192.0.2.1", "council.example", "clerk@council.example", "mx.example")

    assert asyncio.run(converse_later(dialogue, later)).result is SpfVerdict.PASS


@pytest.mark.parametrize(("count", "verdict"), [(10, SpfVerdict.FAIL), (11, SpfVerdict.PERMERROR)])
def test_ten_look_ups_are_allowed_and_the_eleventh_is_not(count: int, verdict: SpfVerdict) -> None:
    terms = " ".join(["exists:h.example"] * count)
    records = {"council.example": [f"TXT v=spf1 -{terms.replace(' ', ' -')} -all"], "h.example": ["TXT x"]}
    voids = {"council.example": [f"TXT v=spf1 {' '.join(['a:h.example'] * count)} -all"], "h.example": ["A 192.0.2.9"]}

    assert ask("192.0.2.1", voids).result is verdict
    assert ask("192.0.2.1", records).result is SpfVerdict.PERMERROR  # for its void look-ups


@pytest.mark.parametrize(("count", "verdict"), [(2, SpfVerdict.FAIL), (3, SpfVerdict.PERMERROR)])
def test_two_void_look_ups_are_allowed_and_the_third_is_not(count: int, verdict: SpfVerdict) -> None:
    records = {"council.example": [f"TXT v=spf1 {' '.join(['a:gone.example'] * count)} -all"]}

    assert ask("192.0.2.1", records).result is verdict


def test_no_answer_is_a_temporary_error_and_never_a_missing_record() -> None:
    result = ask("192.0.2.1", {"council.example": ["TXT v=spf1 a:slow.example -all"], "slow.example": ["TIMEOUT"]})

    assert result.result is SpfVerdict.TEMPERROR
    assert "slow.example" in result.reason


def test_only_the_first_ten_names_of_an_address_are_looked_at() -> None:
    names = [f"PTR n{number}.example" for number in range(10)] + ["PTR mail.council.example"]
    records = {
        "council.example": ["TXT v=spf1 ptr -all"],
        "1.2.0.192.in-addr.arpa": names,
        "mail.council.example": ["A 192.0.2.1"],
    }

    assert ask("192.0.2.1", records).result is SpfVerdict.FAIL
    assert ask("192.0.2.1", records | {"1.2.0.192.in-addr.arpa": names[5:]}).result is SpfVerdict.PASS


def test_policies_in_a_circle_end_at_the_limit() -> None:
    records = {"council.example": ["TXT v=spf1 include:council.example -all"]}

    assert ask("192.0.2.1", records).result is SpfVerdict.PERMERROR


def test_macros_that_would_grow_without_end_are_cut_to_a_name() -> None:
    zone = Zone({"council.example": [f"TXT v=spf1 exists:{'%{S}' * 15_000}.example -all exp=why.example"]})
    dialogue = check_host("192.0.2.1", "council.example", f"{'é+' * 150}@council.example", "mx.example")

    converse(dialogue, zone)

    names = [question.name for question in zone.asked if not isinstance(question, Ptr)]
    assert all(len(name) <= 253 for name in names)


def test_an_explanation_of_a_size_that_nobody_reads_is_left_out() -> None:
    records = RECORDS | {"why.example": [f"TXT {'%{s}' * 15_000}"]}

    assert ask("203.0.113.5", records).explanation is None


@pytest.mark.parametrize("name", ["%{p}", "%{p2}.%{ir}.%{v}", "%{o}.%{h}", "%{lr-}.x"])
def test_macros_in_names_ask_for_what_they_stand_for(name: str) -> None:
    records = {
        "council.example": [f"TXT v=spf1 exists:{name} -all"],
        "1.2.0.192.in-addr.arpa": ["PTR other.example", "PTR mail.council.example"],
        "mail.council.example": ["A 192.0.2.1"],
        "council.example.1.2.0.192.in-addr": ["A 127.0.0.2"],
        "council.example.mx.example": ["A 127.0.0.2"],
        "clerk.of.x": ["A 127.0.0.2"],
    }

    assert ask("192.0.2.1", records, sender="of-clerk@council.example").result is SpfVerdict.PASS


TERMS = st.sampled_from(
    [
        "a",
        "mx",
        "ptr",
        "-all",
        "include:a.example",
        "exists:%{i}.a.example",
        "redirect=b.example",
        "a:%{p}",
        "moo",
        "exp=a.b",
    ]
)
ANSWERS = st.one_of(
    st.just(MISSING),
    st.just(Answer(Outcome.FAILED, reason="no answer came in time")),
    st.lists(TERMS, max_size=6).map(lambda terms: found(" ".join(["v=spf1", *terms]))),
    st.lists(st.text(max_size=30), max_size=12).map(lambda texts: found(*texts)),
    st.lists(st.sampled_from(["192.0.2.1", "2001:db8::1", "a.example", "", "."]), max_size=12).map(
        lambda texts: found(*texts)
    ),
)


@given(data=st.data(), sender=st.text(max_size=20), ip=st.ip_addresses().map(str))
def test_no_answers_make_the_evaluator_raise_or_go_on_for_ever(data: st.DataObject, sender: str, ip: str) -> None:
    asked: list[Question] = []

    def answer(question: Question) -> Answer:
        asked.append(question)
        return data.draw(ANSWERS)

    result = converse(check_host(ip, "a.example", sender, "helo.example"), answer)

    assert result.result in SpfVerdict
    assert len(asked) < 300


@given(data=st.data())
def test_no_answers_make_the_survey_raise_or_go_on_for_ever(data: st.DataObject) -> None:
    asked: list[Question] = []

    def answer(question: Question) -> Answer:
        asked.append(question)
        return data.draw(ANSWERS) if len(asked) < 40 else MISSING

    found_out = converse(survey("a.example"), answer)

    assert asked[0] == Txt("a.example")
    assert found_out.lookups <= 62
