"""Which sheets and columns does an assessment's workbook have, and in which words?"""

from wardmote.engines.frameworks.outcomes import Status
from wardmote.engines.frameworks.standing import Reply

README = "Read me"
OUTCOMES = "Outcomes"
STATEMENTS = "Statements"
FORMAT = "wardmote-assessment 1"

HEAD = ("Format", "Framework", "Version", "Profile", "Council", "Title", "Made at")
PART_LABEL = "Part"
OUTCOME_COLUMNS = ("Part", "Outcome", "Title", "Status", "Confidence", "Confirmed", "Justification")
STATEMENT_COLUMNS = ("Part", "Outcome", "Statement", "Level", "Wording", "Reply", "Alternative control")

STATUS_WORDS = {status: status.words for status in Status}
STATUSES: dict[str, Status | None] = {"": None} | {words.lower(): status for status, words in STATUS_WORDS.items()}
REPLIES = {str(reply): reply for reply in Reply}
CONFIRMED = {"": False, "no": False, "false": False, "yes": True, "true": True}
CONFIDENCES = {"": None, "1": 1, "2": 2, "3": 3}
