"""What happens to assessments that other rooms may want to follow up? (See `reactions/`.)"""

from django.dispatch import Signal

# Sent inside the act's transaction, with `submission` and `at`.
stocktake_submitted = Signal()
