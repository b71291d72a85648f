"""Is something wrong with a source, and who is told of it once?"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.sources_health import Alarm, Alarming, Run, judge_run, judge_silence
from wardmote.kernel.letters import write_letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Membership, Person

from .models import Source, SourceRun, Way

# What a run may have had and still be one that others are compared with.
_MILD = {Alarming.SILENT.value, Alarming.WITHOUT_PRODUCT.value}
_LOOK_BACK = 30


def alarms_of_run(source: Source, run: SourceRun) -> tuple[Alarm, ...]:
    """Judge what came; where nothing new came by a way that brings only what is new, there is nothing to judge."""
    if not run.is_whole and not run.size_bytes and not run.entries:
        return ()
    if run.is_whole and not run.entries and not run.broken and source.way != Way.FETCHED:
        return ()
    if run.is_whole and not run.size_bytes and not run.entries and not run.broken:
        return ()  # it said that nothing has changed
    quiet_for = timedelta(hours=source.silent_after_h) if source.silent_after_h and source.way == Way.FETCHED else None
    before = _before(source, run)
    return judge_run(
        _engine_run(before) if before else None, _engine_run(run), gives_all=source.gives_all, quiet_for=quiet_for
    )


def judge_source(pk: int, at: datetime) -> None:
    """Say what is wrong with a source at present; what is new of it is told to the administrators, once."""
    with transaction.atomic():
        source = Source.objects.select_for_update(no_key=True).get(pk=pk)
        alarms = {alarm["kind"]: alarm for alarm in _of_documents(source)}
        for alarm in _of_silence(source, at) if source.is_on else ():
            alarms.setdefault(alarm.kind.value, {"kind": alarm.kind.value, "says": alarm.says})
        known = {alarm["kind"] for alarm in source.alarms}
        raised = [alarm["says"] for kind, alarm in alarms.items() if kind not in known]
        source.alarms = list(alarms.values())
        source.alarmed_at = (source.alarmed_at or at) if alarms else None
        source.save(update_fields=["alarms", "alarmed_at"])
        if raised:
            _tell(source, raised, at)


def _of_documents(source: Source) -> list[dict[str, str]]:
    """Return what was wrong with the last document that came."""
    runs = SourceRun.objects.filter(source=source, ended_at__isnull=False)
    last = next((run for run in runs[:_LOOK_BACK] if run.size_bytes or run.entries or run.broken), None)
    return list(last.alarms) if last else []


def _of_silence(source: Source, at: datetime) -> tuple[Alarm, ...]:
    """Say whether a source can't be reached, or says nothing new."""
    if not source.every_h:
        return ()
    every = timedelta(hours=source.every_h)
    runs = SourceRun.objects.filter(source=source, ended_at__isnull=False, is_whole=True)
    last = runs.values_list("ended_at", flat=True).first()
    if last or at - source.added_at > 2 * every:
        found = judge_silence(last, at, every=every)
        if found:
            return found
    longest = timedelta(hours=source.silent_after_h)
    if not longest or not source.fresh_at or at - source.fresh_at <= longest:
        return ()
    says = (
        f"It answers, but nothing new came since {source.fresh_at:%d %B %Y}. Look whether it has moved or been closed."
    )
    return (Alarm(Alarming.SILENT, says),)


def _before(source: Source, run: SourceRun) -> SourceRun | None:
    """Return the last run whose document was good."""
    runs = SourceRun.objects.filter(source=source, ended_at__isnull=False, is_whole=True, entries__gt=0)
    good = (one for one in runs.exclude(pk=run.pk)[:_LOOK_BACK] if {alarm["kind"] for alarm in one.alarms} <= _MILD)
    return next(good, None)


def _engine_run(run: SourceRun) -> Run:
    return Run(
        entries=run.entries,
        broken=run.broken,
        newest=run.newest_at,
        bytes=run.size_bytes,
        ended_whole=run.is_whole,
        at=run.ended_at or run.begun_at,
        share_without_product=run.without_product / run.entries if run.entries else 0.0,
    )


def administrators(at: datetime) -> list[Person]:
    """Return the people who keep this installation."""
    held = Membership.objects.filter(
        role=Role.ADMINISTRATOR, ended_at__isnull=True, lapses_on__gt=localdate(at), person=OuterRef("pk")
    )
    return list(Person.objects.filter(Exists(held), is_active=True, is_demonstration=False).order_by("pk"))


def _tell(source: Source, says: list[str], at: datetime) -> None:
    subject = _("Look at %(title)s: it may be telling councils nothing") % {"title": source.title}
    lines = [
        _("Warnings rest on this source: %(title)s.") % {"title": source.title},
        *says,
        settings.SERVICE_URL + reverse("sources:source", args=[source.key]),
    ]
    for person in administrators(at):
        write_letter(to=person.email, subject=subject, text="\n\n".join(lines), at=at)
