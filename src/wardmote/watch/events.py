"""What happens in this room that other rooms may want to follow up? (See `reactions/`.)"""

from django.dispatch import Signal

# Sent inside the act's transaction, with `council` and `at`: a visit changed what is known of the council's domains.
findings_changed = Signal()

# The same, with `council`, `changes` (a tuple of Change, none told before) and `at`: the council is being told.
changes_told = Signal()
