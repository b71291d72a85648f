"""A council is told what a night brought: one letter to its people and one call to each of its addresses, once."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from wardmote.kernel.models import DoneOnce
from wardmote.register.models import Body

from ..calling import call_webhook
from ..events import changes_told, findings_changed
from ..messages import body_of
from ..models import Change, Finding, Round, Webhook, WebhookCall
from ..queries.night_news import NightNews, has_findings_since, night_news, untold_changes


def tell_changes(*, council: Body, night: Round, at: datetime) -> bool:
    """Mark what is untold as told, and promise letter and calls in the same transaction; False where nothing is told.

    Told about a night once, whatever crashes in between: the council's turn is kept with the newest night.
    """
    with transaction.atomic():
        if not _take_turn(council, night):
            return False
        if has_findings_since(council, night.begun_at):
            findings_changed.send(sender=Finding, council=council, at=at)
        untold = untold_changes(council)
        Change.objects.filter(pk__in=[change.pk for change in untold]).update(told_at=at)
        news = night_news(council, night, untold)
        if news.is_any:
            changes_told.send(sender=Change, council=council, news=news, at=at)
        _promise_calls(news, at)
    return news.is_any


def _take_turn(council: Body, night: Round) -> bool:
    last, is_new = DoneOnce.objects.select_for_update().get_or_create(
        key=f"watch-told:{council.pk}", defaults={"at": night.begun_at}
    )
    if is_new:
        return True
    if last.at >= night.begun_at:
        return False
    DoneOnce.objects.filter(pk=last.pk).update(at=night.begun_at)
    return True


def _promise_calls(news: NightNews, at: datetime) -> None:
    if not (news.worse or news.better):
        return
    webhooks = list(Webhook.objects.filter(council=news.council, removed_at__isnull=True))
    if not webhooks:
        return
    body = body_of(news)
    for webhook in webhooks:
        call = WebhookCall.objects.create(council=news.council, webhook=webhook, key=uuid4(), body=body, made_at=at)
        call_webhook.enqueue(call.pk)
