"""Who may ask, answer, share, report, take down and relabel? Each refusal is what is read."""

from datetime import date

from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied, missing
from wardmote.register.models import Affiliation, Body
from wardmote.register.models.bodies import LIKE_COUNCILS, Kind
from wardmote.register.public import Viewer, is_alive, valid_on

from .labels import CONTRIBUTORS, OPERATORS
from .models import Circle, Post
from .queries.posts import is_author, posts_shown_to
from .queries.shared import is_in_circle

WIDE = (Label.CLEAR, Label.GREEN)


def check_can_say(by: Viewer, body: Body, owner: Body, circle: Circle | None, day: date) -> None:
    """Refuse whoever doesn't contribute for the body, and a body that doesn't take part there."""
    if not by.roles_in(body.pk) & CONTRIBUTORS:
        raise Denied(_("You can read this. Ask your cyber lead to make you a contributor if you should take part."))
    if body.kind in LIKE_COUNCILS and not is_alive(body, day):
        raise Denied(_("This council isn't at work today, so nothing can be said for it."))
    if circle is not None and circle.closed_at is not None:
        raise Denied(_("This circle is closed."), "conflict")
    if not _takes_part(by, body, owner, circle, day):
        raise missing("place")


def check_label(owner: Body, circle: Circle | None, label: Label, least: Label) -> None:
    """Refuse a label that is wider than what is answered has, or that the place has no audience for."""
    if label.strictness < least.strictness:
        raise Denied(_("An answer or a comment can't travel further than what it belongs to."))
    if owner.kind == Kind.PROGRAMME and circle is None and label not in WIDE:
        raise Denied(_("To everybody, the programme shares TLP:CLEAR and TLP:GREEN only. Choose a circle."))


def check_can_see(by: Viewer, post: Post, day: date) -> None:
    """Answer alike for what isn't there and what the person may not know of."""
    if not posts_shown_to(by.person, day).filter(pk=post.pk).exists():
        raise missing("post")


def check_can_keep(by: Viewer, post: Post, day: date) -> None:
    """Refuse all but the author and those who run the WARP."""
    check_can_see(by, post, day)
    if not (runs(by, post) or is_author(by.person, post)):
        raise Denied(_("Only whoever wrote it, or those who run the WARP, can do that."))


def check_can_relabel(by: Viewer, post: Post, label: Label, day: date) -> None:
    """Refuse a wider label to all but the author, and a wider one than that of what the post belongs to."""
    check_can_keep(by, post, day)
    if label.strictness < Label(post.label).strictness and not is_author(by.person, post):
        raise Denied(_("Only whoever wrote it can let it travel further."))
    above = post.belongs_to or post.bulletin
    check_label(post.owner, post.circle, label, Label(above.label) if above else Label.CLEAR)


def runs(by: Viewer, post: Post) -> bool:
    """Say whether the person runs the WARP, or the programme, that a post is with."""
    return bool(by.roles_in(post.owner_id) & OPERATORS)


def _takes_part(by: Viewer, body: Body, owner: Body, circle: Circle | None, day: date) -> bool:
    if body.is_demonstration != owner.is_demonstration:
        return False
    if body.pk == owner.pk and (circle is None or by.roles_in(owner.pk) & OPERATORS):
        return True
    if circle is not None:
        return circle.owner_id == owner.pk and is_in_circle(circle, body)
    return Affiliation.objects.filter(valid_on(day), group=owner, member=body).exists()
