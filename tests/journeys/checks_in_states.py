"""Which domains, findings and mail reports do pages speak of? The demonstration's own, and what it doesn't have."""

from uuid import uuid4

from tests.journeys.assessments_in_states import OWN, holder_of
from wardmote.estate.models import Domain
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.register.public import find_viewer
from wardmote.watch.actions.add_webhook import add_webhook
from wardmote.watch.actions.open_link import open_link
from wardmote.watch.actions.shut_link import shut_link
from wardmote.watch.models import (
    CameBy,
    Delivery,
    Finding,
    Intake,
    IntakeState,
    KnownSource,
    LinkKind,
    MailSource,
    Visit,
)


def checks() -> dict[str, str]:
    """Return what pages about checks and reports name in the visitor's own council."""
    council = Body.objects.get(code=OWN)
    held = {domain.name: domain for domain in Domain.objects.filter(council=council, removed_at__isnull=True)}
    bad, weak, good = (_found(council, verdict) for verdict in ("bad", "weak", "good"))
    return {
        "domain": str(bad.domain_id),
        "bad": bad.check_id,
        "of-weak": str(weak.domain_id),
        "weak": weak.check_id,
        "of-good": str(good.domain_id),
        "good": good.check_id,
        "mail": str(held["aldermere.example"].pk),
        "parked": str(held["aldermere-dc.example"].pk),
        "site": str(held["planning.aldermere.example"].pk),
        "unproved": str(next(one.pk for one in held.values() if not one.proof)),
        "visit": str(_waiting(held["planning.aldermere.example"]).pk),
        "machine": _machine(council),
        "known-machine": _machine(council, is_known=True),
        "delivery": str(Delivery.objects.filter(council=council)[0].pk),
        "batch": _batch(council, is_read=True),
        "waiting-batch": _batch(council, is_read=False),
        **_links(council, bad.domain),
    }


def _found(council: Body, verdict: str) -> Finding:
    """Return the worst of what a check says now."""
    found = Finding.objects.filter(council=council, until__isnull=True, verdict=verdict).order_by("-severity", "pk")
    return found.select_related("domain")[0]


def _waiting(domain: Domain) -> Visit:
    """Have a look waited for, which nobody asks for of a made-up domain."""
    return Visit.objects.create(council=domain.council, domain=domain, asked_at=now())


def _machine(council: Body, *, is_known: bool = False) -> str:
    said = KnownSource.objects.filter(council=council).values("source_ip")
    found = MailSource.objects.filter(council=council, sender="")
    found = found.filter(source_ip__in=said) if is_known else found.exclude(source_ip__in=said)
    return str(found[0].pk)


def _batch(council: Body, *, is_read: bool) -> str:
    """Have a file handed in, of which one part couldn't be taken, or which waits."""
    read = {"state": IntakeState.DONE, "finished_at": now(), "taken": 2, "doubled": 1, "refused": 1}
    facts = read if is_read else {"stored": "waiting"}
    batch = uuid4()
    Intake.objects.create(
        council=council,
        batch=batch,
        came_by=CameBy.UPLOAD,
        name="reports.zip",
        size=2_000,
        asked_at=now(),
        troubles=[["notes.txt", "This is no report."]] if is_read else [],
        **facts,
    )
    return str(batch)


def _links(council: Body, domain: Domain) -> dict[str, str]:
    """Open one link of each kind, shut another, and have an address told; return the secrets by their kinds."""
    at, secrets = now(), {}
    by = find_viewer(holder_of(OWN, Role.LEAD), at.date())
    for kind in LinkKind:
        until = at.date() if kind == LinkKind.SUPPLIER else None
        link, secret = open_link(by=by, council=council, kind=kind, domain=domain, note="Kappa", until=until, at=at)
        secrets[link.kind] = secret
    shut, _secret = open_link(by=by, council=council, kind=LinkKind.FEED, at=at)
    shut_link(by=by, link=shut, at=at)
    add_webhook(by=by, council=council, address="https://chat.example.org/hooks/1", at=at)
    return secrets
