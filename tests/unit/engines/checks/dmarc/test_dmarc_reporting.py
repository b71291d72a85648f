"""Is each host that reports go to asked whether it takes them?"""

from tests.unit.engines.checks.zone import Zone
from wardmote.engines.checks.dmarc import Consent, ask_consent, consent_name, read_dmarc
from wardmote.engines.checks.questions import Txt, converse

RECORD = read_dmarc(
    "v=DMARC1; p=none; rua=mailto:a@council.gov.uk,mailto:b@reports.example,mailto:c@no.example,mailto:d@slow.example"
)


def test_the_name_to_ask_joins_both_domains() -> None:
    assert consent_name("council.gov.uk", "reports.example") == "council.gov.uk._report._dmarc.reports.example"


def test_each_host_outside_is_asked_and_the_councils_own_is_not() -> None:
    zone = Zone(
        {
            "council.gov.uk._report._dmarc.reports.example": ["TXT v=DMARC1"],
            "council.gov.uk._report._dmarc.no.example": ["TXT yes please"],
            "council.gov.uk._report._dmarc.slow.example": ["TIMEOUT"],
        }
    )

    asked = converse(ask_consent("council.gov.uk", "council.gov.uk", RECORD.rua), zone)

    assert [destination.consent for destination in asked] == [
        Consent.NOT_NEEDED,
        Consent.GIVEN,
        Consent.MISSING,
        Consent.UNKNOWN,
    ]
    assert len(zone.asked) == 3


def test_a_host_below_the_organisation_needs_no_consent_unless_it_is_an_organisation_itself() -> None:
    uris = read_dmarc("v=DMARC1; p=none; rua=mailto:a@reports.council.gov.uk").rua
    own = {"_dmarc.council.gov.uk": ["TXT v=DMARC1; p=none"]}
    apart = own | {"_dmarc.reports.council.gov.uk": ["TXT v=DMARC1; p=none; psd=n"]}

    (same,) = converse(ask_consent("council.gov.uk", "council.gov.uk", uris), Zone(own))
    (other,) = converse(ask_consent("council.gov.uk", "council.gov.uk", uris), Zone(apart))

    assert same.consent is Consent.NOT_NEEDED
    assert other.consent is Consent.MISSING


def test_a_record_that_names_many_hosts_costs_few_questions() -> None:
    many = ",".join(f"mailto:a@h{number}.example" for number in range(1000))
    zone = Zone({})

    converse(ask_consent("council.gov.uk", "council.gov.uk", read_dmarc(f"v=DMARC1; rua={many}").rua), zone)

    assert len(zone.asked) == 10
    assert zone.asked[0] == Txt("council.gov.uk._report._dmarc.h0.example")
