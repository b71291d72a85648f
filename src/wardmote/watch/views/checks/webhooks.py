"""Which programs of ours are told of changes, and how do they know that it was us?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.kernel.denial import Denied, missing

from ...actions.add_webhook import add_webhook
from ...actions.remove_webhook import remove_webhook
from ...forms import WebhookForm
from ...queries.access import shutting_doors
from ...queries.links import find_webhook, present_webhooks


@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest, code: str) -> HttpResponse:
    """List the addresses and take another; its secret is on the answer to its adding only."""
    desk = shutting_doors(request, code)
    form = WebhookForm(request.POST or None)
    context: dict[str, object] = {**desk.context, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            added = add_webhook(by=desk.viewer, council=desk.council, address=form.cleaned_data["address"], at=desk.at)
            context |= {"added": added, "form": WebhookForm()}
        except Denied as refusal:
            form.add_error("address", refusal.sentence)
    context["webhooks"] = present_webhooks(desk.council)
    return render(request, "watch/webhooks.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, code: str, webhook: int) -> HttpResponse:
    """Tell an address nothing any more."""
    desk = shutting_doors(request, code)
    found = find_webhook(desk.council, webhook)
    if found is None:
        raise missing("address")
    remove_webhook(by=desk.viewer, webhook=found, at=desk.at)
    messages.success(request, _("The address has been removed. It is told of nothing any more."))
    return redirect("watch:webhooks", code)


PATHS = [
    path("webhooks/", webhooks, name="webhooks"),
    path("webhooks/<int:webhook>/remove/", remove, name="remove_webhook"),
]
