"""Does a council's name take its DMARC policy, or its alignment, from a parent that belongs to everybody?

Under RFC 9989 the organisational domain is the highest name with a record, unless a record says psd=. So when a parent
such as gov.uk publishes a record without psd=y, every name below it belongs, for DMARC, to that parent: a name without
a record of its own takes the parent's policy rather than its council's, and mail signed by one council aligns, in
relaxed mode, with the names of another. psd=n in the council's own record ends the walk there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .record import DmarcRecord, Psd
from .walk import TreeWalk

# Names under which many organisations have theirs, and how many labels an organisation's name adds.
SHARED_PARENTS: Mapping[str, int] = {
    "ac.uk": 1,
    "co.uk": 1,
    "gov.uk": 1,
    "ltd.uk": 1,
    "me.uk": 1,
    "net.uk": 1,
    "nhs.uk": 1,
    "org.uk": 1,
    "plc.uk": 1,
    "police.uk": 1,
    "sch.uk": 2,  # school.council.sch.uk
    "service.gov.uk": 1,
}


@dataclass(frozen=True, slots=True)
class SharedParentTrap:
    """A parent of many organisations counts as this domain's organisation. `fix` is the record to publish, if any."""

    domain: str
    organisation: str
    owner: str
    takes_policy: bool
    says: str
    fix: str | None


def owner_of(domain: str) -> str | None:
    """Return the name that an organisation holds below a shared parent, or None where there is none."""
    labels = domain.removesuffix(".").lower().split(".")
    for index in range(1, len(labels)):
        depth = SHARED_PARENTS.get(".".join(labels[index:]))
        if depth is not None:
            return ".".join(labels[index - depth :]) if index >= depth else None
    return None


def shared_parent_trap(walk: TreeWalk) -> SharedParentTrap | None:
    """Return the trap that the domain is in; None where there is none, or the DNS left open whether there is."""
    owner = owner_of(walk.domain)
    organisation = walk.organisation
    if not owner or not owner.endswith(f".{organisation}"):
        return None
    step = walk.at(owner)
    if walk.own.failure is not None or (step and step.failure is not None):
        return None
    record = step.record if step else None
    takes_policy = not walk.own.record
    return SharedParentTrap(
        domain=walk.domain,
        organisation=organisation,
        owner=owner,
        takes_policy=takes_policy,
        says=_sentence(walk.domain, organisation, owner, record, takes_policy=takes_policy),
        fix=with_psd_n(record) if record else None,
    )


def _sentence(domain: str, organisation: str, owner: str, record: DmarcRecord | None, *, takes_policy: bool) -> str:
    why = f"{organisation} publishes a DMARC record without psd=y, so it counts as the organisation of {domain}"
    if not record:
        return f"{why}. {owner} has no DMARC record that counts: publish one there with psd=n."
    if takes_policy:
        return f"{why}: its policy applies to {domain}, and not that of {owner}. Add psd=n to the record of {owner}."
    return (
        f"{why}: mail that other names below {organisation} send or sign passes as aligned in relaxed mode. "
        f"Add psd=n to the record of {owner}."
    )


def with_psd_n(record: DmarcRecord) -> str:
    """Return the record's text with psd=n in place of whatever it says of psd."""
    if record.psd is Psd.ORGANISATION:
        return record.text
    kept = [piece.strip() for piece in record.text.split(";") if piece.strip()]
    kept = [piece for piece in kept if piece.partition("=")[0].strip().lower() != "psd"]
    return "; ".join((*kept, "psd=n"))
