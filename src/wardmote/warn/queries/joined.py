"""What else do councils belong to?"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from wardmote.register.models import Body, BodyRecord

from ..models import Joined
from ..schemes import Scheme, schemes, title_of
from .audiences import members_of_owner
from .desk_access import Bench


@dataclass(frozen=True)
class Belongs:
    """One membership, with what the scheme is called."""

    joined: Joined

    @property
    def title(self) -> str:
        """Return what the scheme is called."""
        return title_of(self.joined.scheme)


@dataclass(frozen=True)
class MemberLine:
    """A member of the desk; what it belongs to now, for each scheme."""

    code: str
    name: str
    cells: tuple[Joined | None, ...]


def joined_of(body: Body) -> list[Belongs]:
    """Return what a council belongs to and belonged to; what holds first."""
    rows = Joined.objects.filter(body=body).select_related("recorded_by")
    return [Belongs(one) for one in sorted(rows, key=lambda one: (one.until is not None, one.scheme, one.pk))]


def members_joined(bench: Bench) -> tuple[list[Scheme], list[MemberLine]]:
    """Return the schemes, and each member of the desk by name with what it belongs to."""
    members = members_of_owner(bench.owner, bench.day)
    held: dict[int, dict[str, Joined]] = defaultdict(dict)
    for one in Joined.objects.filter(body__in=members, until__isnull=True):
        held[one.body_id][one.scheme] = one
    name = BodyRecord.objects.filter(body=OuterRef("pk"), valid_to__isnull=True).values("name")[:1]
    rows = members.annotate(name=Subquery(name)).order_by("name", "code").values_list("pk", "code", "name")
    kinds = list(schemes().values())
    return kinds, [
        MemberLine(code, name or code, tuple(held[key].get(kind.key) for kind in kinds)) for key, code, name in rows
    ]
