"""How is an address of a council's own told of changes, signed, and again where it failed?"""

import json
from datetime import datetime

from django_tasks import task

from wardmote.engines.checks.gather.loops import run
from wardmote.kernel.calling import LONGEST_TROUBLE, deliver, due_again, headers_of, take_up
from wardmote.kernel.moments import now
from wardmote.kernel.sealing import unseal

from .models import CallState, Webhook, WebhookCall

SEALED_FOR = "webhook"


@task()
def call_webhook(call_id: int) -> str:
    """Make one call."""
    if not take_up(WebhookCall.objects.filter(webhook__removed_at__isnull=True), call_id, now()):
        return "nothing to call"
    call = WebhookCall.objects.select_related("webhook").get(pk=call_id)
    body = json.dumps(call.body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = headers_of(str(call.key), body, unseal(call.webhook.secret, SEALED_FOR), now())
    outcome = run(deliver(call.webhook.address, body, headers))
    _note(call, outcome.trouble, now())
    return outcome.trouble or "delivered"


@task()
def call_again() -> int:
    """Queue the calls whose time to be tried again has come; the hourly duty."""
    return queue_again(now())


def queue_again(at: datetime) -> int:
    """Queue calls that failed and whose time has come, and those whose worker died; returns how many."""
    due = due_again(WebhookCall.objects.filter(webhook__removed_at__isnull=True), at)
    for call_id in due:
        call_webhook.enqueue(call_id)
    return len(due)


def _note(call: WebhookCall, trouble: str, at: datetime) -> None:
    """Keep how it went, with the call and with the address."""
    state = CallState.FAILED if trouble else CallState.DONE
    WebhookCall.objects.filter(pk=call.pk, state=CallState.CALLING).update(state=state)
    webhook = Webhook.objects.filter(pk=call.webhook_id)
    if not trouble:
        webhook.exclude(trouble="").update(trouble="", trouble_since=None)
        return
    webhook.filter(trouble_since__isnull=True).update(trouble_since=at)
    webhook.update(trouble=trouble[:LONGEST_TROUBLE])
