"""What did other mail systems report about mail in a council's name, and how did their reports come in?

A report becomes numbers: messages by day and source (MailDay), the same by month (MailMonth) and by sender (SenderDay),
so that a page about a year adds up thousands of rows and not millions. The report itself is kept for a set time only.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.estate.models import Domain
from wardmote.register.models import Body, Person

_OWN = "council_id IN (SELECT wardmote_own_bodies())"


class CameBy(models.TextChoices):
    """The way that a report came. The values are stored."""

    DOOR = "door", _("The council's own address for reports")
    MAILBOX = "mailbox", _("The mailbox for reports")
    UPLOAD = "upload", _("Uploaded by a colleague")
    COMMAND = "command", _("Imported by the operator")


class ReportKind(models.TextChoices):
    """What a report is about. The values are stored, and are the engine's."""

    DMARC = "dmarc", _("Mail in your name (DMARC)")
    TLS = "tls", _("Encryption between mail servers (TLS)")


class IntakeState(models.TextChoices):
    """Where a file is. The values are stored."""

    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Being read")
    DONE = "done", _("Read")


class Intake(models.Model):
    """One file that came for a council, and what became of it. `stored` names its bytes until it is read.

    `troubles` is a list of [name, sentence] for what couldn't be taken, the first of many only.
    """

    wall = _OWN

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    batch = models.UUIDField(db_index=True)
    came_by = models.CharField(max_length=8, choices=CameBy.choices)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    stored = models.CharField(max_length=120, blank=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=IntakeState.choices, default=IntakeState.WAITING)
    finished_at = models.DateTimeField(null=True)
    taken = models.PositiveIntegerField(default=0)
    doubled = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    troubles = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state_known"),
            models.CheckConstraint(condition=Q(came_by__in=CameBy.values), name="intake_way_known"),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False, stored="")
                | (~Q(state="done") & Q(finished_at__isnull=True) & ~Q(stored="")),
                name="intake_is_read_or_kept",
            ),
        ]
        indexes = [models.Index(fields=["council", "-asked_at"], name="intake_newest")]

    @property
    def way(self) -> CameBy:
        """Return the way that the file came."""
        return CameBy(self.came_by)


class Delivery(models.Model):
    """One report that was taken in for a domain. `identity` is the engine's: the same however the report came.

    `stored` names a file with several packed reports; this one's bytes begin at `raw_start`, `raw_size` of them.
    """

    wall = _OWN

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=ReportKind.choices)
    identity = models.CharField(max_length=64)
    org_name = models.CharField(max_length=255)
    report_id = models.CharField(max_length=255)
    begin = models.DateTimeField()
    end = models.DateTimeField()
    day = models.DateField()
    # The policy that the reporter found: none, quarantine, reject, or empty.
    policy = models.CharField(max_length=10, blank=True)
    received_at = models.DateTimeField()
    came_by = models.CharField(max_length=8, choices=CameBy.choices)
    intake = models.ForeignKey(Intake, models.SET_NULL, null=True, related_name="deliveries")
    records = models.PositiveIntegerField()
    messages = models.PositiveBigIntegerField()
    stored = models.CharField(max_length=120, blank=True)
    raw_start = models.PositiveBigIntegerField(default=0)
    raw_size = models.PositiveBigIntegerField(default=0)
    raw_until = models.DateField(null=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["domain", "identity"], name="delivery_once"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="delivery_kind_known"),
            models.CheckConstraint(condition=Q(came_by__in=CameBy.values), name="delivery_way_known"),
            models.CheckConstraint(condition=Q(end__gte=F("begin")), name="delivery_ends_later"),
            models.CheckConstraint(
                condition=Q(stored="", raw_until__isnull=True) | (~Q(stored="") & Q(raw_until__isnull=False)),
                name="delivery_raw_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-received_at"], name="delivery_newest"),
            models.Index(fields=["domain", "kind", "day"], name="delivery_by_day"),
            models.Index(fields=["raw_until"], name="delivery_raw_by_end"),
        ]


