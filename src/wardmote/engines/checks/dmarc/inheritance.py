"""Which DMARC record applies to mail from this name, with which policy, and why?"""

from dataclasses import dataclass

from .record import DmarcRecord, Policy, Standing
from .walk import TreeWalk, WalkStep


@dataclass(frozen=True, slots=True)
class Inheritance:
    """The policy that receivers find for a name.

    `policy` is what the record asks for and `applied` what is left of it under t=y; both are None where DMARC isn't
    applied. `is_unknown`: the DNS left a question open that could change the answer.
    """

    domain: str
    says: str
    published_at: str | None = None
    record: DmarcRecord | None = None
    tag: str = ""
    policy: Policy | None = None
    applied: Policy | None = None
    passed_over: tuple[str, ...] = ()
    is_unknown: bool = False

    @property
    def is_inherited(self) -> bool:
        """Whether the record stands at another name."""
        return self.published_at is not None and self.published_at != self.domain


def inherit(walk: TreeWalk, *, exists: bool | None = True) -> Inheritance:
    """Find the record that applies (RFC 9989, section 4.10.1).

    `exists`: the DNS has an A, AAAA or MX record for the name; None where nobody answered.
    """
    if walk.own.failure is not None or (not walk.own.record and walk.unanswered):
        return Inheritance(walk.domain, f"The DNS gave no answer for {_listed(walk.unanswered)}.", is_unknown=True)
    step = walk.own if walk.own.record else _above(walk)
    if not step or not step.record:
        return Inheritance(
            walk.domain, f"{_missing(walk)}, and no record above it applies. {_several_above(walk)}".strip()
        )
    record = step.record
    if record.standing is Standing.PASSED_OVER:
        says = (
            f"The record of {step.name} has no policy that can be read and asks for no reports, so DMARC isn't applied."
        )
        return Inheritance(walk.domain, says, step.name, record)
    is_own = step is walk.own
    if (
        exists is None
        and _policy(record, is_own=is_own, exists=True)[1] != _policy(record, is_own=is_own, exists=False)[1]
    ):
        says = f"The DNS gave no answer whether {walk.domain} exists, and np= of {step.name} differs from sp=."
        return Inheritance(walk.domain, says, is_unknown=True)
    tag, policy = _policy(record, is_own=is_own, exists=exists is not False)
    passed = _passed_over(walk, step)
    return Inheritance(
        domain=walk.domain,
        says=_sentence(walk, step, record, tag, policy, passed),
        published_at=step.name,
        record=record,
        tag=tag,
        policy=policy,
        applied=policy.in_test if record.is_testing else policy,
        passed_over=passed,
    )


def _above(walk: TreeWalk) -> WalkStep | None:
    step = walk.at(walk.organisation)
    return step if step and step.record else walk.public_suffix


def _policy(record: DmarcRecord, *, is_own: bool, exists: bool) -> tuple[str, Policy]:
    """Return the tag that counts and its policy."""
    if record.standing is Standing.TREATED_AS_NONE:
        return "", Policy.NONE
    if not is_own and not exists and record.np:
        return "np", record.np
    if not is_own and record.sp:
        return "sp", record.sp
    return "p", record.p or Policy.NONE


def _passed_over(walk: TreeWalk, used: WalkStep) -> tuple[str, ...]:
    """Return the names that stand between the domain and the record used, and have a record that doesn't count."""
    if used is walk.own:
        return ()
    return tuple(step.name for step in walk.steps[: walk.steps.index(used)] if step.record)


def _missing(walk: TreeWalk) -> str:
    if walk.own.has_several:
        return f"{walk.domain} has {len(walk.own.texts)} DMARC records, so none of them counts"
    return f"{walk.domain} has no DMARC record of its own"


def _several_above(walk: TreeWalk) -> str:
    return " ".join(
        f"{step.name} has {len(step.texts)} DMARC records, so none of them counts."
        for step in walk.steps[1:]
        if step.has_several
    )


def _sentence(
    walk: TreeWalk, step: WalkStep, record: DmarcRecord, tag: str, policy: Policy, passed: tuple[str, ...]
) -> str:
    asked = f"{tag}={policy}" if tag else "p=none, because its own policy can't be read"
    if step is walk.own:
        says = f"{walk.domain} has a DMARC record of its own: {asked}."
    else:
        role = "the public suffix above it" if step is walk.public_suffix else "its organisational domain"
        says = f"{_missing(walk)}; the record of {step.name}, {role}, applies: {asked}."
    if passed:
        says += f" The record of {_listed(passed)} isn't used for it."
    if record.is_testing and policy is not Policy.NONE:
        says += f" Under t=y, receivers apply {policy.in_test} instead."
    return says


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(names)
