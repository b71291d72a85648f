"""What happens in this room that other rooms may want to follow up? (See `reactions/`.)"""

from django.dispatch import Signal

# Sent inside the act's transaction, with `council` and `at`: a visit changed what is known of the council's domains.
findings_changed = Signal()

# The same, with `council`, `news` (a NightNews) and `at`: the council is being told what a night brought.
changes_told = Signal()
