"""What a council runs has changed: it is matched anew, and warnings that concern it no more are taken back."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from wardmote.estate.events import inventory_changed
from wardmote.register.models import Body
from wardmote.warn.public import match_inventory


@receiver(inventory_changed, dispatch_uid="inventory_changed_matches_anew")
def match(sender: Any, council: Body, added: list[int], removed: list[int], at: datetime, **_kwargs: Any) -> None:
    """Leave the work to a job: an inventory may have thousands of lines."""
    match_inventory.enqueue(council.pk, sorted(added))
