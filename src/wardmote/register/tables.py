"""What does an uploaded table of councils say, row by row, and is each row fit to use? Pure: no database."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .models.bodies import Kind

NEEDED = ("code", "gss", "name", "kind", "nation")
# Staff belong to the programme and the platform, which no table makes or changes.
KINDS = [kind.value for kind in Kind if kind not in (Kind.PROGRAMME, Kind.PLATFORM)]
LONGEST = {"short_name": 80, "nation": 20, "region": 40, "website": 200}
MOST_BYTES, MOST_ROWS = 2_000_000, 5_000
_CODE = re.compile(r"^[A-Za-z0-9-]{2,24}$")
_GSS = re.compile(r"^[A-Z]\d{8}$")
_DOMAIN = re.compile(r"^(?=.{4,100}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$")


class TableFault(Exception):
    """What is wrong with the table, naming the line."""


@dataclass(frozen=True)
class CouncilRow:
    """One body's facts as a table gives them."""

    code: str
    gss: str
    name: str
    short_name: str
    kind: str
    nation: str
    region: str
    county_gss: str
    website: str
    domain: str
    population: int | None
    latitude: float | None
    longitude: float | None
    start_date: date | None
    end_date: date | None
    successor_codes: tuple[str, ...]


@dataclass(frozen=True)
class SuccessorRow:
    """One council's announced successors; several names mean that it is split or merged in parts."""

    code: str
    successors: tuple[str, ...]
    on: date
    note: str
    source: str


@dataclass(frozen=True)
class AffiliationRow:
    """One body's membership of another: a council of its WARP, Local Resilience Forum or combined authority."""

    group_code: str
    member_code: str
    valid_from: date | None
    valid_to: date | None
    line: int


def is_affiliations(text: str) -> bool:
    """Say whether a table is one of affiliations, by its first line."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    return {"group_code", "member_code"} <= {column.strip() for column in first.split(",")}


def read_affiliations(text: str) -> tuple[AffiliationRow, ...]:
    """Return the rows of a table with group_code, member_code and optional valid_from and valid_to."""
    rows = []
    for line, row in _lines(text, ("group_code", "member_code")):
        begins = _date(row.get("valid_from", ""), line, "valid_from")
        ends = _date(row.get("valid_to", ""), line, "valid_to")
        if begins and ends and ends <= begins:
            raise TableFault(f"Line {line}: valid_to must be after valid_from.")
        rows.append(AffiliationRow(row["group_code"], row["member_code"], begins, ends, line))
    return tuple(rows)


def read_councils(text: str) -> tuple[CouncilRow, ...]:
    """Return the rows of a table in the format of `councils.csv`, or raise TableFault naming the line."""
    rows = tuple(_council(row, line) for line, row in _lines(text, NEEDED))
    _refuse_doubles(rows)
    return rows


def read_successors(text: str) -> tuple[SuccessorRow, ...]:
    """Return the rows of a table in the format of `lgr_successors.csv`."""
    needed = ("la_code", "successor", "vesting_date", "source")
    return tuple(
        SuccessorRow(
            code=row["la_code"],
            successors=tuple(name.strip() for name in row["successor"].split(";") if name.strip()),
            on=_date(row["vesting_date"], line, "vesting_date") or date.max,
            note=row.get("note", ""),
            source=row["source"],
        )
        for line, row in _lines(text, needed)
    )


def gone_from(end: date | None) -> date | None:
    """Return the first day without the body: a source's 31 March is the last day with it."""
    if end and (end.month, end.day) == (3, 31):
        return end + timedelta(days=1)
    return end


