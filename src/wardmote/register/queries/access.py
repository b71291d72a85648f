"""Which body does this page speak of, and may this person be here? Looked up and checked in one step."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import localdate

from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role

from ..models import Body
from .scope import RESULTS, bodies_of_own, bodies_shown_to
from .viewers import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is asking, or ask them to sign in."""
    viewer = getattr(request, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise Denied("Sign in to see this.", "sign-in")
    return viewer


def moment_of(request: HttpRequest) -> datetime:
    """Return the moment at which the request came in."""
    found = getattr(request, "moment", None)
    return found if isinstance(found, datetime) else now()


def body_named(viewer: Viewer, code: str) -> Body:
    """Return the body of the person's own world that an address names; what it shows is for a policy to decide."""
    found = Body.objects.filter(code=code, is_demonstration=viewer.person.is_demonstration).first()
    if found is None:
        raise missing()
    return found


def own_body(viewer: Viewer, code: str, at: datetime, roles: frozenset[Role]) -> Body:
    """Return a body that the person belongs to in one of these roles (or that such a body inherited from).

    Those who belong in another role are told so; to everybody else the page isn't there.
    """
    found = bodies_of_own(viewer.person, localdate(at), roles).filter(code=code).first()
    if found:
        return found
    if any(s.code == code and s.is_open and s.role is not Role.ASSURER for s in viewer.standings):
        raise Denied("Your role in this council doesn't include that. Ask your cyber lead to do it or to change it.")
    raise missing()


def body_shown(viewer: Viewer, code: str, at: datetime) -> Body:
    """Return another body whose own choice lets this person see its results; otherwise it isn't there."""
    found = bodies_shown_to(viewer.person, localdate(at), RESULTS).filter(code=code).first()
    if found is None:
        raise missing()
    return found


def holds(viewer: Viewer, council: Body, roles: frozenset[Role], day: date) -> bool:
    """Say whether the person has one of these roles in the council, or in the one that took over from it."""
    if viewer.roles_in(council.pk) & roles:
        return True
    return viewer.holds(roles) and bodies_of_own(viewer.person, day, roles).filter(pk=council.pk).exists()
