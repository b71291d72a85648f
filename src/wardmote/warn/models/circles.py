"""Which groups within a WARP or the programme share among themselves, and who is in each?"""

from django.db import models
from django.db.models import F, Q

from wardmote.register.models import Body, Person


class Circle(models.Model):
    """A group of bodies that share what their WARP, or the programme, doesn't share with all.

    Where the Chatham House rule holds, what is said may be used, and who said it isn't told.
    """

    wall = "id IN (SELECT wardmote_own_circles()) OR owner_id IN (SELECT wardmote_operated_bodies())"
    wall_for_writing = "owner_id IN (SELECT wardmote_operated_bodies())"

    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    is_chatham_house = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(closed_at__isnull=True), name="circle_open_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="circle_has_a_name"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="circle_closes_later"
            ),
        ]


class CircleMember(models.Model):
    """A body is in a circle from one moment until another; an empty end is open."""

    wall = "circle_id IN (SELECT wardmote_own_circles()) OR circle_id IN (SELECT wardmote_operated_circles())"
    wall_for_writing = "circle_id IN (SELECT wardmote_operated_circles()) OR body_id IN (SELECT wardmote_own_bodies())"

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "body"], condition=Q(until__isnull=True), name="circle_member_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="circle_member_leaves_later"
            ),
        ]
