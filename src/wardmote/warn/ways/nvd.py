"""How does the NVD tell what changed: page by page, a span of time after the other? (NVD API 2.0)"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from wardmote.kernel.moments import now

from ..fetching import FetchTrouble, fetch
from ..models import Source
from .arriving import Arrived, Note, SourceTrouble, entries_of, scratch_file, secret_of

PAGE = 2_000
# The NVD asks for six seconds between two questions, and answers for 120 days at most.
PAUSE_S = 6.0
LONGEST_SPAN = timedelta(days=119)
MOST_PAGES = 1_000
_TOTAL = re.compile(rb'"totalResults"\s*:\s*([0-9]{1,9})')
_EACH = re.compile(rb'"resultsPerPage"\s*:\s*([0-9]{1,9})')


def arrivals(source: Source, note: Note) -> Iterator[Arrived]:
    """Yield page after page: all that there is the first time, and from then on what was changed since."""
    cursor = dict(source.cursor) or {"start": 0, "began": _written(now())}
    for number in range(MOST_PAGES):
        if number:
            time.sleep(PAUSE_S)
        if "began" not in cursor:
            cursor = _next_span(cursor)
        with scratch_file() as file:
            size, is_whole = _ask(source, cursor, file)
            file.seek(0)
            head = file.read(4_096)
            file.seek(0)
            following = _following(cursor, head)
            yield Arrived(entries_of(file, "nvd.json"), lambda after=following: after, size, is_whole)  # type: ignore[misc]
        cursor = following
        if _is_caught_up(cursor):
            return
    note("There are more pages; they come with the next reading.")


def _ask(source: Source, cursor: dict[str, Any], file: Any) -> tuple[int, bool]:
    query = {"resultsPerPage": PAGE, "startIndex": cursor["start"]}
    if cursor.get("since"):
        query |= {"lastModStartDate": cursor["since"], "lastModEndDate": cursor["until"]}
    secret = secret_of(source)
    try:
        found = fetch(f"{source.address}?{urlencode(query)}", file, secrets={"apiKey": secret} if secret else {})
    except FetchTrouble as trouble:
        raise SourceTrouble(str(trouble)) from trouble
    if found.status != 200:
        raise SourceTrouble(found.headers.get("message") or f"The server answered with status {found.status}.")
    return found.size, found.is_whole


def _next_span(cursor: dict[str, Any]) -> dict[str, Any]:
    since = datetime.fromisoformat(cursor["since"])
    until = min(now(), since + LONGEST_SPAN)
    return {"since": cursor["since"], "until": _written(until), "start": 0, "began": _written(until)}


def _following(cursor: dict[str, Any], head: bytes) -> dict[str, Any]:
    """Return where to go on: the next page, or after the last one the next span of time."""
    total, each = _TOTAL.search(head), _EACH.search(head)
    if total and each and int(each[1]) and cursor["start"] + int(each[1]) < int(total[1]):
        return cursor | {"start": cursor["start"] + int(each[1])}
    return {"since": cursor["began"]}


def _is_caught_up(cursor: dict[str, Any]) -> bool:
    return "began" not in cursor and now() - datetime.fromisoformat(cursor["since"]) < timedelta(hours=1)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
