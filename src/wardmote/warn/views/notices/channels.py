"""Which programs, chats and feeds are told of our warnings, and are they reached?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.kernel.denial import Denied, missing

from ...actions.add_channel import add_channel
from ...actions.ask_test import ask_test
from ...actions.make_feed import make_feed
from ...actions.remove_channel import remove_channel
from ...actions.shut_feed import shut_feed
from ...channel_forms import ChannelForm, FeedForm
from ...models import Channel, ChannelKind, Priority
from ...queries.access import Desk
from ...queries.channels import leading_out, open_feeds, present_channels


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HttpRequest, code: str) -> HttpResponse:
    """List the addresses and take another; its secret is on the answer to its adding only."""
    desk = leading_out(request, code)
    form = ChannelForm(request.POST or None)
    more: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            more["added"] = add_channel(
                by=desk.viewer,
                council=desk.council,
                kind=ChannelKind(said["kind"]),
                address=said["address"],
                least_priority=Priority(said["least_priority"]),
                at=desk.at,
            )
            form = ChannelForm()
        except Denied as refusal:
            form.add_error("address", refusal.sentence)
    return _page(request, desk, form, FeedForm(), more)


@require_POST
def remove(request: HttpRequest, code: str, channel: int) -> HttpResponse:
    """Tell an address nothing any more."""
    desk = leading_out(request, code)
    remove_channel(by=desk.viewer, channel=_channel(desk, channel), at=desk.at)
    messages.success(request, _("The address has been removed. It is told of nothing any more."))
    return redirect("warn:channels", code)


@require_POST
def test(request: HttpRequest, code: str, channel: int) -> HttpResponse:
    """Have a test message sent."""
    desk = leading_out(request, code)
    ask_test(by=desk.viewer, channel=_channel(desk, channel), at=desk.at)
    messages.success(
        request, _("A test message is on its way. If it doesn't arrive within a minute, this page says why.")
    )
    return redirect("warn:channels", code)


@require_POST
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """Make a feed; its address is on the answer only."""
    desk = leading_out(request, code)
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, ChannelForm(), form, {})
    try:
        _made, secret = make_feed(by=desk.viewer, council=desk.council, note=form.cleaned_data["note"], at=desk.at)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, ChannelForm(), form, {})
    address = request.build_absolute_uri(reverse("opened_warnings:feed", args=[secret]))
    return _page(request, desk, ChannelForm(), FeedForm(), {"feed_address": address})


@require_POST
def shut(request: HttpRequest, code: str, feed: int) -> HttpResponse:
    """Shut a feed."""
    desk = leading_out(request, code)
    found = open_feeds(desk.council).filter(pk=feed).first()
    if found is None:
        raise missing("feed")
    shut_feed(by=desk.viewer, feed=found, at=desk.at)
    messages.success(request, _("The feed has been shut. Its address shows nothing any more."))
    return redirect("warn:channels", code)


def _channel(desk: Desk, number: int) -> Channel:
    found = present_channels(desk.council).select_related("council").filter(pk=number).first()
    if found is None:
        raise missing("address")
    return found


def _page(
    request: HttpRequest, desk: Desk, form: ChannelForm, feed_form: FeedForm, more: dict[str, object]
) -> HttpResponse:
    context = {
        **desk.context,
        **more,
        "form": form,
        "feed_form": feed_form,
        "channels": list(present_channels(desk.council)),
        "feeds": list(open_feeds(desk.council)),
    }
    has_errors = bool(form.errors or feed_form.errors)
    return render(request, "warn/notices/channels.html", context, status=422 if has_errors else 200)


PATHS = [
    path("channels/", channels, name="channels"),
    path("channels/<int:channel>/remove/", remove, name="remove_channel"),
    path("channels/<int:channel>/test/", test, name="test_channel"),
    path("channels/feeds/", feed, name="make_feed"),
    path("channels/feeds/<int:feed>/shut/", shut, name="shut_feed"),
]
