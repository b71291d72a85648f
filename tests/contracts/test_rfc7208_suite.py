"""Do the evaluator and the survey of SPF agree with the public test suite of RFC 7208?"""

from ipaddress import IPv6Address, ip_address

import pytest

from tests.contracts.rfc7208_suite import SuiteCase, each_case
from wardmote.engines.checks.questions import converse
from wardmote.engines.checks.spf import Qualifier, RemarkKind, SpfResult, SpfSurvey, SpfVerdict, check_host, survey
from wardmote.engines.checks.spf.evaluation import VERDICTS

CASES = each_case()
UNCONDITIONAL = (RemarkKind.SYNTAX, RemarkKind.SEVERAL_RECORDS)

pytestmark = pytest.mark.skipif(not CASES, reason="the RFC 7208 test suite can't be had: install Debian's python3-spf")
each = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def evaluated(case: SuiteCase) -> SpfResult:
    return converse(check_host(case.host, case.domain, case.sender, case.helo), case.zone)


def surveyed(case: SuiteCase) -> SpfSurvey:
    return converse(survey(case.domain), case.zone)


def leaves_open(found: SpfSurvey) -> bool:
    """Whether part of the policy can't be seen from outside."""
    return found.has(RemarkKind.HIDDEN) or found.is_unanswered


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 203


@each
def test_the_evaluator_gives_the_result(case: SuiteCase) -> None:
    result = evaluated(case)

    assert result.result in case.results, result
    if case.explanation:
        assert (result.explanation or "DEFAULT") == case.explanation


@each
def test_the_survey_sees_a_policy_where_there_is_one(case: SuiteCase) -> None:
    found = surveyed(case)

    assert (evaluated(case).result is SpfVerdict.NONE) == (not found.texts and not found.is_unanswered)


@each
def test_the_survey_misses_no_error(case: SuiteCase) -> None:
    result, found = evaluated(case), surveyed(case)

    if result.result is SpfVerdict.PERMERROR:
        assert found.permerrors or leaves_open(found)
    if result.result is SpfVerdict.TEMPERROR:
        assert leaves_open(found)


@each
def test_what_the_survey_calls_broken_from_the_start_is_broken(case: SuiteCase) -> None:
    own = [remark for remark in surveyed(case).permerrors if remark.domain == case.domain]

    if any(remark.kind in UNCONDITIONAL for remark in own):
        assert "permerror" in case.results


@each
def test_no_message_needs_more_lookups_than_the_survey_counts(case: SuiteCase) -> None:
    result, found = evaluated(case), surveyed(case)

    if not leaves_open(found) and not found.has(RemarkKind.LOOP):
        assert result.lookups <= found.lookups


@each
def test_a_sender_that_the_survey_does_not_count_meets_the_ending(case: SuiteCase) -> None:
    result, found = evaluated(case), surveyed(case)
    terms = [term for visited in found.visited for term in visited.record.mechanisms if term.name != "all"]
    is_plain = all(term.qualifier is Qualifier.PASS and term.name not in ("ptr", "exists") for term in terms)
    is_static = not any(term.target and term.target.letters - {"d"} for term in terms)
    ip = ip_address(case.host)
    sender = (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip

    if found.record and is_plain and is_static and not found.permerrors and not leaves_open(found):
        is_named = any(sender in network for network in found.networks)
        ending = VERDICTS[found.ending] if found.ending else SpfVerdict.NEUTRAL
        assert result.result is (SpfVerdict.PASS if is_named else ending)
