"""A night begins: every verified domain of a council at work gets its visit, and the visits are queued in batches."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from math import ceil

from django.db import IntegrityError, transaction

from wardmote.estate.public import verified_domains
from wardmote.kernel import audit

from ..models import Round, Visit
from ..rounds import check_batch

BATCH = 50
# In a large night batches grow: each ends with its slowest domain, and there shouldn't be more such ends than this.
MOST_BATCHES = 100
ROWS_AT_ONCE = 500


def begin_round(*, day: date, at: datetime) -> Round | None:
    """Plan the day's round and queue its batches in one transaction; None where it was begun or nothing is watched.

    Earlier rounds that never came to their end are for the caller to finish before.
    """
    try:
        with transaction.atomic():
            return _begin(day, at)
    except IntegrityError:
        if Round.objects.filter(day=day).exists():
            return None
        raise


def _begin(day: date, at: datetime) -> Round | None:
    if Round.objects.filter(day=day).exists():
        return None
    domains = _in_order(day)
    if not domains:
        return None
    begun = Round.objects.create(day=day, begun_at=at, planned=len(domains))
    size = max(BATCH, ceil(len(domains) / MOST_BATCHES))
    Visit.objects.bulk_create(_visits(begun, domains, size, at), batch_size=ROWS_AT_ONCE)
    for batch in range(ceil(len(domains) / size)):
        check_batch.enqueue(begun.pk, batch)
    audit.record(
        by=None,
        body=None,
        action="checks.round-begun",
        subject=f"round:{begun.pk}",
        at=at,
        after={"day": day.isoformat(), "domains": len(domains)},
    )
    return begun


def _in_order(day: date) -> list[tuple[int, int]]:
    """Return (domain, council) of all that is watched, neighbours far apart.

    Many domains of one council, and many councils of one supplier, stand on the same servers: sorted by a digest of
    the name, they come up all through the night, in another order each night.
    """
    rows = verified_domains(day).order_by().values_list("name", "pk", "council_id")
    mixed = sorted((hashlib.sha256(f"{day}:{name}".encode()).digest(), pk, council) for name, pk, council in rows)
    return [(pk, council) for _digest, pk, council in mixed]


def _visits(begun: Round, domains: list[tuple[int, int]], size: int, at: datetime) -> Iterator[Visit]:
    for number, (domain, council) in enumerate(domains):
        yield Visit(round=begun, council_id=council, domain_id=domain, batch=number // size, asked_at=at)
