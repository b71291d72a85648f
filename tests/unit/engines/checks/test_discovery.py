"""Does each place in which a name can stand give it, once, in words that a person understands?"""

import asyncio
from datetime import UTC, datetime

from tests.unit.engines.checks.stated import StatedResolver
from wardmote.engines.checks.discovery import MOST_NAMES, Seen, names_seen
from wardmote.engines.checks.facts import Absent, Missing, Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Certificate, Handshake
from wardmote.engines.checks.facts.domain import Hosts
from wardmote.engines.checks.facts.mail import MailServers
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.facts.transport import MailHost, MailTransport, MailVisit
from wardmote.engines.checks.facts.web import Hop, Shaken, Visit, Website
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.judging import Facts

DOMAIN = "example.gov.uk"
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def of_the_dns(given: dict[str, str | list[str]]) -> Facts:
    """Return the facts that records come to."""
    return asyncio.run(gather(DOMAIN, Sources(StatedResolver(given)), [MailServers, Sending, Hosts]))


def shaken(*names: str) -> Handshake:
    """Return a handshake with a certificate for these names."""
    certificate = Certificate("x", "y", names, AT, AT, "EC", 256, "sha256", False, "", "")
    return Handshake("TLSv1.3", "", certificate)


def test_names_stand_in_mx_records_spf_records_and_aliases() -> None:
    facts = of_the_dns(
        {
            "example.gov.uk MX": ["10 mail.example.gov.uk.", "20 mx.example.net."],
            "example.gov.uk TXT": ['"v=spf1 include:_spf.example.gov.uk redirect=_spf.example.org"'],
            "_spf.example.gov.uk TXT": ['"v=spf1 include:deeper.example.net -all"'],
            "_spf.example.org TXT": ['"v=spf1 -all"'],
            "deeper.example.net TXT": ['"v=spf1 -all"'],
            "www.example.gov.uk CNAME": ["sites.example.net."],
            "sites.example.net CNAME": ["host.example.net."],
        }
    )

    assert names_seen(DOMAIN, facts) == (
        Seen("mail.example.gov.uk", "takes the mail of example.gov.uk (MX)"),
        Seen("mx.example.net", "takes the mail of example.gov.uk (MX)"),
        Seen("_spf.example.gov.uk", "stands in the SPF record of example.gov.uk"),
        Seen("_spf.example.org", "stands in the SPF record of example.gov.uk"),
        Seen("sites.example.net", "www.example.gov.uk is an alias for it (CNAME)"),
        Seen("host.example.net", "www.example.gov.uk is an alias for it (CNAME)"),
    )


def test_names_stand_in_certificates_and_redirects_and_each_is_told_once() -> None:
    hops = (
        Hop("http://example.gov.uk/", 301, "https://www.example.gov.uk/"),
        Hop("https://www.example.gov.uk/", 302, "https://my.example.gov.uk:8443/start"),
        Hop("https://my.example.gov.uk:8443/start", 200),
    )
    certificate = shaken("example.gov.uk", "www.example.gov.uk", "*.apps.example.gov.uk", "Old-Example.gov.uk")
    site = Website(DOMAIN, AT, plain=Visit("http://example.gov.uk/", hops), shaken=(Shaken(DOMAIN, "", certificate),))

    assert names_seen(DOMAIN, {Website: site}) == (
        Seen("www.example.gov.uk", "named in the certificate of example.gov.uk"),
        Seen("apps.example.gov.uk", "named in the certificate of example.gov.uk"),
        Seen("old-example.gov.uk", "named in the certificate of example.gov.uk"),
        Seen("my.example.gov.uk", "www.example.gov.uk redirects there"),
    )


def test_names_stand_in_the_certificates_of_mail_servers() -> None:
    hosts = (
        MailHost("mx.example.net", MailVisit("192.0.2.1", "", True, shaken("mail.example.gov.uk"))),
        MailHost("mx2.example.net", MailVisit("192.0.2.2", "", False)),
        MailHost("mx3.example.net", Absent(Missing.NODATA)),
    )

    assert names_seen(DOMAIN, {MailTransport: MailTransport(DOMAIN, AT, hosts)}) == (
        Seen("mail.example.gov.uk", "named in the certificate of mx.example.net"),
    )


def test_what_is_no_name_of_a_host_is_left_out() -> None:
    odd = ("192.0.2.1", "2001:db8::1", "localhost", "")
    hops = tuple(Hop("https://example.gov.uk/", 301, url) for url in ("https://192.0.2.1/", "https://[::1/", "/x"))
    site = Website(DOMAIN, AT, secure=Visit("", hops), shaken=(Shaken(DOMAIN, "", shaken(*odd)),))

    assert names_seen(DOMAIN, {Website: site}) == ()


def test_facts_that_could_not_be_had_give_nothing() -> None:
    assert names_seen(DOMAIN, {Website: Unreachable(Reason.TIMEOUT), MailServers: Unreachable(Reason.TIMEOUT)}) == ()
    assert names_seen(DOMAIN, of_the_dns({"* *": "timeout"})) == ()


def test_a_certificate_with_endless_names_gives_some() -> None:
    names = shaken(*(f"customer{number}.example.net" for number in range(5_000)))

    assert len(names_seen(DOMAIN, {Website: Website(DOMAIN, AT, shaken=(Shaken(DOMAIN, "", names),))})) == MOST_NAMES
