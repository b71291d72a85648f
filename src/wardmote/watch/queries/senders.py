"""Who sends mail in the council's name, known or not, and how did it fare?"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from wardmote.register.models import Body

from ..models import KnownSource, MailSource, SenderDay, SourceWord
from .mail_numbers import SUMS, Numbers, Period, Scope, Six, added, read_sums, sums_by_source

SHOWN = 50
_AT_ONCE = 10_000
# A machine as it is ordered: by messages that failed, by all of them, its number, and the six sums.
_Machine = tuple[int, int, int, Six]


@dataclass(frozen=True)
class SenderLine:
    """A sender that we know by name."""

    name: str
    numbers: Numbers
    word: str

    @property
    def slug(self) -> str:
        """Return the name as it stands in addresses."""
        return slugify(self.name)


@dataclass(frozen=True)
class SourceLine:
    """A machine that belongs to no sender that we know by name."""

    number: int
    source_ip: str
    numbers: Numbers
    word: str


@dataclass(frozen=True)
class Sources:
    """A kind of machines: the first ones, how many there are, and their numbers together."""

    lines: tuple[SourceLine, ...]
    count: int
    numbers: Numbers


@dataclass(frozen=True)
class Senders:
    """Everybody who sent, by what we know of them."""

    named: tuple[SenderLine, ...]
    unknown: Sources
    own: Sources
    not_ours: Sources

    @cached_property
    def total(self) -> Numbers:
        """Return all messages."""
        machines = (self.unknown.numbers, self.own.numbers, self.not_ours.numbers)
        return added([*(line.numbers for line in self.named), *machines])

    @property
    def count(self) -> int:
        """Return how many sources there are: a sender that has a name is one."""
        return len(self.named) + self.unknown.count + self.own.count + self.not_ours.count

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was reported."""
        return self.total.total == 0


def senders(council: Body, scope: Scope, period: Period, most: int = SHOWN) -> Senders:
    """Return who sent in a period."""
    said = KnownSource.objects.filter(council=council)
    words = {(known.sender, known.source_ip): known.word for known in said}
    held = SenderDay.objects.filter(domain__in=scope.ids, day__range=(period.start, period.end)).exclude(sender="")
    named = [
        SenderLine(name, numbers, words.get((name, ""), ""))
        for name, numbers in read_sums(held.order_by().values_list("sender").annotate(**SUMS))
    ]
    named.sort(key=lambda line: (-line.numbers.failed, -line.numbers.total, line.name))
    unknown, own, not_ours = _machines(council, scope, period, words, most)
    return Senders(tuple(line for line in named if line.numbers.total), unknown, own, not_ours)


def _machines(
    council: Body, scope: Scope, period: Period, words: dict[tuple[str, str], str], most: int
) -> tuple[Sources, Sources, Sources]:
    """Return the machines without a name: nobody we know, those that prove themselves, and those said not to be ours.

    A machine that nobody said anything about is unknown where more of its mail failed than passed.
    """
    addresses = [address for sender, address in words if not sender]
    told = MailSource.objects.filter(council=council, sender="", source_ip__in=addresses)
    said = {pk: words["", address] for pk, address in told.values_list("pk", "source_ip")} if addresses else {}
    kinds: tuple[list[_Machine], ...] = ([], [], [])
    for pk, six in sums_by_source(scope, period, is_named=False).items():
        failed, total = sum(six[3:]), sum(six)
        match said.get(pk):
            case SourceWord.OURS:
                kind = 1
            case SourceWord.NOT_OURS:
                kind = 2
            case _:
                kind = 0 if failed * 2 > total else 1
        kinds[kind].append((-failed, -total, pk, six))
    for found in kinds:
        found.sort()
    shown = _addresses([pk for found in kinds for _, _, pk, _ in found[:most]])
    return tuple(
        Sources(
            tuple(SourceLine(pk, shown[pk], Numbers(*six), said.get(pk, "")) for _, _, pk, six in found[:most]),
            len(found),
            Numbers(*map(sum, zip(*(six for _, _, _, six in found), strict=True))),
        )
        for found in kinds
    )  # type: ignore[return-value]


def _addresses(machines: list[int]) -> dict[int, str]:
    """Return the addresses of machines, so many at once as every database takes."""
    found: dict[int, str] = {}
    for start in range(0, len(machines), _AT_ONCE):
        rows = MailSource.objects.filter(pk__in=machines[start : start + _AT_ONCE]).order_by()
        found |= dict(rows.values_list("pk", "source_ip"))
    return found
