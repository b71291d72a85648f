"""How are new findings stored, hundreds of thousands in a country's first night?

Five times as fast as `bulk_create`, which works out anew for each of fifteen columns of each row how it is written.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.db import connection

from .intervals import Answer

# A check's new answer: council, domain, check, area, the answer, since when, and since when there is trouble.
Row = tuple[int, int, str, str, Answer, datetime, datetime | None]
_COLUMNS = """council_id, domain_id, check_id, area, verdict, severity, says, evidence, fix, since, trouble_since,
              ended_as, unseen_says"""
_INSERT = f"""
INSERT INTO watch_finding ({_COLUMNS})
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '')
"""  # noqa: S608 # nosec B608 - names of our own; every value is a parameter
_INSERT_ARRAYS = f"""
INSERT INTO watch_finding ({_COLUMNS})
SELECT one.*, '', '' FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::smallint[],
                                 %s::text[], %s::jsonb[], %s::text[], %s::timestamptz[], %s::timestamptz[]) AS one
"""  # noqa: S608 # nosec B608 - names of our own; every value is a parameter


def insert_findings(findings: Iterable[Row]) -> None:
    """Store findings that hold from now on; one more for a check that has one already breaks the table's own rule."""
    moment = cache(connection.ops.adapt_datetimefield_value)
    rows = [
        (
            council,
            domain,
            check_id,
            area,
            answer.verdict,
            answer.severity,
            answer.says,
            json.dumps(answer.evidence),
            answer.fix,
            moment(since),
            moment(trouble),
        )
        for council, domain, check_id, area, answer, since, trouble in findings
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_INSERT_ARRAYS, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(_INSERT, rows)
