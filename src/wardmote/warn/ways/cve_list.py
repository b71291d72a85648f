"""Which records of the CVE list changed, by its own log of changes? (cvelistV5, deltaLog.json)"""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from wardmote.engines.advisories.facts import Broken
from wardmote.engines.advisories.readers import cve_record
from wardmote.engines.advisories.reading.json_lists import entries
from wardmote.engines.advisories.reading.moments import moment
from wardmote.kernel.moments import now

from ..fetching import FetchTrouble, fetch, fetch_bytes
from ..models import Source
from .arriving import Arrived, Note, SourceTrouble, scratch_file

FIRST_TIME = timedelta(days=1)
MOST_RECORDS = 3_000
MOST_RECORD_BYTES = 8_000_000


def arrivals(source: Source, note: Note) -> Iterator[Arrived]:
    """Yield the records that changed since the last time, as one document; the whole list comes by hand, as a file."""
    since = moment(source.cursor.get("since")) or now() - FIRST_TIME
    links, reached = _changed(source, since)
    if not links:
        note("It has nothing new.")
        return
    if len(links) > MOST_RECORDS:
        note(f"{len(links):,} records changed: more than we fetch one by one. Give the whole list as a file.")
        links = links[-MOST_RECORDS:]
    with scratch_file() as file:
        for link in links:
            file.write(_record(source, link, note))
        size = file.tell()
        file.seek(0)
        yield Arrived(cve_record.read(file), lambda: {"since": reached.isoformat()}, size)


def _changed(source: Source, since: datetime) -> tuple[list[str], datetime]:
    """Return the addresses of changed records, the oldest change first, and the moment of the last one."""
    found: dict[str, str] = {}
    reached = since
    with scratch_file() as file:
        try:
            answer = fetch(source.address, file)
        except FetchTrouble as trouble:
            raise SourceTrouble(str(trouble)) from trouble
        if answer.status != 200 or not answer.is_whole:
            raise SourceTrouble(f"The log of changes can't be read (status {answer.status}).")
        file.seek(0)
        logged = [one[1] for one in entries(file) if not isinstance(one, Broken)]
    for change in sorted(logged, key=lambda one: str(one.get("fetchTime"))):
        at = moment(change.get("fetchTime"))
        if at is None or at <= since:
            continue
        reached = max(reached, at)
        for record in _listed(change):
            found.pop(str(record.get("cveId")), None)
            found[str(record.get("cveId"))] = str(record.get("githubLink"))
    return list(found.values()), reached


def _listed(change: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in ("new", "updated"):
        listed = change.get(part)
        yield from (one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else ()


def _record(source: Source, link: str, note: Note) -> bytes:
    """Return one record on a line of its own, or nothing, with a note."""
    if urlsplit(link).hostname != urlsplit(source.address).hostname:
        note(f"{link[:100]} leads elsewhere, so it wasn't fetched.")
        return b""
    try:
        found = fetch_bytes(link, MOST_RECORD_BYTES)
        record = json.load(io.BytesIO(found.body)) if found.status == 200 else None
    except (FetchTrouble, ValueError, RecursionError) as trouble:
        note(f"{link[:100]}: {str(trouble)[:200]}")
        return b""
    if record is None:
        note(f"{link[:100]}: the server answered with status {found.status}.")
        return b""
    return found.body.strip() + b"\n"
