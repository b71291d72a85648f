"""A question to the others, something to share, or a report to those who run the WARP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.kernel.request_sizes import takes_files_of

from ...actions.say_post import Where, say_post
from ...models import Post, PostKind
from ...post_forms import PostForm, ReportForm
from ...queries.sharing_access import Table, sharing
from ...sharing_requests import said_in, uploads_in
from ...stripping import LARGEST_MB, MOST_FILES


@takes_files_of(LARGEST_MB * MOST_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, code: str, kind: PostKind) -> HttpResponse:
    """Ask what is said, how far it may travel and whether it is said in the body's name; keep it."""
    table = sharing(request, code)
    if not table.can_say:
        raise Denied(_("You can read this. Ask your cyber lead to make you a contributor if you should take part."))
    form = (ReportForm if kind == PostKind.REPORT else PostForm)(request.POST or None, places=table.places)
    if request.method == "POST" and form.is_valid():
        try:
            post = _said(request, table, kind, form)
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
        else:
            if post is not None:
                messages.success(request, _("Done. Those whom it is for can see it now."))
                return redirect("sharing:post", code, post.pk)
    context = {**table.context, "form": form, "kind": kind, "most_files": MOST_FILES, "largest_mb": LARGEST_MB}
    return render(request, "warn/sharing/say.html", context, status=422 if form.errors else 200)


def _said(request: HttpRequest, table: Table, kind: PostKind, form: PostForm) -> Post | None:
    place = table.place(form.cleaned_data["place"])
    said = said_in(form, table, place)
    if said is None:
        return None
    where = Where(kind, place.owner, place.circle)
    return say_post(
        by=table.viewer, body=table.council, where=where, said=said, uploads=uploads_in(request), at=table.at
    )


PATHS = [
    path("ask/", say, {"kind": PostKind.QUESTION}, name="ask"),
    path("share/", say, {"kind": PostKind.NEWS}, name="share"),
    path("report/", say, {"kind": PostKind.REPORT}, name="report"),
]