def _lines(text: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    if len(text.encode()) > MOST_BYTES:
        raise TableFault("The file is larger than 2 MB. A register of all UK councils takes about 100 kB.")
    if "\x00" in text:
        raise TableFault("This isn't a CSV file. Save the table as CSV (UTF-8) and try again.")
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    try:
        absent = [column for column in needed if column not in (reader.fieldnames or [])]
        if absent:
            raise TableFault(f"Line 1: these columns are missing: {', '.join(absent)}.")
        for count, row in enumerate(reader):
            if count >= MOST_ROWS:
                raise TableFault(f"The table has more than {MOST_ROWS} rows.")
            if None in row or None in row.values():
                raise TableFault(f"Line {reader.line_num}: this row doesn't have as many values as line 1 has columns.")
            yield reader.line_num, {column: value.strip() for column, value in row.items()}
    except csv.Error as fault:
        raise TableFault(f"Line {reader.line_num + 1}: this can't be read as CSV ({fault}).") from fault


def _council(row: dict[str, str], line: int) -> CouncilRow:
    _check_words(row, line)
    begins = _date(row.get("start_date", ""), line, "start_date")
    ends = gone_from(_date(row.get("end_date", ""), line, "end_date"))
    if begins and ends and ends <= begins:
        raise TableFault(f"Line {line}: end_date must be after start_date.")
    return CouncilRow(
        code=row["code"],
        gss=row["gss"],
        name=row["name"],
        short_name=row.get("short_name") or row["name"],
        kind=row["kind"],
        nation=row["nation"],
        region=row.get("region", ""),
        county_gss=row.get("county_gss", ""),
        website=row.get("website", ""),
        domain=row.get("domain", "").lower(),
        population=_whole(row.get("population") or row.get("population_2020", ""), line),
        latitude=_number(row.get("latitude", ""), line, "latitude", 90),
        longitude=_number(row.get("longitude", ""), line, "longitude", 180),
        start_date=begins,
        end_date=ends,
        successor_codes=tuple(row.get("successor_codes", "").split()),
    )


def _check_words(row: dict[str, str], line: int) -> None:
    if not _CODE.match(row["code"]):
        raise TableFault(f"Line {line}: the code {row['code']!r} must be 2 to 24 letters, digits or hyphens.")
    if row["gss"] and not _GSS.match(row["gss"]):
        raise TableFault(f"Line {line}: {row['gss']!r} isn't a GSS code, which looks like E07000207.")
    if not 2 <= len(row["name"]) <= 120:
        raise TableFault(f"Line {line}: the name must have from 2 to 120 characters.")
    if row["kind"] not in KINDS:
        raise TableFault(f"Line {line}: the kind {row['kind']!r} isn't known. Known: {', '.join(KINDS)}.")
    for column, most in LONGEST.items():
        if len(row.get(column, "")) > most:
            raise TableFault(f"Line {line}: {column} may have at most {most} characters.")
    domain, website = row.get("domain", "").lower(), row.get("website", "")
    if domain and not _DOMAIN.match(domain):
        raise TableFault(f"Line {line}: {domain!r} isn't a domain name.")
    if website and not website.startswith(("http://", "https://")):
        raise TableFault(f"Line {line}: the website must start with https:// or http://.")


def _refuse_doubles(rows: tuple[CouncilRow, ...]) -> None:
    for what in ("code", "gss"):
        seen: set[str] = set()
        for row in rows:
            value = getattr(row, what).upper()
            if value and value in seen:
                raise TableFault(f"The {what} {value} stands in the table twice.")
            seen.add(value)


def _date(text: str, line: int, column: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise TableFault(f"Line {line}: {column} must look like 2027-04-01; it is {text!r}.") from fault


def _whole(text: str, line: int) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9 or int(text) > 100_000_000:
        raise TableFault(f"Line {line}: the population must be a whole number; it is {text!r}.")
    return int(text)


def _number(text: str, line: int, column: str, most: float) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError as fault:
        raise TableFault(f"Line {line}: {column} must be a number; it is {text!r}.") from fault
    if not -most <= number <= most:
        raise TableFault(f"Line {line}: {column} must lie between -{most} and {most}; it is {text!r}.")
    return number
