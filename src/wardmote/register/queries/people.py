"""Who belongs to a body, who is waiting, and what is this person's own standing?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from wardmote.kernel.bounces import SHOWN_FOR
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.prepared import ANOTHER_DAY, ANY_DAY, ANYBODY, Prepared
from wardmote.kernel.roles import ADMITS_FIRST_LEAD, MANAGES_PEOPLE, READS_ANSWERS, Role

from ..models import ApiToken, Body, Invitation, JoinRequest, Membership, Person, Reading, SharingChoice
from ..models.sharing import DEFAULT_LEVEL, Audience, Level
from .scope import open_leads, open_memberships
from .viewers import Viewer

MOST_INVITATIONS = 50


@dataclass(frozen=True)
class PeoplePage:
    """A body's people as its lead sees them."""

    members: tuple[Membership, ...]
    requests: tuple[JoinRequest, ...]
    invitations: tuple[Invitation, ...]
    invitations_in_all: int


def people_page(body: Body, at: datetime) -> PeoplePage:
    """Return members, waiting requests and the newest open invitations, in four queries.

    Each member has `comes_back`: whether a letter to them came back lately.
    """
    returned = Letter.objects.filter(to=OuterRef("person__email"), bounced_at__gt=at - SHOWN_FOR)
    invited = Invitation.objects.filter(body=body, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    return PeoplePage(
        members=tuple(
            Membership.objects.filter(body=body, ended_at__isnull=True)
            .annotate(comes_back=Exists(returned))
            .select_related("person")
            .order_by("person__name", "person__email", "pk")
        ),
        requests=tuple(
            JoinRequest.objects.filter(body=body, outcome=JoinRequest.Outcome.WAITING).select_related("person")
        ),
        invitations=tuple(invited.select_related("invited_by")[:MOST_INVITATIONS]),
        invitations_in_all=invited.count(),
    )


def members_of(council: Body, day: date, roles: frozenset[Role]) -> list[Person]:
    """Return the people who belong to the council in one of these roles on this day, by name."""
    held = Membership.objects.filter(
        body=council, role__in=roles, ended_at__isnull=True, lapses_on__gt=day, person=OuterRef("pk")
    )
    return list(Person.objects.filter(Exists(held)).order_by("name", "pk"))


def sharing_levels(council: Body) -> dict[Audience, Level]:
    """Return what the council shows to each audience now, defaults included."""
    chosen = dict(SharingChoice.objects.filter(council=council, until__isnull=True).values_list("audience", "level"))
    return {audience: Level(chosen.get(audience.value, DEFAULT_LEVEL[audience])) for audience in Audience}


def readings_of(council: Body, limit: int = 100) -> list[Reading]:
    """Return who has looked at this council's data, newest first; looks at all shared results count too.

    A look at everything counts where the council shared with that audience at that moment; one by a WARP, where it
    is the council's own.
    """
    own = Q(council=council)
    of_all = Q(council__isnull=True, is_demonstration=council.is_demonstration)
    choice = SharingChoice.objects.filter(
        council=council, audience=OuterRef("audience"), since__lte=OuterRef("at")
    ).order_by("-since")
    programme_default = Q(level__isnull=True, audience=Audience.PROGRAMME)
    own_warp = Exists(council.group_affiliations.filter(group=OuterRef("on_behalf_of")))
    found = (
        Reading.objects.filter(own | of_all)
        .annotate(level=Subquery(choice.values("level")[:1]))
        .filter(own | programme_default | Q(level__in=[Level.RESULTS, Level.REASONS]))
        .filter(own | ~Q(audience=Audience.WARP) | Q(own_warp))
        .select_related("person", "on_behalf_of")
    )
    return list(found[:limit])


def entries_of(council: Body) -> QuerySet[AuditEntry]:
    """Return the council's own audit entries, newest first, as a queryset that pages can be cut from."""
    return AuditEntry.objects.filter(body_id=council.pk).order_by("-sequence")


def names_of(ids: set[int]) -> dict[int, str]:
    """Return people's names by id, for entries that keep only the id."""
    return {p.pk: str(p) for p in Person.objects.filter(pk__in=ids)}


def tokens_of(person: Person) -> list[ApiToken]:
    """Return the person's tokens, newest first."""
    return list(ApiToken.objects.filter(person=person, revoked_at__isnull=True)[:50])


def waiting_requests_of(person: Person) -> list[JoinRequest]:
    """Return the person's own requests to join that nobody has answered."""
    return list(JoinRequest.objects.filter(person=person, outcome=JoinRequest.Outcome.WAITING).select_related("body"))


def waiting_counts(viewer: Viewer, day: date) -> list[tuple[str, str, int]]:
    """Return (code, name, how many wait) for the bodies whose people this person decides about, in one query."""
    if not viewer.holds(MANAGES_PEOPLE):
        return []
    shape = (viewer.holds(ADMITS_FIRST_LEAD), viewer.person.is_demonstration)
    return [(code, name, count) for code, name, count in _WAITING.rows(*shape, person=viewer.person.pk, day=day)]


def _waiting(
    admits: bool, demonstration: bool, *, person: int, day: date
) -> QuerySet[JoinRequest, tuple[str, str, int]]:
    found = _manages(person, day)
    if admits:
        found |= ~Q(Exists(open_leads(OuterRef("body"), day)))
    return (
        JoinRequest.objects.filter(
            found,
            outcome=JoinRequest.Outcome.WAITING,
            body__is_demonstration=demonstration,
            body__records__valid_to__isnull=True,
        )
        .order_by("body__records__short_name")
        .values_list("body__code", "body__records__short_name")
        .annotate(n=Count("pk"))[:20]
    )


def _manages(person: int, day: date) -> Q:
    return Q(
        Exists(
            Membership.objects.filter(
                person=person, body=OuterRef("body"), ended_at__isnull=True, lapses_on__gt=day, role__in=MANAGES_PEOPLE
            )
        )
    )


_WAITING = Prepared(_waiting, person=ANYBODY, day=ANY_DAY)


@dataclass(frozen=True)
class News:
    """One thing that a colleague did since the person's last visit."""

    at: datetime
    who: str
    action: str
    subject: str
    code: str


def news_since(viewer: Viewer, since: datetime, day: date, limit: int = 5) -> list[News]:
    """Return what others did to the stocktakes of the person's own councils since their last visit, newest first."""
    if not viewer.holds(READS_ANSWERS):
        return []
    mine = open_memberships(viewer.person, day).filter(role__in=READS_ANSWERS, body=OuterRef("body_id"))
    rows = list(
        AuditEntry.objects.filter(Exists(mine), action__startswith="stocktake.", at__gt=since)
        .exclude(person_id=viewer.person.pk)
        .order_by("-sequence")
        .annotate(code=Subquery(Body.objects.filter(pk=OuterRef("body_id")).values("code")))[:limit]
    )
    names = names_of({row.person_id for row in rows if row.person_id})
    return [News(r.at, names.get(r.person_id or 0, ""), r.action, r.subject, r.code) for r in rows]


def leads_of(body: Body, day: date) -> list[Person]:
    """Return those who decide who belongs to the body."""
    return _holders(body, day, MANAGES_PEOPLE)


def leaders_of(body: Body, day: date) -> list[Person]:
    """Return the council's leaders."""
    return _holders(body, day, frozenset({Role.LEADER}))


def lapsing_counts(viewer: Viewer, day: date, until: date) -> list[tuple[str, str, int, date]]:
    """Return (code, name, how many, first day without access) of colleagues whom this person has to confirm."""
    if not viewer.holds(MANAGES_PEOPLE):
        return []
    rows = _LAPSING.rows(person=viewer.person.pk, day=day, until=until)
    return [(code, name, count, first) for code, name, count, first in rows]


def _lapsing(*, person: int, day: date, until: date) -> QuerySet[Membership, tuple[str, str, int, date]]:
    return (
        Membership.objects.filter(
            _manages(person, day), ended_at__isnull=True, lapses_on__lte=until, body__records__valid_to__isnull=True
        )
        .exclude(person=person)
        .order_by("body__records__short_name")
        .values_list("body__code", "body__records__short_name")
        .annotate(n=Count("pk"), first=Min("lapses_on"))[:20]
    )


_LAPSING = Prepared(_lapsing, person=ANYBODY, day=ANY_DAY, until=ANOTHER_DAY)


def _holders(body: Body, day: date, roles: frozenset[Role]) -> list[Person]:
    return list(
        Person.objects.filter(
            memberships__body=body,
            memberships__role__in=roles,
            memberships__ended_at__isnull=True,
            memberships__lapses_on__gt=day,
            is_active=True,
        )
        .distinct()
        .order_by("pk")
    )
