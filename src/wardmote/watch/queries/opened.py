"""What does a link with a secret show, and to nobody without it?

Whoever opens one isn't signed in, so the rows are read on the house's own behalf, by the link's council and domain.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from wardmote.kernel.keys import digest_of
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import is_alive, name_of

from ..catalogue import known, title_of
from ..fixes import Piece, pieces_of
from ..models import Change, Finding, LinkKind, OpenLink, Visit
from ..words import AREA_WORDS, GRADE_WORDS, count_words, unknown_words, visible
from .domain_page import newest_visit
from .explained import troubles
from .links import opens

FED = timedelta(days=60)
MOST_FED = 200


@dataclass(frozen=True)
class ToMend:
    """One thing that is wrong, and exactly what to publish."""

    finding: Finding
    title: str
    why: str
    area: str
    steps: tuple[Piece, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class OpenedDomain:
    """What a supplier sees of one domain."""

    name: str
    council: str
    visit: Visit | None
    found: tuple[ToMend, ...]
    counts: str
    unknown: str

    @property
    def is_known(self) -> bool:
        """Say whether enough was seen to say that nothing is to be mended."""
        return bool(self.visit and self.visit.letter and not self.unknown)


@dataclass(frozen=True)
class OpenedBadge:
    """What a badge says of one domain."""

    name: str
    letter: str
    means: str
    done_at: datetime | None


@dataclass(frozen=True)
class OpenedFeed:
    """What a feed holds."""

    link: OpenLink
    council: str
    code: str
    changes: tuple[Change, ...]


def find_open_link(secret: str, kind: LinkKind, at: datetime) -> OpenLink | None:
    """Return the link that the secret opens: looked up by its digest, so that nothing is compared letter by letter."""
    with seeing_as_system():
        links = OpenLink.objects.select_related("domain", "council")
        link = links.filter(digest=digest_of(secret), kind=kind).first()
        day = localdate(at)
        if link is None or not opens(link, day) or not is_alive(link.council, day):
            return None
    is_gone = link.domain is not None and (link.domain.removed_at or not link.domain.verified_at)
    return None if is_gone else link


def opened_domain(secret: str, at: datetime) -> OpenedDomain | None:
    """Return what is to be mended on the link's domain and what to publish: nothing explained, nothing of others."""
    link = find_open_link(secret, LinkKind.SUPPLIER, at)
    if link is None or link.domain is None:
        return None
    with seeing_as_system():
        found = troubles(link.council, localdate(at)).filter(domain=link.domain, explained_until__isnull=True)
        rows = tuple(found.order_by("-severity", "verdict", "pk"))
        verdicts = [row.verdict for row in rows]
        here = Finding.objects.filter(domain=link.domain, until__isnull=True)
        unknown = here.filter(Q(verdict="unknown") | Q(unseen_since__isnull=False)).count()
        return OpenedDomain(
            name=link.domain.name,
            council=name_of(link.council),
            visit=newest_visit(link.domain),
            found=tuple(to_mend(row) for row in rows),
            counts=count_words(verdicts.count("bad"), verdicts.count("weak")),
            unknown=unknown_words(unknown) if unknown else "",
        )


def to_mend(finding: Finding) -> ToMend:
    """Return a finding as a supplier reads it."""
    check = known(finding.check_id)
    return ToMend(
        finding,
        title_of(finding.check_id),
        check.why if check else "",
        str(AREA_WORDS.get(finding.area, finding.area)),
        pieces_of(finding.fix) if finding.fix else (),
        tuple(visible(str(record)) for record in finding.evidence),
    )


def opened_badge(secret: str, at: datetime) -> OpenedBadge | None:
    """Return the newest grade of the link's domain."""
    link = find_open_link(secret, LinkKind.BADGE, at)
    if link is None or link.domain is None:
        return None
    with seeing_as_system():
        visit = newest_visit(link.domain)
    letter = visit.letter if visit else ""
    return OpenedBadge(link.domain.name, letter, str(GRADE_WORDS[letter]), visit.done_at if visit else None)


def opened_feed(secret: str, at: datetime) -> OpenedFeed | None:
    """Return what changed on the council's present domains in the last 60 days."""
    link = find_open_link(secret, LinkKind.FEED, at)
    if link is None:
        return None
    with seeing_as_system():
        found = Change.objects.filter(council=link.council, at__gte=at - FED, domain__removed_at__isnull=True)
        changes = tuple(found.select_related("domain").order_by("-at", "-pk")[:MOST_FED])
        return OpenedFeed(link, name_of(link.council), link.council.code, changes)
