"""Is a report known again, and are well-known senders named for what they proved?"""

import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.engines.reports import writing
from tests.unit.engines.reports.writing import BEGIN, END, RECORD, to_xml, written
from wardmote.engines.reports import (
    DkimResult,
    Record,
    SpfResult,
    identity,
    name_of,
    read_dmarc,
    sources,
)
from wardmote.engines.reports.sources import name_of_domain, senders


def test_a_report_is_known_again_however_it_was_written() -> None:
    report = written(RECORD)
    ways = [to_xml(report), to_xml(report, writing.NAMESPACES[2], ""), to_xml(written(RECORD, org_name="REPORTER"))]
    assert len({identity(read_dmarc([way])) for way in ways}) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"org_name": "Other"},
        {"report_id": "r-2"},
        {"domain": "other.example"},
        {"begin": BEGIN + timedelta(seconds=1)},
        {"end": END + timedelta(seconds=1)},
    ],
)
def test_a_report_that_differs_in_what_names_it_is_another(change: dict[str, object]) -> None:
    assert identity(written(**change).head) != identity(written().head)


def test_the_key_of_a_report_stays_as_it_was_stored() -> None:
    assert identity(written().head) == "f920441bdec89ff8ae8c42fe25c7e0828ae58777df9e16e26df915a5da2380f3"


def unproved(**changes: object) -> Record:
    """Return a record that proves nothing but what is changed."""
    nothing = replace(RECORD, dkim_results=(), spf_results=(), dkim_aligned=False, spf_aligned=False)
    return replace(nothing, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("Amazon SES", unproved(dkim_results=(DkimResult("amazonses.com", "s", "pass"),))),
        ("", unproved(dkim_results=(DkimResult("amazonses.com", "s", "fail"),))),
        ("Mailchimp", unproved(spf_results=(SpfResult("mail5.atl11.mcsv.net", "mfrom", "pass"),))),
        ("", unproved(spf_results=(SpfResult("mcsv.net", "mfrom", "softfail"),))),
        ("", unproved(header_from="gmail.com")),
        ("Google Workspace and Gmail", unproved(header_from="gmail.com", dkim_aligned=True)),
        ("Google Workspace and Gmail", unproved(dkim_results=(DkimResult("a.2023.gappssmtp.com", "s", "pass"),))),
        ("", unproved(dkim_results=(DkimResult("notamazonses.com", "s", "pass"),))),
        ("", RECORD),
    ],
)
def test_a_sender_is_named_for_what_it_proved(name: str, record: Record) -> None:
    assert name_of(record) == name


def test_a_signature_names_the_sender_before_the_envelope_does() -> None:
    record = unproved(
        dkim_results=(DkimResult("council.example", "s", "pass"), DkimResult("sendgrid.net", "s", "pass")),
        spf_results=(SpfResult("amazonses.com", "mfrom", "pass"),),
    )
    assert name_of(record) == "SendGrid"


def test_the_list_names_each_domain_once_and_as_reports_write_it() -> None:
    with (Path(sources.__file__).parent / "data" / "sources.toml").open("rb") as file:
        listed = tomllib.load(file)["sender"]
    domains = [domain for sender in listed for domain in sender["domains"]]
    assert len(domains) == len(set(domains)) == len(senders())
    assert len({sender["name"] for sender in listed}) == len(listed) >= 60
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain) for domain in domains)
    assert name_of_domain("") == name_of_domain("com") == ""
