"""Which work of this room is done in the background? Proofs of domains are looked at again."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django_tasks import task

from wardmote.kernel.moments import now
from wardmote.kernel.viewer import seeing_as_system
from wardmote.kernel.worker import DAILY, Duty
from wardmote.register.models import Body
from wardmote.register.public import is_alive

from .actions.lapse_proofs import lapse_proofs
from .dns_proof import Seen, look_for_tokens
from .models import Domain, Proof
from .queries.domains import verified_domains

LOOK_AGAIN_AFTER = timedelta(days=30)
MOST_IN_A_DAY = 500


@task()
def look_at_proofs_again() -> int:
    """Queue a job for each council that lists domains, so that none waits for another; returns how many."""
    councils = councils_with_domains(now())
    for council in councils:
        look_at_councils_proofs.enqueue(council)
    return len(councils)


@task()
def look_at_councils_proofs(council_id: int) -> int:
    """Ask the DNS again for tokens seen a month ago, and let go of what the register doesn't say any more."""
    return look_again(council_id, now())


DUTIES = [Duty("look-at-proofs-again", DAILY, look_at_proofs_again)]


def councils_with_domains(at: datetime) -> list[int]:
    """Return the councils at work that list domains."""
    with seeing_as_system():
        listed = Domain.objects.filter(council=OuterRef("pk"), removed_at__isnull=True)
        bodies = Body.objects.filter(Exists(listed)).order_by("pk")
        return [body.pk for body in bodies if is_alive(body, localdate(at))]


def look_again(council_id: int, at: datetime) -> int:
    """Return how many of the council's domains aren't shown to be its own any more."""
    with seeing_as_system():
        council = Body.objects.get(pk=council_id)
        return len(lapse_proofs(by=None, council=council, seen=_seen_now(council, at), at=at))


def _seen_now(council: Body, at: datetime) -> dict[str, Seen]:
    """Return what the DNS shows of the tokens that are due, by name."""
    due = verified_domains(localdate(at)).filter(
        Q(token_seen_at__lt=at - LOOK_AGAIN_AFTER) | Q(token_gone_on__isnull=False), council=council, proof=Proof.DNS
    )
    rows = list(due.order_by("token_seen_at").values_list("name", "token")[:MOST_IN_A_DAY])
    return {name: seen for (name, _token), seen in zip(rows, look_for_tokens(rows), strict=True)}
