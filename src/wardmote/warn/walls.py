"""What of what is labelled and shared may the present viewer see, as functions for the database's own wall?

They repeat `queries/shared.py` in SQL on purpose: two walls that were written apart.
"""

from wardmote.kernel.roles import Role
from wardmote.kernel.wall import define
from wardmote.register.public import set_of_ids

_OPERATORS = f"'{Role.WARP_OPERATOR}', '{Role.PROGRAMME_TEAM}', '{Role.PROGRAMME_CONTENT}'"

# The viewer's open memberships in their own world.
_MINE = """
mine AS (
  SELECT m.body_id, m.role, b.kind FROM register_membership m
  JOIN register_body b ON b.id = m.body_id JOIN register_person p ON p.id = m.person_id
  WHERE m.person_id::text = viewer AND m.ended_at IS NULL AND m.lapses_on > wardmote_today()
  AND b.is_demonstration = p.is_demonstration)
"""
# What is labelled, each with its owner, its circle or none, and its label, in the viewer's own world.
_LABELLED = """
here AS (
  SELECT c.id, c.owner_id, c.circle_id, c.label FROM {table} c JOIN register_body o ON o.id = c.owner_id
  JOIN register_person p ON p.is_demonstration = o.is_demonstration WHERE p.id::text = viewer AND ({condition}))
"""
_HERE = _LABELLED.format(table="warn_collection", condition="true")
_BULLETINS = _LABELLED.format(table="warn_bulletin", condition="c.state IN ('published', 'withdrawn')")
_POSTS = _LABELLED.format(table="warn_post", condition="c.kind <> 'report'")
_ADMITTED = f"""
SELECT h.id FROM here h WHERE h.label = 'clear'
UNION SELECT h.id FROM here h, mine WHERE h.label = 'green' AND mine.kind <> 'platform'
UNION SELECT h.id FROM here h JOIN mine ON mine.body_id = h.owner_id
  WHERE h.label IN ('amber', 'amber-strict') AND (mine.role IN ({_OPERATORS})
  OR (h.circle_id IS NULL AND (h.label = 'amber' OR mine.role <> '{Role.ASSURER}')))
UNION SELECT h.id FROM here h JOIN register_affiliation a ON a.group_id = h.owner_id
  JOIN mine ON mine.body_id = a.member_id WHERE h.circle_id IS NULL
  AND (h.label = 'amber' OR (h.label = 'amber-strict' AND mine.role <> '{Role.ASSURER}'))
  AND (a.valid_from IS NULL OR a.valid_from <= wardmote_today())
  AND (a.valid_to IS NULL OR a.valid_to > wardmote_today())
UNION SELECT h.id FROM here h JOIN warn_circlemember w ON w.circle_id = h.circle_id
  JOIN warn_circle k ON k.id = w.circle_id JOIN mine ON mine.body_id = w.body_id
  WHERE w.until IS NULL AND k.closed_at IS NULL
  AND (h.label = 'amber' OR (h.label = 'amber-strict' AND mine.role <> '{Role.ASSURER}'))
"""
_NAMED = """
UNION SELECT h.id FROM here h JOIN {readers} r ON r.{thing}_id = h.id
  WHERE h.label = 'red' AND r.person_id::text = viewer AND EXISTS (SELECT FROM mine WHERE kind <> 'platform')
"""
_SHARED = f"WITH {_MINE}, {_HERE} {_ADMITTED}"
_SHARED_BULLETINS = (
    f"WITH {_MINE}, {_BULLETINS} {_ADMITTED} {_NAMED.format(readers='warn_bulletinreader', thing='bulletin')}"
)
_OPERATED_BULLETINS = f"""
WITH {_MINE} SELECT b.id FROM warn_bulletin b JOIN mine ON mine.body_id = b.owner_id WHERE mine.role IN ({_OPERATORS})
"""
# A post of label RED is for its author as well, and a report for its author and those who run the owner.
_SHARED_POSTS = f"""
WITH {_MINE}, {_POSTS} {_ADMITTED} {_NAMED.format(readers="warn_postreader", thing="post")}
UNION SELECT a.post_id FROM warn_postauthor a WHERE a.person_id::text = viewer AND EXISTS (SELECT FROM mine)
UNION SELECT t.id FROM warn_post t JOIN mine ON mine.body_id = t.owner_id
  WHERE t.kind = 'report' AND mine.role IN ({_OPERATORS})
"""
_OPERATED_POSTS = f"""
WITH {_MINE} SELECT t.id FROM warn_post t JOIN mine ON mine.body_id = t.owner_id WHERE mine.role IN ({_OPERATORS})
"""
_SHARED_STORIES = f"SELECT b.story_id FROM ({_SHARED_BULLETINS}) s JOIN warn_bulletin b ON b.id = s.id"
_RED = f"""
WITH {_MINE}, {_HERE}
SELECT {{what}} FROM warn_redreader r JOIN warn_stixobject s ON s.id = r.object_id
JOIN here h ON h.id = s.collection_id
WHERE h.label = 'red' AND r.person_id::text = viewer AND EXISTS (SELECT FROM mine WHERE kind <> 'platform')
"""
_OPERATED = f"""
WITH {_MINE} SELECT body_id FROM mine WHERE role IN ({_OPERATORS})
"""
_OPERATED_CIRCLES = f"""
WITH {_MINE} SELECT k.id FROM warn_circle k JOIN mine ON mine.body_id = k.owner_id WHERE mine.role IN ({_OPERATORS})
"""
# Those from outside are among them: what is AMBER is found through these rows.
_OWN_CIRCLES = f"""
WITH {_MINE} SELECT w.circle_id FROM warn_circlemember w JOIN mine ON mine.body_id = w.body_id WHERE w.until IS NULL
"""

define("shared-collections", set_of_ids("wardmote_shared_collections", _SHARED))
define("shared-bulletins", set_of_ids("wardmote_shared_bulletins", _SHARED_BULLETINS))
define("operated-bulletins", set_of_ids("wardmote_operated_bulletins", _OPERATED_BULLETINS))
define("shared-posts", set_of_ids("wardmote_shared_posts", _SHARED_POSTS))
define("operated-posts", set_of_ids("wardmote_operated_posts", _OPERATED_POSTS))
define("shared-stories", set_of_ids("wardmote_shared_stories", _SHARED_STORIES))
define("red-collections", set_of_ids("wardmote_red_collections", _RED.format(what="s.collection_id")))
define("red-objects", set_of_ids("wardmote_red_objects", _RED.format(what="s.id")))
define("operated-bodies", set_of_ids("wardmote_operated_bodies", _OPERATED))
define("operated-circles", set_of_ids("wardmote_operated_circles", _OPERATED_CIRCLES))
define("own-circles", set_of_ids("wardmote_own_circles", _OWN_CIRCLES))
