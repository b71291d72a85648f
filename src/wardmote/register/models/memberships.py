"""Who belongs to which body, in which role, and how did they come to?"""

from django.db import models
from django.db.models import Q

from wardmote.kernel.roles import CHOICES, Role

from .bodies import Body
from .people import Person

CONFIRM_EVERY_DAYS = 365
LAPSES_AFTER_DAYS = 395


class Membership(models.Model):
    """A person's role in a body. It lapses unless somebody confirms it once a year."""

    wall = (
        "person_id::text = current_setting('wardmote.viewer', true) OR body_id IN (SELECT wardmote_own_bodies())"
        " OR body_id IN (SELECT wardmote_bodies_to_staff())"
    )

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=CHOICES)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField()
    lapses_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["body", "role"], name="membership_by_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body", "role"], condition=Q(ended_at__isnull=True), name="membership_open_once"
            ),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("started_at")),
                name="membership_ends_after_it_starts",
            ),
        ]


class JoinRequest(models.Model):
    """A person with a work e-mail under a council's domain asks that council's lead to let them in."""

    wall = (
        "person_id::text = current_setting('wardmote.viewer', true) OR body_id IN (SELECT wardmote_own_bodies())"
        " OR body_id IN (SELECT wardmote_bodies_to_staff())"
    )

    class Outcome(models.TextChoices):
        """What the lead said."""

        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    person = models.ForeignKey(Person, models.CASCADE, related_name="join_requests")
    body = models.ForeignKey(Body, models.CASCADE, related_name="join_requests")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "body"], condition=Q(outcome="waiting"), name="request_once"),
        ]


class Invitation(models.Model):
    """A lead's offer of a role to an e-mail address. Only the digest of its secret is kept."""

    wall = "body_id IN (SELECT wardmote_own_bodies()) OR body_id IN (SELECT wardmote_bodies_to_staff())"

    body = models.ForeignKey(Body, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=CHOICES)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "email", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
            ),
        ]


class Inheritance(models.Model):
    """The deliberate act by which a successor came to hold what a predecessor owned."""

    wall = (
        "predecessor_id IN (SELECT wardmote_own_bodies()) OR successor_id IN (SELECT wardmote_own_bodies())"
        " OR predecessor_id IN (SELECT wardmote_bodies_to_staff())"
    )

    predecessor = models.ForeignKey(Body, models.PROTECT, related_name="passed_on")
    successor = models.ForeignKey(Body, models.PROTECT, related_name="inherited")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="inheritance_once"),
            models.CheckConstraint(condition=~Q(predecessor=models.F("successor")), name="inheritance_not_from_itself"),
        ]
