"""Which names are asked for a DMARC record, and which of them is the organisational domain (RFC 9989, section 4.10)?"""

from dataclasses import dataclass

from ..questions import Answer, Dialogue, Txt
from .record import DmarcRecord, Psd, dmarc_records, read_dmarc

MOST_QUERIES = 8


@dataclass(frozen=True, slots=True)
class WalkStep:
    """What one name answered: every DMARC record there, and the record where it is the only one."""

    name: str
    texts: tuple[str, ...] = ()
    record: DmarcRecord | None = None
    failure: str | None = None

    @property
    def has_several(self) -> bool:
        """Whether several records stand at the name, so that none of them counts."""
        return len(self.texts) > 1


@dataclass(frozen=True, slots=True)
class TreeWalk:
    """A walk from a domain towards the root, in the order of asking."""

    domain: str
    steps: tuple[WalkStep, ...]

    @property
    def own(self) -> WalkStep:
        """What the domain itself answered."""
        return self.steps[0]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The names for which the DNS gave no answer."""
        return tuple(step.name for step in self.steps if step.failure is not None)

    @property
    def organisation(self) -> str:
        """The organisational domain, as far as the answers tell (section 4.10.2)."""
        found = [step for step in self.steps if step.record]
        for step in found:
            if step.record and step.record.psd is Psd.ORGANISATION:
                return step.name
            if step.record and step.record.psd is Psd.PUBLIC_SUFFIX and step is not self.own:
                return _one_label_below(step.name, self.domain)
        return found[-1].name if found else self.domain

    @property
    def public_suffix(self) -> WalkStep | None:
        """The name above the domain that says of itself that others register names under it."""
        last = self.steps[-1]
        is_suffix = last.record is not None and last.record.psd is Psd.PUBLIC_SUFFIX
        return last if is_suffix and last is not self.own else None

    def at(self, name: str) -> WalkStep | None:
        """Return what a name answered, if it was asked."""
        return next((step for step in self.steps if step.name == name), None)


def _one_label_below(parent: str, domain: str) -> str:
    labels = domain.split(".")
    return ".".join(labels[-parent.count(".") - 2 :])


def targets(domain: str) -> tuple[str, ...]:
    """Return the names that a walk asks, without _dmarc.: the domain, then its last seven labels and so on."""
    labels = domain.split(".")
    start = max(1, len(labels) - MOST_QUERIES + 1)
    return (domain, *(".".join(labels[index:]) for index in range(start, len(labels))))


def walk_tree(domain: str) -> Dialogue[TreeWalk]:
    """Walk from the domain towards the root; yields questions and returns the walk."""
    domain = domain.removesuffix(".").lower()
    steps: list[WalkStep] = []
    for name in targets(domain):
        answer = yield Txt(f"_dmarc.{name}")
        step = _step(name, answer)
        steps.append(step)
        if step.record and step.record.psd is not Psd.UNSTATED:
            break
    return TreeWalk(domain, tuple(steps))


def _step(name: str, answer: Answer) -> WalkStep:
    if answer.is_failed:
        return WalkStep(name, failure=answer.reason)
    texts = dmarc_records(answer.records)
    return WalkStep(name, texts, read_dmarc(texts[0]) if len(texts) == 1 else None)
