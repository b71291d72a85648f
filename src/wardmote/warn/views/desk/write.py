"""What do we say to our members: written from a story or from nothing, changed, corrected, and sent?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied

from ...actions.ask_for_second_eyes import ask_for_second_eyes
from ...actions.correct_bulletin import correct_bulletin
from ...actions.publish_bulletin import publish_bulletin
from ...actions.write_bulletin import ChangedMeanwhile, write_bulletin
from ...desk_forms import BulletinForm, initial_of
from ...models import Audience, Bulletin, BulletinState, Priority, Story
from ...queries.bulletins import (
    as_corrected,
    bulletin_of,
    has_circles,
    needs_second_eyes,
    waiting_correction,
    wording_about,
)
from ...queries.desk_access import Bench, running
from ...queries.queue import story_of

LONGEST_NUMBER = 15


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Write a warning; `?story=` fills it in from what is known of one."""
    bench = running(request, code)
    number = request.GET.get("story", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    about = story_of(int(number)) if is_number else None
    if request.method == "POST":
        return _keep(request, bench, BulletinForm(request.POST, owner=bench.owner), None, about)
    said = initial_of(wording_about(bench, about)) if about else _usual()
    return _page(request, bench, BulletinForm(initial=said, owner=bench.owner), None, about)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Change a draft, or correct what is out."""
    bench = running(request, code)
    bulletin = bulletin_of(bench, number)
    if bulletin.state == BulletinState.WITHDRAWN:
        return redirect("desk:bulletin", bench.owner.code, bulletin.pk)
    corrects = bulletin.state == BulletinState.PUBLISHED
    if request.method == "POST":
        form = BulletinForm(request.POST, owner=bench.owner, corrects=corrects)
        return _keep(request, bench, form, bulletin, bulletin.about)
    form = BulletinForm(initial=_said_of(bulletin), owner=bench.owner, corrects=corrects)
    return _page(request, bench, form, bulletin, bulletin.about)


def _keep(
    request: HttpRequest, bench: Bench, form: BulletinForm, bulletin: Bulletin | None, about: Story | None
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, bench, form, bulletin, about, status=422)
    try:
        kept = _save(bench, form, bulletin, about)
    except ChangedMeanwhile as meanwhile:
        return _compare(request, bench, meanwhile)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, bench, form, bulletin, about, status=422 if refusal.status == 403 else refusal.status)
    return _go_on(request, bench, kept)


def _save(bench: Bench, form: BulletinForm, bulletin: Bulletin | None, about: Story | None) -> Bulletin:
    revision = form.cleaned_data["revision"] or 0
    if bulletin and "correction" in form.fields:
        return correct_bulletin(
            by=bench.viewer,
            bulletin=bulletin,
            wording=form.wording(bulletin),
            correction=form.cleaned_data["correction"],
            revision=revision,
            at=bench.at,
        )
    return write_bulletin(
        by=bench.viewer,
        owner=bench.owner,
        wording=form.wording(),
        bulletin=bulletin,
        revision=revision,
        about=about,
        at=bench.at,
    )


def _go_on(request: HttpRequest, bench: Bench, kept: Bulletin) -> HttpResponse:
    """Publish it, or ask a colleague, where that was pressed; else show what councils would read."""
    go = request.POST.get("go", "")
    try:
        if waiting_correction(kept):
            says = _("The correction waits for a second pair of eyes. What is out stands until then.")
            messages.success(request, says)
        elif kept.state == BulletinState.PUBLISHED:
            messages.success(request, _("Corrected. Those who got it hear of it."))
        elif go == "publish":
            publish_bulletin(by=bench.viewer, bulletin=kept, revision=kept.revision, at=bench.at)
            messages.success(request, _("Published. Those whom it is for are being told."))
        elif go == "check":
            ask_for_second_eyes(by=bench.viewer, bulletin=kept, revision=kept.revision, at=bench.at)
            messages.success(request, _("Saved. It waits for a second pair of eyes."))
        else:
            messages.success(request, _("Saved."))
    except Denied as refusal:
        messages.error(request, refusal.sentence)
    return redirect("desk:bulletin", bench.owner.code, kept.pk)


def _compare(request: HttpRequest, bench: Bench, meanwhile: ChangedMeanwhile) -> HttpResponse:
    """Show both; the person's own words are in the form, made from the colleague's revision now."""
    theirs = as_corrected(bulletin_of(bench, meanwhile.theirs.pk))
    sent = request.POST.copy()
    sent["revision"] = str(theirs.revision)
    form = BulletinForm(sent, owner=bench.owner, corrects=theirs.state == BulletinState.PUBLISHED)
    form.is_valid()
    form.add_error(None, meanwhile.sentence)
    return _page(request, bench, form, theirs, theirs.about, status=409, theirs=theirs)


def _page(
    request: HttpRequest,
    bench: Bench,
    form: BulletinForm,
    bulletin: Bulletin | None,
    about: Story | None,
    status: int = 200,
    theirs: Bulletin | None = None,
) -> HttpResponse:
    context = {
        **bench.context,
        "form": form,
        "bulletin": bulletin,
        "about": about,
        "theirs": theirs,
        "has_circles": has_circles(bench),
        "needs_second_eyes": needs_second_eyes(bench),
    }
    return render(request, "warn/desk/write.html", context, status=status)


def _said_of(bulletin: Bulletin) -> dict[str, object]:
    """Return what the form shows: a draft, what is out, or the correction of it that waits."""
    waiting = waiting_correction(bulletin)
    said = initial_of(as_corrected(bulletin))
    return said | {"correction": waiting.correction} if waiting else said


def _usual() -> dict[str, object]:
    return {"label": Label.GREEN.value, "audience": Audience.EVERYONE.value, "priority": Priority.SOON.value}


PATHS = [path("write/", write, name="write"), path("bulletins/<int:number>/edit/", edit, name="edit")]