class MailSource(models.Model):
    """A machine that sent mail in a council's name, as one known sender or (`sender` empty) as nobody we know."""

    wall = _OWN

    council = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    source_ip = models.CharField(max_length=45)
    sender = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["council", "source_ip", "sender"], name="mail_source_once")]


class Messages(models.Model):
    """How many messages passed and failed DMARC: a message fails only if both alignments fail."""

    both = models.BigIntegerField(default=0)
    by_dkim = models.BigIntegerField(default=0)
    by_spf = models.BigIntegerField(default=0)
    # Those that failed, by what the receiver did with them.
    let_in = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


NOT_NEGATIVE = Q(both__gte=0, by_dkim__gte=0, by_spf__gte=0, let_in__gte=0, quarantined__gte=0, rejected__gte=0)


class MailDay(Messages):
    """Messages of one source on one day, as reported about one domain.

    `header_from` is empty where the mail named the domain itself. The key is the only index, in the order that pages
    read: by day; one source's rows are found by naming its days.
    """

    wall = _OWN

    pk = models.CompositePrimaryKey("domain_id", "day", "source_id", "header_from")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(MailSource, models.PROTECT, related_name="days", db_index=False)
    day = models.DateField()
    is_named = models.BooleanField()
    header_from = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=NOT_NEGATIVE, name="mail_day_not_negative"),
        ]


class MailMonth(Messages):
    """The same by month, which begins on `day`."""

    wall = _OWN

    pk = models.CompositePrimaryKey("domain_id", "day", "source_id")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(MailSource, models.PROTECT, related_name="months", db_index=False)
    day = models.DateField()
    is_named = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=NOT_NEGATIVE, name="mail_month_not_negative"),
            # Compared as text: SQLite would ask Python for the day of each row's date.
            models.CheckConstraint(condition=Q(day__endswith="-01"), name="mail_month_begins_on_the_first"),
        ]


class SenderDay(Messages):
    """Messages of one known sender, or (`sender` empty) of all that we don't know, on one day."""

    wall = _OWN

    pk = models.CompositePrimaryKey("domain_id", "day", "sender")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    sender = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=NOT_NEGATIVE, name="sender_day_not_negative"),
        ]


class TlsDay(models.Model):
    """Sessions in which others delivered mail to a domain on one day; `result` is empty for those that worked."""

    wall = _OWN

    pk = models.CompositePrimaryKey("domain_id", "day", "org_name", "kind", "result", "server")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    org_name = models.CharField(max_length=255)
    # The policy that was applied: sts, tlsa or no-policy-found.
    kind = models.CharField(max_length=40, blank=True)
    result = models.CharField(max_length=60, blank=True)
    server = models.CharField(max_length=255, blank=True)
    sessions = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sessions__gte=0), name="tls_day_not_negative"),
        ]


class SourceWord(models.TextChoices):
    """What a council says about a source. The values are stored."""

    OURS = "ours", _("It sends for us")
    NOT_OURS = "not-ours", _("It has nothing to do with us")


class KnownSource(models.Model):
    """What a council said about a sender by name, or about a machine by its address: one of the two is empty."""

    wall = _OWN

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    sender = models.CharField(max_length=80, blank=True)
    source_ip = models.CharField(max_length=45, blank=True)
    word = models.CharField(max_length=8, choices=SourceWord.choices)
    note = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "sender", "source_ip"], name="known_source_once"),
            models.CheckConstraint(condition=Q(word__in=SourceWord.values), name="known_source_word_known"),
            models.CheckConstraint(
                condition=(Q(sender="") & ~Q(source_ip="")) | (~Q(sender="") & Q(source_ip="")),
                name="known_source_is_a_name_or_an_address",
            ),
        ]


class MailboxCursor(models.Model):
    """How far the installation's mailbox for reports has been read. `skipped` counts by the reason's key."""

    mailbox = models.CharField(max_length=300, unique=True)
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    taken = models.PositiveBigIntegerField(default=0)
    doubled = models.PositiveBigIntegerField(default=0)
    skipped = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    trouble_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["mailbox"]
