"""What happens to a council's lists that other rooms may want to follow up? (See `reactions/`.)"""

from django.dispatch import Signal

# Sent inside the act's transaction, with `domain`, `by` (a Viewer or None) and `at`.
domain_verified = Signal()
domain_removed = Signal()

# Sent after an act's transaction, with `council`, `added` and `removed` (numbers of editions) and `at`.
inventory_changed = Signal()
