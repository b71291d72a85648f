"""Are facts fetched once, together, and is what the record evaluators ask answered in their own words?"""

import asyncio

from tests.unit.engines.checks.stated import Given, StatedResolver
from wardmote.engines.checks import questions
from wardmote.engines.checks.facts import Absent, Answered, Missing, Reason, Unreachable
from wardmote.engines.checks.facts.domain import CaaRecords, Chain, Delegation, MadeUpName, Signatures
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


def test_a_made_up_name_is_not_asked_for_where_a_usual_one_shows_that_there_is_no_wildcard() -> None:
    resolver = StatedResolver({"mta-sts.example.gov.uk *": "nxdomain", "* *": "timeout"})

    facts = asyncio.run(gather("example.gov.uk", Sources(resolver), [MadeUpName]))

    assert facts[MadeUpName] == MadeUpName("wardmote-made-up-name.example.gov.uk", Absent(Missing.NXDOMAIN))
    assert "wardmote-made-up-name.example.gov.uk A" not in resolver.asked


def test_a_usual_name_that_leads_nowhere_says_nothing_of_a_made_up_one() -> None:
    lost: Given = {"autodiscover.example.gov.uk CNAME": ["gone.example."], "gone.example *": "nxdomain"}
    resolver = StatedResolver({**lost, "wardmote-made-up-name.example.gov.uk A": ["192.0.2.1"]})

    facts = asyncio.run(gather("example.gov.uk", Sources(resolver), [MadeUpName]))

    assert facts[MadeUpName] == MadeUpName("wardmote-made-up-name.example.gov.uk", Answered(("192.0.2.1",)))


def test_a_ds_record_is_only_asked_for_where_the_resolver_cannot_have_looked_or_there_are_keys() -> None:
    vouched = {"gov.uk NS authentic": ["ns1.example.net."]}
    keys = {"example.gov.uk DNSKEY": ["257 3 13 aGVsbG8="]}

    def asked(given: Given) -> bool:
        resolver = StatedResolver({"example.gov.uk NS": ["ns1.example.net."], **given})
        facts = asyncio.run(gather("example.gov.uk", Sources(resolver), [Signatures]))
        found = facts[Signatures]
        assert isinstance(found, Signatures)
        assert found.chain is Chain.UNPROVEN
        return "example.gov.uk DS" in resolver.asked

    assert not asked(vouched)
    assert asked(vouched | keys)
    assert asked({})
    assert asked({"gov.uk NS": "timeout"})
