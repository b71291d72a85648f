"""What happens to assessments that other rooms may want to follow up? (See `reactions/`.)"""

from django.dispatch import Signal

# Sent inside the act's transaction, with `submission` and `at`.
stocktake_submitted = Signal()

# The same, with `part`, `outcomes` (ids), `person`, `due_on` and `at`.
outcomes_assigned = Signal()

# The same, with `review` and `at`: somebody from outside is asked to look, has finished, or is no longer asked.
review_asked = Signal()
review_finished = Signal()

# The same, with `report` and `at`: a result was frozen.
report_made = Signal()

# The same, with `assessment` and `at`: a scope is ready to be signed off.
scope_sent = Signal()
