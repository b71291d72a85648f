"""A domain that was just shown to be a council's is looked at at once, not only in the night."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from wardmote.estate.events import domain_verified
from wardmote.estate.models import Domain
from wardmote.kernel.viewer import seeing_as_system
from wardmote.watch.public import ask_visit


@receiver(domain_verified, dispatch_uid="domain_verified_asks_for_visit")
def ask(sender: Any, domain: Domain, at: datetime, **_kwargs: Any) -> None:
    """Ask on the house's own account; a made-up council's domain is never contacted."""
    if domain.council.is_demonstration:
        return
    with seeing_as_system():
        ask_visit(by=None, domain=domain, at=at)
