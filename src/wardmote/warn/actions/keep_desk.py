"""Those who run a WARP, or the programme, choose how they keep their desk.

The second pair of eyes goes by two pairs of eyes: who asks that one be enough waits for a colleague who says so too.
Where nobody else runs the desk, it goes at once, and the programme hears of it.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.letters import in_one_line, write_letter
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Person
from wardmote.register.models.bodies import Kind
from wardmote.register.public import Viewer, members_of, name_of

from ..circle_policies import check_can_operate
from ..labels import OPERATORS
from ..models import DeskSetting

TEAM = frozenset({Role.PROGRAMME_TEAM})


def keep_desk(*, by: Viewer, owner: Body, needs_second_eyes: bool, contact: str, at: datetime) -> DeskSetting:
    """Keep the desk's settings; what comes back still needs second eyes where a colleague has to confirm."""
    check_can_operate(by, owner)
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=owner.pk)
        before = DeskSetting.objects.filter(owner=owner).first() or DeskSetting(owner=owner)
        if not contact.strip() and before.publishes_csaf:
            raise Denied(_("Say whom readers ask: what you publish as CSAF must name somebody."))
        colleagues = _colleagues(by, owner, at)
        is_going = before.needs_second_eyes and not needs_second_eyes
        waits = is_going and bool(colleagues) and before.asked_off_by not in colleagues
        kept, _is_new = DeskSetting.objects.update_or_create(
            owner=owner,
            defaults={
                "needs_second_eyes": needs_second_eyes or waits,
                "asked_off_by": by.person if waits else None,
                "asked_off_at": at if waits else None,
                "contact": contact.strip(),
                "changed_by": by.person,
                "changed_at": at,
            },
        )
        if is_going and not colleagues:
            _tell_programme(by, owner, at)
        asked_by = {"asked_by": before.asked_off_by_id} if is_going and not waits and colleagues else {}
        audit.record(
            by=by.person.pk,
            body=owner.pk,
            action="desk.kept",
            subject=f"desk:{owner.pk}",
            at=at,
            before={"needs_second_eyes": before.needs_second_eyes},
            after={"needs_second_eyes": kept.needs_second_eyes, "waits_for_a_colleague": waits} | asked_by,
        )
    return kept


def _colleagues(by: Viewer, owner: Body, at: datetime) -> list[Person]:
    """Return who else runs the desk today and can sign in."""
    with seeing_as_system():
        people = members_of(owner, localdate(at), OPERATORS)
    return [person for person in people if person.is_active and person.pk != by.person.pk]


def _tell_programme(by: Viewer, owner: Body, at: datetime) -> None:
    told = {"person": in_one_line(str(by.person)), "name": name_of(owner)}
    link = settings.SERVICE_URL + reverse("register:council", args=[owner.code])
    programmes = Body.objects.filter(kind=Kind.PROGRAMME, is_demonstration=owner.is_demonstration).exclude(pk=owner.pk)
    with seeing_as_system():
        team = [person for body in programmes for person in members_of(body, localdate(at), TEAM)]
        for person in team:
            write_letter(
                to=person.email,
                subject=_("%(name)s publishes warnings without a second pair of eyes") % told,
                text=_(
                    "%(person)s, who runs the desk of %(name)s alone, chose that whoever wrote a warning may "
                    "publish it.\nNobody else could confirm that, so you hear of it.\n%(link)s\n"
                )
                % (told | {"link": link}),
                at=at,
            )
