"""Which bodies may the present viewer see, as functions for the database's own wall?

They repeat `queries/scope.py` in SQL on purpose: two walls that were written apart.
"""

from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.kernel.wall import define


def _quoted(roles: frozenset[Role]) -> str:
    return ", ".join(f"'{role.value}'" for role in sorted(roles))


_OPEN = "m.ended_at IS NULL AND m.lapses_on > wardmote_today() AND m.person_id::text = viewer"
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


def set_of_ids(name: str, body: str) -> str:
    """Return the statement that makes a function of this name, whose body finds ids for a `viewer`."""
    return _SHAPE.format(name=name, body=body)


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
  AND l.ended_at IS NULL AND l.lapses_on > wardmote_today())
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
  WHERE {_OPEN} AND m.role = '{Role.WARP_OPERATOR}' AND (a.valid_from IS NULL OR a.valid_from <= wardmote_today())
  AND (a.valid_to IS NULL OR a.valid_to > wardmote_today())
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

define("own", set_of_ids("wardmote_own_bodies", _OWN))
define("staff", set_of_ids("wardmote_bodies_to_staff", _TO_STAFF))
define("audience", set_of_ids("wardmote_audience_bodies", _AUDIENCE))
define("results", set_of_ids("wardmote_results_bodies", _shared("'results', 'reasons'", _UNCHOSEN)))
define("reasons", set_of_ids("wardmote_reasons_bodies", _shared("'reasons'", "")))
define(
    "world",
    """
CREATE OR REPLACE FUNCTION wardmote_viewer_is_demonstration() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT p.is_demonstration FROM register_person p
    WHERE p.id::text = current_setting('wardmote.viewer', true)), false) $$;
""",
)
