"""What may a WARP, or the programme, say to whom, and who sends it? Each refusal is the sentence that is read."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.models.bodies import Kind
from wardmote.register.public import Viewer

from .circle_policies import OWNERS, check_can_operate
from .models import Audience, Bulletin, BulletinState, Circle, Relay, Story, WaitingCorrection

# What everybody here may know of.
OPEN = (Label.CLEAR, Label.GREEN)
UNPUBLISHED = (BulletinState.DRAFT, BulletinState.CHECKING)


def check_can_say(owner: Body, label: Label, audience: Audience, circle: Circle | None, *, has_story: bool) -> None:
    """Refuse a label and an audience that don't go together."""
    if (label is Label.RED) != (audience is Audience.NAMED):
        raise Denied(_("TLP:RED is for people named one by one, and only TLP:RED is. Choose both or neither."))
    if audience is Audience.CIRCLE:
        if circle is None or circle.owner_id != owner.pk or circle.closed_at is not None:
            raise Denied(_("Choose one of your circles that is open."))
    elif owner.kind == Kind.PROGRAMME and label not in OPEN and label is not Label.RED:
        raise Denied(_("To all councils the programme says what is TLP:CLEAR or TLP:GREEN. Choose a circle."))
    if audience is Audience.MATCHING and not has_story:
        raise Denied(_("No vulnerability stands behind it that software could match. Choose all our members."))


def check_can_label(by: Viewer, bulletin: Bulletin | None, origin: Bulletin | None, label: Label) -> None:
    """Refuse a label wider than before by anybody but the author, and one wider than what it was made from."""
    if bulletin and label.strictness < Label(bulletin.label).strictness and bulletin.written_by_id != by.person.pk:
        raise Denied(_("Only its author can choose a less strict label."))
    if origin and label.strictness < Label(origin.label).strictness:
        raise Denied(_("It was made from another WARP's warning. Its label can't be less strict than that one's."))


def check_can_tell(about: Story | None, label: Label) -> None:
    """Refuse to say more widely than any source does what is written from a story."""
    if about and label.strictness < Label(about.label).strictness:
        widest = Label(about.label).written
        raise Denied(_("What it was written from is %(label)s. Choose that, or a stricter label.") % {"label": widest})


def check_can_change(by: Viewer, bulletin: Bulletin) -> None:
    """Refuse whoever doesn't run the desk, and a change unseen of what is out."""
    check_can_operate(by, bulletin.owner)
    if bulletin.state not in UNPUBLISHED:
        raise Denied(
            _("It is out already. Correct it instead, so that those who got it hear of the change."), "conflict"
        )


def check_can_publish(by: Viewer, bulletin: Bulletin, *, needs_second_eyes: bool) -> None:
    """Refuse whoever changed it last, where the desk asks for a second pair of eyes."""
    check_can_operate(by, bulletin.owner)
    if bulletin.state not in UNPUBLISHED:
        raise Denied(_("It is out already."), "conflict")
    if needs_second_eyes and bulletin.changed_by_id in (None, by.person.pk):
        raise Denied(_("A second pair of eyes is needed: somebody else than who changed it last publishes it."))


def check_can_settle(by: Viewer, waiting: WaitingCorrection, *, needs_second_eyes: bool) -> None:
    """Refuse whoever wrote the correction, where the desk asks for a second pair of eyes."""
    if needs_second_eyes and waiting.by_id in (None, by.person.pk):
        raise Denied(_("A second pair of eyes is needed: somebody else than who wrote the correction publishes it."))


def check_is_out(by: Viewer, bulletin: Bulletin) -> None:
    """Refuse whoever doesn't run the desk, and what isn't out."""
    check_can_operate(by, bulletin.owner)
    if bulletin.state != BulletinState.PUBLISHED:
        raise Denied(_("Only a warning that is out can be corrected, withdrawn or handed on."), "conflict")


def check_can_relay(by: Viewer, bulletin: Bulletin, to: Body) -> None:
    """Refuse to hand on what is for fewer people than all, and to whom it can't go."""
    check_is_out(by, bulletin)
    if Label(bulletin.label) not in OPEN:
        raise Denied(_("Only TLP:CLEAR and TLP:GREEN can be handed on to another WARP."))
    is_other = to.pk != bulletin.owner_id and to.kind in OWNERS
    if not is_other or to.is_demonstration != bulletin.owner.is_demonstration:
        raise Denied(_("Choose another WARP, or the programme."))


def check_can_take(by: Viewer, relay: Relay, *, makes_own: bool) -> None:
    """Refuse all but those to whom it was handed on, a second time, and to repeat what was withdrawn."""
    check_can_operate(by, relay.to_body)
    if relay.settled_at is not None:
        raise Denied(_("A colleague has dealt with it already."), "conflict")
    if makes_own and relay.bulletin.state != BulletinState.PUBLISHED:
        raise Denied(_("It was withdrawn since it was handed on."), "conflict")
    if makes_own and copies_of(relay).exists():
        raise Denied(_("You made your own of it already. Correct that one."), "conflict")


def copies_of(relay: Relay) -> QuerySet[Bulletin]:
    """Return what a desk made of what was handed on to it, and hasn't withdrawn."""
    copies = Bulletin.objects.filter(owner=relay.to_body_id, made_from=relay.bulletin_id)
    return copies.exclude(state=BulletinState.WITHDRAWN)


def check_can_edit_stories(by: Viewer, owner: Body) -> None:
    """Refuse whoever runs no desk, and people of the demonstration: of stories, all councils hear."""
    check_can_operate(by, owner)
    if by.person.is_demonstration:
        raise Denied(_("People of the demonstration can't do this: real councils are warned by it, too."))
