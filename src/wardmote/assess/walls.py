"""Which assessments and evidence does the present viewer review, as functions for the database's own wall?

They repeat `queries/desks.py` in SQL on purpose: two walls that were written apart.
"""

from wardmote.kernel.roles import Role
from wardmote.kernel.wall import define
from wardmote.register.public import set_of_ids

_REVIEWED = f"""
SELECT r.assessment_id FROM assess_review r JOIN register_membership m
  ON m.person_id = r.assurer_id AND m.body_id = r.council_id
  JOIN assess_assessment o ON o.id = r.assessment_id AND o.council_id = r.council_id
WHERE r.assurer_id::text = viewer AND r.withdrawn_at IS NULL AND m.role = '{Role.ASSURER}'
AND m.ended_at IS NULL AND m.lapses_on > wardmote_today()
"""
# Answers are an assurer's to read from the hand-over on, reasons only where the council shows them.
_HANDED_OVER = f"{_REVIEWED} AND o.state IN ('review', 'response', 'assured')"
_REASONED = f"{_HANDED_OVER} AND r.shows_reasons"
_EVIDENCE = f"""
SELECT u.evidence_id FROM assess_evidenceuse u JOIN assess_evidence e ON e.id = u.evidence_id
  JOIN assess_review w ON w.assessment_id = u.assessment_id AND w.withdrawn_at IS NULL AND w.shows_evidence
WHERE e.is_shown AND e.withdrawn_at IS NULL AND e.council_id = w.council_id AND w.assurer_id::text = viewer
AND u.assessment_id IN ({_REVIEWED} AND o.state IN ('review', 'response'))
"""

define("reviewed-assessments", set_of_ids("wardmote_reviewed_assessments", _REVIEWED))
define("handed-over-assessments", set_of_ids("wardmote_handed_over_assessments", _HANDED_OVER))
define("reviewed-reasons", set_of_ids("wardmote_reviewed_reasons", _REASONED))
define("reviewed-evidence", set_of_ids("wardmote_reviewed_evidence", _EVIDENCE))
