"""Is a table read as it stands, and is each thing wrong with it named with its line?"""

from datetime import date

import pytest

from wardmote.register.models.bodies import Kind
from wardmote.register.tables import MOST_ROWS, TableFault, gone_from, read_councils, read_successors

HEADER = (
    "code,gss,name,short_name,kind,nation,region,county_gss,website,domain,population_2020,"
    "latitude,longitude,start_date,end_date,successor_codes"
)
GOOD = {
    "code": "ELM",
    "gss": "E07000207",
    "name": "Elmbridge Borough Council",
    "short_name": "Elmbridge",
    "kind": "district",
    "nation": "England",
    "region": "South East",
    "county_gss": "E10000030",
    "website": "https://www.elmbridge.gov.uk",
    "domain": "elmbridge.gov.uk",
    "population_2020": "137215",
    "latitude": "51.36",
    "longitude": "-0.4",
    "start_date": "1974-04-01",
    "end_date": "",
    "successor_codes": "",
}


def table(*rows: dict[str, str]) -> str:
    """Write a table with quoted values."""
    lines = [",".join(f'"{row[column]}"' for column in HEADER.split(",")) for row in rows]
    return "\n".join([HEADER, *lines]) + "\n"


def test_a_good_row_is_read_whole() -> None:
    (row,) = read_councils(table(GOOD | {"successor_codes": "ESY  WSY", "domain": "Elmbridge.GOV.uk"}))
    assert (row.code, row.gss, row.name, row.kind) == ("ELM", "E07000207", "Elmbridge Borough Council", "district")
    assert (row.population, row.latitude, row.longitude) == (137_215, 51.36, -0.4)
    assert (row.start_date, row.end_date) == (date(1974, 4, 1), None)
    assert (row.domain, row.successor_codes) == ("elmbridge.gov.uk", ("ESY", "WSY"))


def test_only_the_needed_columns_are_needed() -> None:
    (row,) = read_councils("code,gss,name,kind,nation\nELM,,Elmbridge,district,England\n")
    assert (row.short_name, row.region, row.domain, row.population, row.start_date) == ("Elmbridge", "", "", None, None)


