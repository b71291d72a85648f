"""Which editions does each story speak of? Asked of the database in one statement, as versions sort as bytes there.

A match is kept once for each product in a version and joined to councils on reading. What a source calls not affected
or fixed takes away what others call affected, as `engines.advisories.matching.verdict` does.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from wardmote.engines.advisories.facts import GENERIC, Status
from wardmote.engines.advisories.versions import NOTHING_ABOVE, key_asked

from .models import Certainty, Match

IDS_AT_ONCE = 500

# The ways in which a range may meet an edition: by the version in the range's own family; or, where we don't know the
# version or the range says none, by the product alone.
_HOLDS = """(
    (r.family = %(generic)s AND e.generic_key IS NOT NULL AND r.low <= e.generic_key AND e.generic_key < r.high)
    OR (r.family <> %(generic)s AND r.family = e.family AND e.own_key IS NOT NULL
        AND r.low <= e.own_key AND e.own_key < r.high)
)"""
_IS_OPEN = "(r.low = %(nothing)s AND r.high = %(above)s)"
# What one source says in words only counts where no other tells the same product's versions.
_UNREAD = """(
    r.low = %(nothing)s AND r.high = %(nothing)s AND NOT EXISTS (
        SELECT 1 FROM warn_range o WHERE o.story_id = r.story_id AND o.advised_id = r.advised_id
        AND o.status = %(affected)s AND o.high <> %(nothing)s
    )
)"""
_MEETS = f"({_HOLDS} OR e.version = '' OR {_UNREAD})"
_SAME_PLATFORM = "(r.target = '' OR e.target = '' OR r.target = e.target)"
# Of a distribution's package a maker's range is never sure: it may be repaired under the old version's number.
_SURE = f"""(
    ({_HOLDS} OR (e.version = '' AND {_IS_OPEN})) AND (r.target = '' OR r.target = e.target)
    AND (r.family <> %(generic)s OR {_IS_OPEN} OR e.family NOT IN ('deb', 'rpm', 'apk', 'alpm'))
)"""
_JOINED = """
FROM warn_range r
JOIN warn_advised a ON a.id = r.advised_id
JOIN estate_productname n ON n.name = a.name
JOIN estate_edition e ON e.product_id = n.product_id
"""
_INSERT = f"""
INSERT INTO warn_match (edition_id, story_id, range_id, certainty)
SELECT found.edition_id, found.story_id,
       COALESCE(MIN(found.sure_range), MIN(found.range_id)),
       CASE WHEN MIN(found.sure_range) IS NULL THEN 'likely' ELSE 'sure' END
FROM (
    SELECT e.id AS edition_id, r.story_id AS story_id, r.id AS range_id,
           CASE WHEN {_SURE} AND r.running_on = '[]' THEN r.id END AS sure_range
    {_JOINED}
    WHERE r.status = %(affected)s AND {_SAME_PLATFORM} AND {_MEETS} {{only}}
) AS found
GROUP BY found.edition_id, found.story_id
"""  # noqa: S608 - constants of our own
_CLEAR = f"""
DELETE FROM warn_match WHERE id IN (
    SELECT m.id {_JOINED}
    JOIN warn_match m ON m.edition_id = e.id AND m.story_id = r.story_id
    WHERE r.status IN (%(not_affected)s, %(fixed)s) AND {_SURE} AND r.running_on = '[]' {{only}}
)
"""  # noqa: S608
# A range of another scheme than the line's: the range's scheme reads the line's version, which no statement can.
_ACROSS = f"""
SELECT e.id, r.story_id, r.id, r.status, r.family, r.low, r.high, e.version, e.family,
       ({_SAME_PLATFORM} AND r.running_on = '[]' AND (r.target = '' OR r.target = e.target))
{_JOINED}
WHERE r.status IN (%(affected)s, %(not_affected)s, %(fixed)s) AND {_SAME_PLATFORM}
  AND r.family <> '' AND r.family <> %(generic)s AND r.family <> e.family AND e.version <> '' {{only}}
"""
_VALUES: dict[str, str | bytes] = {
    "generic": GENERIC,
    "nothing": b"",
    "above": NOTHING_ABOVE,
    "affected": Status.AFFECTED.value,
    "not_affected": Status.NOT_AFFECTED.value,
    "fixed": Status.FIXED.value,
}


def match_everything() -> int:
    """Make all matches anew; returns how many there are. Readers see the old ones until the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM warn_match")
        _make("")
    return Match.objects.count()


def match_stories(stories: Iterable[int]) -> None:
    """Make the matches of some stories anew."""
    for some in _pieces(stories):
        with transaction.atomic():
            Match.objects.filter(story__in=some).delete()
            _make(f"AND r.story_id IN ({_listed(some)})")


def match_editions(editions: Iterable[int]) -> None:
    """Make the matches of some editions anew."""
    for some in _pieces(editions):
        with transaction.atomic():
            Match.objects.filter(edition__in=some).delete()
            _make(f"AND e.id IN ({_listed(some)})")


def _make(only: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(only=only), _VALUES)
        cursor.execute(_ACROSS.format(only=only), _VALUES)
        cleared = _add_across(cursor.fetchall())
        cursor.execute(_CLEAR.format(only=only), _VALUES)
    for edition, story in cleared:
        Match.objects.filter(edition=edition, story=story).delete()


def _add_across(rows: Iterable[tuple[Any, ...]]) -> set[tuple[int, int]]:
    """Add the matches whose range is of another scheme than the line; returns (edition, story) that are cleared."""
    added, cleared = [], set()
    for edition, story, number, status, scheme, low, high, version, own, is_sure in rows:
        asked = key_asked(scheme, version, own or GENERIC)
        if asked is None or not bytes(low) <= asked < bytes(high):
            continue
        if status != Status.AFFECTED:
            cleared |= {(edition, story)} if is_sure else set()
            continue
        certainty = Certainty.SURE if is_sure else Certainty.LIKELY
        added.append(Match(edition_id=edition, story_id=story, range_id=number, certainty=certainty))
    Match.objects.bulk_create(
        added,
        update_conflicts=True,
        update_fields=["range", "certainty"],
        unique_fields=["edition", "story"],
        batch_size=IDS_AT_ONCE,
    )
    return cleared


def _listed(ids: Sequence[int]) -> str:
    """Return numbers as they may stand in a statement: SQLite takes no lists, and nothing but numbers gets through."""
    return ", ".join(str(int(number)) for number in ids)


def _pieces(ids: Iterable[int]) -> Iterable[list[int]]:
    whole = sorted(set(ids))
    return (whole[start : start + IDS_AT_ONCE] for start in range(0, len(whole), IDS_AT_ONCE))
