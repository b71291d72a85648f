"""What happens in the register that other rooms may want to follow up? (See `reactions/`.)"""

from django.dispatch import Signal

# Sent inside the act's transaction, with `request` (a JoinRequest) and `at`.
join_asked = Signal()
join_decided = Signal()
# Sent inside the act's transaction, with `members` (the numbers of bodies that joined or left) and `at`.
affiliations_changed = Signal()
