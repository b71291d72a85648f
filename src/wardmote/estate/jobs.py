"""Which work of this room is done in the background? Proofs of domains are looked at again."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
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
MOST_IN_A_DAY = 2000


@task()
def look_at_proofs_again() -> int:
    """Ask the DNS again for tokens seen a month ago, and let go of what the register doesn't say any more."""
    return look_again(now())


DUTIES = [Duty("look-at-proofs-again", DAILY, look_at_proofs_again)]


def look_again(at: datetime) -> int:
    """Return how many domains aren't shown to be their council's any more."""
    with seeing_as_system():
        seen = _seen_now(at)
        listed = Domain.objects.filter(council=OuterRef("pk"), removed_at__isnull=True)
        councils = [body for body in Body.objects.filter(Exists(listed)).order_by("pk") if is_alive(body, at.date())]
        return sum(
            len(lapse_proofs(by=None, council=council, seen=seen.get(council.pk, {}), at=at)) for council in councils
        )


def _seen_now(at: datetime) -> dict[int, dict[str, Seen]]:
    """Return what the DNS shows of the tokens that are due, by council and name."""
    due = verified_domains(at.date()).filter(
        Q(token_seen_at__lt=at - LOOK_AGAIN_AFTER) | Q(token_gone_on__isnull=False), proof=Proof.DNS
    )
    rows = list(due.order_by("token_seen_at").values_list("council_id", "name", "token")[:MOST_IN_A_DAY])
    found: dict[int, dict[str, Seen]] = defaultdict(dict)
    for (council, name, _token), seen in zip(rows, look_for_tokens([row[1:] for row in rows]), strict=True):
        found[council][name] = seen
    return found
