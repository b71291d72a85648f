"""How is a stricter policy brought in step by step, so that the council's own mail isn't lost on the way?

Where no record counts, nobody sends reports either: the first step only watches (p=none). From there it goes on to
quarantine and to reject, each when the reports show that the own mail passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .inheritance import Inheritance
from .proposals import merged, policy_first, with_policy, with_tags
from .record import DmarcRecord, Policy, Standing, read_dmarc
from .reporting import consent_name

CAUTION = "When the reports show that your own mail passes, publish"
_STRENGTH = {None: -1, Policy.NONE: 0, Policy.QUARANTINE: 1, Policy.REJECT: 2}
_TAGS = ("p", "sp", "np")


@dataclass(frozen=True, slots=True)
class InForce:
    """What receivers apply to a name, to names below it that exist and to those that don't; None: no record counts."""

    own: Policy | None = None
    existing: Policy | None = None
    missing: Policy | None = None

    @property
    def each(self) -> tuple[Policy | None, Policy | None, Policy | None]:
        """The three, in the order of p, sp and np."""
        return self.own, self.existing, self.missing


@dataclass(frozen=True, slots=True)
class NextStep:
    """The record to publish next, whether it is stricter than what applies now, and which tags are to rise later."""

    text: str
    is_stricter: bool
    later: tuple[tuple[str, Policy], ...] = ()

    @property
    def words(self) -> str:
        """How a fix begins that ends in this record."""
        after = " and ".join(f"{name}={policy}" for name, policy in self.later)
        if self.is_stricter:
            return f"{CAUTION} this, and some weeks later the same with {after}" if after else CAUTION
        if after:
            return f"Publish this, read the reports for some weeks, mend what fails, then go on step by step to {after}"
        return "Publish"


def in_force(record: DmarcRecord | None) -> InForce:
    """Return what receivers apply for the sake of a record that stands at the name itself."""
    if not record or record.standing is Standing.PASSED_OVER:
        return InForce()
    if record.standing is Standing.TREATED_AS_NONE:
        return InForce(Policy.NONE, Policy.NONE, Policy.NONE)
    return InForce(*(_in_effect(record, policy) for policy in _asked(record)))


def inherited(applies: Inheritance) -> InForce:
    """Return what receivers apply to a name, wherever the record stands."""
    above = in_force(applies.record)
    own = _in_effect(applies.record, applies.policy) if applies.record and applies.policy else None
    return InForce(own, above.existing, above.missing)


def next_step(text: str, now: InForce) -> NextStep:
    """Return the step towards a sound record: no policy rises by more than one step above what applies now."""
    record = read_dmarc(text)
    wanted = _asked(record)
    most = [_raised(policy) for policy in now.each]
    allowed = [
        policy if _STRENGTH[_in_effect(record, policy)] <= _STRENGTH[limit] else limit
        for policy, limit in zip(wanted, most, strict=True)
    ]
    stricter = any(
        _STRENGTH[_in_effect(record, policy)] > max(_STRENGTH[before], 0)
        for policy, before in zip(allowed, now.each, strict=True)
    )
    if list(wanted) == allowed:
        return NextStep(text, stricter)
    changes = _written(allowed)
    later = tuple(
        (name, goal)
        for name, goal, value in zip(_TAGS, wanted, allowed, strict=True)
        if changes[name] and goal is not value
    )
    return NextStep(policy_first(with_tags(text, changes)), stricter, later)


def mailbox_first(address: str, name: str, organisation: str = "") -> str:
    """Say which mailbox a record needs before it stands at a name; without an address, that one is to be found.

    A mailbox outside the name's organisation must say that it takes the reports (RFC 9990). To receivers, even the
    council's own is outside where only a name below it has a record.
    """
    if not address:
        return "Add rua= with a mailbox of yours at a name that takes mail. "
    host = address.rpartition("@")[2]
    mailbox = f"Make this mailbox first: {address.removeprefix('mailto:')}. "
    if host in (name, organisation) or host.endswith(f".{organisation}"):
        return mailbox
    return f'{mailbox}Publish that its name takes the reports: {consent_name(name, host)}. TXT "v=DMARC1". '


def stronger(first: Policy | None, second: Policy) -> Policy:
    """Return the stricter of two policies."""
    return first if first and _STRENGTH[first] > _STRENGTH[second] else second


def is_weaker(first: Policy | None, second: Policy | None) -> bool:
    """Whether the first policy stops less than the second; none at all and p=none stop the same."""
    return max(_STRENGTH[first], 0) < max(_STRENGTH[second], 0)


def one_of_several(texts: Sequence[str]) -> str:
    """Return the one record to keep of several: the policy that stops least, and the addresses for reports of all."""
    records = [read_dmarc(text) for text in texts]
    base = min(records, key=lambda record: _STRENGTH[record.p])
    return with_policy(read_dmarc(merged(records, base)), base.p or Policy.NONE)


def as_now(text: str, now: InForce) -> str:
    """Return a first record that asks for just what applies now for the sake of a record above."""
    own, existing, missing = (policy or Policy.NONE for policy in now.each)
    return with_tags(text, _written((own, existing, missing)))


def _asked(record: DmarcRecord) -> tuple[Policy, Policy, Policy]:
    own = record.p or Policy.NONE
    existing = record.sp or own
    return own, existing, record.np or existing


def _in_effect(record: DmarcRecord, policy: Policy) -> Policy:
    """Return what all receivers apply: one step less under t=y, and by the older standard under pct=."""
    is_part = record.pct is not None and record.pct < 100
    return policy.in_test if record.is_testing or is_part else policy


def _raised(policy: Policy | None) -> Policy:
    if policy is None:
        return Policy.NONE
    return Policy.QUARANTINE if policy is Policy.NONE else Policy.REJECT


def _written(policies: Sequence[Policy]) -> dict[str, str | None]:
    own, existing, missing = policies
    return {
        "p": own.value,
        "sp": existing.value if existing is not own else None,
        "np": missing.value if missing is not existing else None,
    }
