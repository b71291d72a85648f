"""Which bodies may the present viewer see, as functions for the database's own wall?

They repeat `queries/scope.py` in SQL on purpose: two walls that were written apart.
"""

from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.kernel.wall import define


def _quoted(roles: frozenset[Role]) -> str:
    return ", ".join(f"'{role.value}'" for role in sorted(roles))


_OPEN = "m.ended_at IS NULL AND m.lapses_on > CURRENT_DATE AND m.person_id::text = viewer"
# The tables that a function reads are walled themselves: it looks at them as the house, then gives the viewer back.
# (A `SET` clause on the function would do the same, but only a superuser may write one for a setting of our own.)
_SHAPE = """
CREATE OR REPLACE FUNCTION {name}_of(viewer text) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE before text := coalesce(current_setting('wardmote.viewer', true), '');
BEGIN
  PERFORM set_config('wardmote.viewer', 'system', true);
  RETURN QUERY {body};
  PERFORM set_config('wardmote.viewer', before, true);
END $$;
CREATE OR REPLACE FUNCTION {name}() RETURNS SETOF bigint LANGUAGE sql STABLE AS
$$ SELECT {name}_of(current_setting('wardmote.viewer', true)) $$;
"""

_OWN = f"""
WITH mine AS (SELECT m.body_id FROM register_membership m WHERE {_OPEN} AND m.role <> 'assurer')
SELECT body_id FROM mine UNION
SELECT i.predecessor_id FROM register_inheritance i JOIN mine ON mine.body_id = i.successor_id
"""

_TO_STAFF = f"""
SELECT b.id FROM register_body b WHERE EXISTS (
  SELECT FROM register_membership m JOIN register_body p ON p.id = m.body_id
  WHERE {_OPEN} AND m.role IN ('{Role.PROGRAMME_TEAM}', '{Role.ADMINISTRATOR}')
  AND p.is_demonstration = b.is_demonstration)
AND NOT EXISTS (SELECT FROM register_membership l WHERE l.body_id = b.id AND l.role = '{Role.LEAD}'
  AND l.ended_at IS NULL AND l.lapses_on > CURRENT_DATE)
"""


def _shared(levels: str, default_programme: str) -> str:
    return f"""
SELECT b.id FROM register_body b WHERE ({default_programme} EXISTS (
    SELECT FROM register_sharingchoice c WHERE c.council_id = b.id AND c.audience = 'programme'
    AND c.until IS NULL AND c.level IN ({levels}))) AND EXISTS (
    SELECT FROM register_membership m JOIN register_body p ON p.id = m.body_id WHERE {_OPEN}
    AND m.role IN ({_quoted(READS_NATIONAL_RESULTS)}) AND p.is_demonstration = b.is_demonstration)
UNION SELECT a.member_id FROM register_affiliation a
  JOIN register_membership m ON m.body_id = a.group_id
  JOIN register_sharingchoice c ON c.council_id = a.member_id
  WHERE {_OPEN} AND m.role = '{Role.WARP_OPERATOR}' AND (a.valid_from IS NULL OR a.valid_from <= CURRENT_DATE)
  AND (a.valid_to IS NULL OR a.valid_to > CURRENT_DATE)
  AND c.audience = 'warp' AND c.until IS NULL AND c.level IN ({levels})
UNION SELECT m.body_id FROM register_membership m
  JOIN register_sharingchoice c ON c.council_id = m.body_id
  WHERE {_OPEN} AND m.role = '{Role.ASSURER}'
  AND c.audience = 'reviewers' AND c.until IS NULL AND c.level IN ({levels})
"""


_AUDIENCE = f"""
SELECT b.id FROM register_body b WHERE EXISTS (
  SELECT FROM register_membership m JOIN register_body p ON p.id = m.body_id
  WHERE {_OPEN} AND m.role IN ({_quoted(READS_NATIONAL_RESULTS)}) AND p.is_demonstration = b.is_demonstration)
UNION SELECT a.member_id FROM register_affiliation a
  JOIN register_membership m ON m.body_id = a.group_id WHERE {_OPEN} AND m.role = '{Role.WARP_OPERATOR}'
UNION SELECT m.body_id FROM register_membership m WHERE {_OPEN} AND m.role = '{Role.ASSURER}'
"""

_UNCHOSEN = """
NOT EXISTS (SELECT FROM register_sharingchoice c WHERE c.council_id = b.id AND c.audience = 'programme'
    AND c.until IS NULL) OR"""

define("own", _SHAPE.format(name="wardmote_own_bodies", body=_OWN))
define("staff", _SHAPE.format(name="wardmote_bodies_to_staff", body=_TO_STAFF))
define("audience", _SHAPE.format(name="wardmote_audience_bodies", body=_AUDIENCE))
define("results", _SHAPE.format(name="wardmote_results_bodies", body=_shared("'results', 'reasons'", _UNCHOSEN)))
define("reasons", _SHAPE.format(name="wardmote_reasons_bodies", body=_shared("'reasons'", "")))
define(
    "world",
    """
CREATE OR REPLACE FUNCTION wardmote_viewer_is_demonstration() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT p.is_demonstration FROM register_person p
    WHERE p.id::text = current_setting('wardmote.viewer', true)), false) $$;
""",
)
