"""Are facts fetched once, together, and is what the record evaluators ask answered in their own words?"""

import asyncio

from tests.unit.engines.checks.stated import StatedResolver
from wardmote.engines.checks import questions
from wardmote.engines.checks.facts import Absent, Answered, Missing, Reason, Unreachable
from wardmote.engines.checks.facts.domain import CaaRecords, Delegation
from wardmote.engines.checks.facts.mail import MailServers
from wardmote.engines.checks.gather.addresses import together
from wardmote.engines.checks.gather.dialogues import answer
from wardmote.engines.checks.gather.gathering import Sources, gather


def test_a_fact_is_fetched_once_however_many_checks_ask_for_it() -> None:
    resolver = StatedResolver({})

    facts = asyncio.run(gather("example.gov.uk", Sources(resolver), [CaaRecords, CaaRecords, Delegation]))

    assert set(facts) == {CaaRecords, Delegation}
    assert resolver.asked.count("example.gov.uk CAA") == 1


def test_a_fact_that_could_not_be_had_leaves_the_others() -> None:
    resolver = StatedResolver({"example.gov.uk CAA": "timeout", "example.gov.uk MX": ["0 ."]})

    facts = asyncio.run(gather("example.gov.uk", Sources(resolver), [CaaRecords, MailServers]))

    assert facts[CaaRecords] == Unreachable(Reason.TIMEOUT)
    assert isinstance(facts[MailServers], MailServers)


def test_addresses_of_one_family_are_enough_and_absence_needs_both() -> None:
    found, absent = Answered(("192.0.2.1",)), Absent(Missing.NODATA)
    gone, silent = Absent(Missing.NXDOMAIN), Unreachable(Reason.TIMEOUT)

    assert together(found, silent) == found
    assert together(silent, found) == found
    assert together(absent, silent) == silent
    assert together(silent, gone) == silent
    assert together(absent, gone) == gone
    assert together(found, Answered(("2001:db8::1",))).records == ("192.0.2.1", "2001:db8::1")  # type: ignore[union-attr]


def test_those_who_evaluate_records_are_answered_in_their_own_words() -> None:
    resolver = StatedResolver(
        {
            "example.gov.uk TXT": ['"v=spf1 " "-all"'],
            "example.gov.uk MX": ["20 b.example.net.", "10 a.example.net."],
            "example.gov.uk AAAA": ["2001:db8::1"],
            "1.2.0.192.in-addr.arpa PTR": ["mail.example.gov.uk."],
            "gone.example *": "nxdomain",
            "slow.example *": "timeout",
            "none.example MX": ["0 ."],
        }
    )

    def told(question: questions.Question) -> questions.Answer:
        return asyncio.run(answer(question, resolver))

    assert told(questions.Txt("example.gov.uk")) == questions.found("v=spf1 -all")
    assert told(questions.Mx("example.gov.uk")) == questions.found("a.example.net", "b.example.net")
    assert told(questions.Mx("none.example")) == questions.found("")
    assert told(questions.Addresses("example.gov.uk", 6)) == questions.found("2001:db8::1")
    assert told(questions.Addresses("example.gov.uk")) == questions.EMPTY
    assert told(questions.Ptr("192.0.2.1")) == questions.found("mail.example.gov.uk")
    assert told(questions.Txt("gone.example")) == questions.MISSING
    assert told(questions.Txt("slow.example")) == questions.failed("no answer came in time")
