"""What do reports say about one source: a sender with a name, or a machine?"""

from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from wardmote.register.models import Body

from ..models import KnownSource, MailDay, MailSource
from .mail_days import Trend, drawn, trend
from .mail_numbers import SUMS, Numbers, Period, Scope, added, read_sums, sums_by_source

MOST_MACHINES, MOST_NAMES = 50, 50


@dataclass(frozen=True)
class Machine:
    """One address that mail came from."""

    source_ip: str
    numbers: Numbers


@dataclass(frozen=True)
class NamedMail:
    """Mail that stated one domain as its sender; `name` is empty for the reported domain itself."""

    name: str
    domain: str
    numbers: Numbers


@dataclass(frozen=True)
class SourcePage:
    """A source in one period. `sender` is empty for a machine without a name; `last` is when it was last seen."""

    sender: str
    source_ip: str
    trend: Trend
    machines: tuple[Machine, ...]
    machine_count: int
    names: tuple[NamedMail, ...]
    said: KnownSource | None
    last: date | None

    @property
    def title(self) -> str:
        """Return what the source is called."""
        return self.sender or self.source_ip

    @property
    def numbers(self) -> Numbers:
        """Return all its messages."""
        return self.trend.total


def machine_page(council: Body, number: int, scope: Scope, period: Period) -> SourcePage | None:
    """Return the page of a machine that belongs to no sender we know; None where there is none."""
    source = MailSource.objects.filter(council=council, pk=number).first()
    if source is None or source.sender:
        return None
    # Every day is named, so that the rows are found by their only index.
    held = MailDay.objects.filter(domain__in=scope.ids, day__in=period.days, source=source).order_by()
    days: dict[date, Numbers] = {}
    names: dict[tuple[int, str], Numbers] = {}
    for (day, domain, name), numbers in read_sums(
        held.values_list("day", "domain_id", "header_from").annotate(**SUMS), keys=3
    ):
        days[day] = days.get(day, Numbers()) + numbers
        names[domain, name] = names.get((domain, name), Numbers()) + numbers
    return SourcePage(
        sender="",
        source_ip=source.source_ip,
        trend=drawn(days, period),
        machines=(Machine(source.source_ip, added(days.values())),),
        machine_count=1,
        names=_named(names, scope),
        said=KnownSource.objects.filter(council=council, source_ip=source.source_ip, sender="").first(),
        last=max(days, default=None),
    )


def sender_page(council: Body, slug: str, scope: Scope, period: Period) -> SourcePage | None:
    """Return the page of a sender that has a name; None where none of this name ever sent."""
    held = MailSource.objects.filter(council=council).exclude(sender="").order_by()
    names = held.values_list("sender", flat=True).distinct()
    sender = next((name for name in names if slugify(name) == slug), "")
    if not sender:
        return None
    time = trend(scope, period, sender)
    sums = sums_by_source(scope, period, is_named=True, source__sender=sender)
    addresses = dict(MailSource.objects.filter(council=council, sender=sender).values_list("pk", "source_ip"))
    found = [Machine(addresses[number], Numbers(*six)) for number, six in sums.items()]
    found.sort(key=lambda machine: (-machine.numbers.failed, -machine.numbers.total, machine.source_ip))
    return SourcePage(
        sender=sender,
        source_ip="",
        trend=time,
        machines=tuple(found[:MOST_MACHINES]),
        machine_count=len(found),
        names=(),
        said=KnownSource.objects.filter(council=council, sender=sender).first(),
        last=time.filled[0].end if time.filled else None,
    )


def _named(names: dict[tuple[int, str], Numbers], scope: Scope) -> tuple[NamedMail, ...]:
    domains = {domain.pk: domain.name for domain in scope.domains}
    found = [NamedMail(name, domains.get(domain, ""), numbers) for (domain, name), numbers in names.items()]
    found.sort(key=lambda mail: -mail.numbers.total)
    return tuple(found[:MOST_NAMES])