def test_spaces_a_byte_order_mark_and_empty_lines_do_no_harm() -> None:
    text = "\ufeffcode,gss,name,kind,nation\r\n\r\n ELM , ,Elmbridge , district,England\r\n"
    (row,) = read_councils(text)
    assert (row.code, row.name, row.kind) == ("ELM", "Elmbridge", "district")


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert read_councils(HEADER) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"code": ""}, "the code '' must be 2 to 24 letters"),
        ({"code": "E"}, "the code 'E' must be"),
        ({"code": "E" * 25}, "must be 2 to 24 letters"),
        ({"code": "EL/M"}, "the code 'EL/M' must be"),
        ({"code": "ÉLM"}, "the code 'ÉLM' must be"),
        ({"gss": "E0700020"}, "'E0700020' isn't a GSS code"),
        ({"gss": "e07000207"}, "isn't a GSS code"),
        ({"name": ""}, "the name must have from 2 to 120 characters"),
        ({"name": "N" * 121}, "the name must have from 2 to 120 characters"),
        ({"kind": "burgh"}, "the kind 'burgh' isn't known"),
        ({"kind": ""}, "the kind '' isn't known"),
        ({"domain": "elmbridge"}, "'elmbridge' isn't a domain name"),
        ({"domain": "a@elmbridge.gov.uk"}, "isn't a domain name"),
        ({"domain": "-x.gov.uk"}, "isn't a domain name"),
        ({"domain": f"{'a' * 64}.gov.uk"}, "isn't a domain name"),
        ({"website": "javascript:alert(1)"}, "the website must start with https:// or http://"),
        ({"website": "www.elmbridge.gov.uk"}, "the website must start with"),
        ({"population_2020": "-5"}, "the population must be a whole number; it is '-5'"),
        ({"population_2020": "1e5"}, "the population must be a whole number"),
        ({"population_2020": "137,215"}, "the population must be a whole number"),
        ({"population_2020": "100000001"}, "the population must be a whole number"),
        ({"population_2020": "9" * 5000}, "the population must be a whole number"),
        ({"latitude": "north"}, "latitude must be a number; it is 'north'"),
        ({"latitude": "90.1"}, "latitude must lie between -90 and 90"),
        ({"latitude": "nan"}, "latitude must lie between"),
        ({"longitude": "inf"}, "longitude must lie between"),
        ({"longitude": "-180.5"}, "longitude must lie between -180 and 180"),
        ({"start_date": "1 April 1974"}, "start_date must look like 2027-04-01"),
        ({"start_date": "1974-02-30"}, "start_date must look like"),
        ({"end_date": "31/03/2027"}, "end_date must look like"),
        ({"start_date": "2027-04-01", "end_date": "2026-04-01"}, "end_date"),
        ({"short_name": "S" * 81}, "short_name"),
        ({"region": "R" * 41}, "region"),
        ({"nation": "N" * 21}, "nation"),
        ({"website": "https://" + "w" * 200}, "website"),
        ({"kind": Kind.PLATFORM}, "the kind 'platform' isn't known"),
        ({"kind": Kind.PROGRAMME}, "the kind 'programme' isn't known"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_bad_value_is_refused_with_its_line(change: dict[str, str], says: str) -> None:
    other = GOOD | {"code": "MOL", "gss": "E07000210"}
    with pytest.raises(TableFault) as fault:
        read_councils(table(other, GOOD | change))
    assert str(fault.value).startswith("Line 3: ")
    assert says in str(fault.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Line 1: these columns are missing: code, gss, name, kind, nation."),
        ("code,gss,name,kind\nELM,,Elmbridge,district\n", "Line 1: these columns are missing: nation."),
        ("code;gss;name;kind;nation\n", "Line 1: these columns are missing"),
        (f"{HEADER}\nELM,E07000207\n", "Line 2: this row doesn't have as many values as line 1 has columns."),
        ("code,gss,name,kind,nation\nA1,,Aa,district,England\nB1,,Bb,district,England,x\n", "Line 3: this row"),
        (f"{HEADER}\n\x00\n", "This isn't a CSV file"),
        (f"{HEADER}\n{'x' * 200_000}\n", "Line 2: this can't be read as CSV"),
        (f"code,gss,name,kind,nation,{'x' * 200_000}\n", "Line 1: this can't be read as CSV"),
        ("code,gss,name,kind,nation\rELM,,Elmbridge,district,England\r", "this can't be read as CSV"),
        (f"{HEADER}\n{'é' * 1_000_001}", "The file is larger than 2 MB"),
        ("code,gss,name,kind,nation\n" + "CC,,Nn,district,E\n" * (MOST_ROWS + 1), "more than 5000 rows"),
    ],
    ids=[
        "empty", "missing column", "semicolons", "too few", "too many", "binary", "huge value", "huge header",
        "old line ends", "huge file", "many rows",
    ],
)  # fmt: skip
def test_what_is_no_fit_table_is_refused(text: str, says: str) -> None:
    with pytest.raises(TableFault) as fault:
        read_councils(text)
    assert says in str(fault.value)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"code": "elm", "gss": ""}, "The code ELM stands in the table twice."),
        ({"code": "MOL"}, "The gss E07000207 stands in the table twice."),
    ],
)
def test_a_body_that_stands_there_twice_is_refused(other: dict[str, str], says: str) -> None:
    with pytest.raises(TableFault) as fault:
        read_councils(table(GOOD, GOOD | other))
    assert str(fault.value) == says


def test_bodies_without_a_gss_code_arent_taken_for_each_other() -> None:
    rows = read_councils(table(GOOD | {"gss": ""}, GOOD | {"gss": "", "code": "MOL"}))
    assert [row.code for row in rows] == ["ELM", "MOL"]


@pytest.mark.parametrize(
    ("end", "gone"),
    [
        (None, None),
        (date(2019, 3, 31), date(2019, 4, 1)),
        (date(2020, 4, 1), date(2020, 4, 1)),
        (date(2024, 5, 7), date(2024, 5, 7)),
    ],
)
def test_the_31_of_march_is_the_last_day_and_any_other_the_first_without(end: date | None, gone: date | None) -> None:
    assert gone_from(end) == gone


SUCCESSORS = "la_code,gss,name,successor,vesting_date,note,source\n"


def test_several_successors_are_told_apart() -> None:
    (row,) = read_successors(f"{SUCCESSORS}SRY,,Surrey,East Surrey Council; West Surrey Council;,2027-04-01,n,s\n")
    assert (row.code, row.successors) == ("SRY", ("East Surrey Council", "West Surrey Council"))
    assert (row.on, row.note, row.source) == (date(2027, 4, 1), "n", "s")


def test_a_bad_vesting_date_is_refused_with_its_line() -> None:
    with pytest.raises(TableFault, match=r"^Line 2: vesting_date must look like"):
        read_successors(f"{SUCCESSORS}SRY,,Surrey,East Surrey Council,April 2027,,s\n")


def test_successors_without_a_source_are_refused() -> None:
    with pytest.raises(TableFault, match=r"^Line 1: these columns are missing: source"):
        read_successors("la_code,successor,vesting_date\n")
