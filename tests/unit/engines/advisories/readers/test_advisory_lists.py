"""Are the lists that add to others' words, the catalogue of exploited vulnerabilities and EPSS, read line by line?"""

import gzip
import io
import json
from datetime import date

import pytest

from wardmote.engines.advisories.facts import Advisory, Broken, Kind, Likelihood, ReadingError
from wardmote.engines.advisories.readers import epss_scores, kev_catalogue
from wardmote.engines.advisories.reading.limits import END
from wardmote.engines.advisories.shelf import reader_of

ENTRY = {
    "cveID": "CVE-2026-1234",
    "vendorProject": "Acme",
    "product": "App",
    "vulnerabilityName": "Acme App Injection",
    "dateAdded": "2026-03-04",
    "shortDescription": "It lets attackers in.",
    "requiredAction": "Update.",
    "dueDate": "2026-03-25",
    "knownRansomwareCampaignUse": "Known",
    "notes": "https://acme.example/a ; javascript:alert(1)",
}
KEV = json.dumps(
    {"title": "x", "catalogVersion": "1", "dateReleased": "2026-03-05T00:00:00Z", "vulnerabilities": [ENTRY]}
)
TABLE = f"{','.join(ENTRY)}\n{','.join(ENTRY.values())}\n"
EPSS = b"#model_version:v2026.03.14,score_date:2026-03-15T12:00:00Z\ncve,epss,percentile\n"


def test_an_entry_says_since_when_it_is_exploited_and_names_its_product_in_words() -> None:
    (found,) = kev_catalogue.read(io.BytesIO(KEV.encode()))
    assert isinstance(found, Advisory)
    assert found.exploited is not None
    assert (found.exploited.listed_on, found.exploited.due_on) == (date(2026, 3, 4), date(2026, 3, 25))
    assert (found.exploited.for_ransomware, found.is_whole) == (True, False)
    assert (found.affected[0].product.name, found.affected[0].spans) == ("App", ())
    assert [reference.url for reference in found.references] == ["https://acme.example/a"]


def test_the_table_of_the_catalogue_says_the_same_as_its_json() -> None:
    (found,) = kev_catalogue.read(io.BytesIO(TABLE.encode()))
    (other,) = kev_catalogue.read(io.BytesIO(KEV.encode()))
    assert isinstance(found, Advisory)
    assert isinstance(other, Advisory)
    assert (found.exploited, found.affected, found.title) == (other.exploited, other.affected, other.title)


@pytest.mark.parametrize("raw", [KEV.encode(), TABLE.encode(), gzip.compress(KEV.encode())])
def test_the_catalogue_is_recognised(raw: bytes) -> None:
    reader = reader_of(raw[:4096])
    assert reader is not None
    assert reader.kind is Kind.KEV


def test_a_row_with_a_cell_too_few_is_broken_alone() -> None:
    found = list(kev_catalogue.read(io.BytesIO(f"{TABLE}CVE-2026-1,x\n{','.join(ENTRY.values())}\n".encode())))
    assert [type(one) for one in found] == [Advisory, Broken, Advisory]


def test_a_line_of_scores_is_a_likelihood_and_nothing_more() -> None:
    (found,) = epss_scores.read(io.BytesIO(EPSS + b"CVE-2026-1234,0.5,0.9\n"))
    assert isinstance(found, Advisory)
    assert found.likelihood == Likelihood(0.5, 0.9, date(2026, 3, 15))
    assert not found.is_whole


@pytest.mark.parametrize(
    "line", [b"CVE-2026-1234,1.5,0", b"CVE-2026-1234,nan,0", b"x,0,0", b"CVE-2026-1234,0", b"\xff,1,1"]
)
def test_a_line_that_is_no_score_is_broken_alone(line: bytes) -> None:
    found = list(epss_scores.read(io.BytesIO(EPSS + line + b"\nCVE-2026-1234,0.5,0.9\n")))
    assert [type(one) for one in found] == [Broken, Advisory]


def test_scores_without_a_day_are_refused() -> None:
    with pytest.raises(ReadingError, match="of which day"):
        list(epss_scores.read(io.BytesIO(b"cve,epss,percentile\nCVE-2026-1234,0.5,0.9\n")))


def test_packed_scores_are_recognised_and_what_came_before_a_cut_is_kept() -> None:
    rows = b"".join(b"CVE-2026-%d,0.%05d,0.9\n" % (1000 + number, number * 7919 % 99999) for number in range(50_000))
    packed = gzip.compress(EPSS + rows)
    reader = reader_of(packed[:4096], "epss_scores-2026-03-15.csv.gz")
    assert reader is not None
    assert reader.kind is Kind.EPSS
    assert sum(1 for _ in reader.read(io.BytesIO(packed))) == 50_000
    *found, last = reader.read(io.BytesIO(packed[: len(packed) // 2]))
    assert isinstance(last, Broken)
    assert last.place == END
    assert len(found) > 10_000
