"""What the kernel keeps: the audit chain, effects already done, and the cache."""

from django.db import models


class AuditEntry(models.Model):
    """One act. Triggers in the database refuse to change or delete it (migration 0002)."""

    wall = "body_id IN (SELECT wardmote_own_bodies())"
    wall_for_writing = "false"

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # Plain numbers: an entry outlives the person and the body that it speaks of.
    person_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["body_id", "-sequence"], name="audit_by_body")]
        constraints = [
            models.UniqueConstraint(fields=["previous_digest"], name="audit_chain_does_not_fork"),
            models.CheckConstraint(condition=models.Q(sequence__gt=0), name="audit_sequence_positive"),
        ]


class DoneOnce(models.Model):
    """The key of an effect that must never be seen twice, written in the effect's own transaction."""

    key = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField()


class Letter(models.Model):
    """An e-mail that was promised. It is sent by a job, and its state survives a crash."""

    class State(models.TextChoices):
        """Where a letter is on its way."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    # The same in HTML, for those whose programs show it; empty where there is none.
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    # When the receiving side sent it back for good (RFC 3464), and what it said is in `trouble`.
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to"], condition=models.Q(bounced_at__isnull=False), name="letter_come_back"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sending", "sent", "failed"]), name="letter_state_known"
            ),
        ]


class WorkerPulse(models.Model):
    """When each worker process was last alive, so that a dead one's jobs can be taken up again."""

    worker = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField()
