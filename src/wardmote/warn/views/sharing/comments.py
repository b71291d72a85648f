"""What do we and others say to a warning of the WARP's own?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.request_sizes import takes_files_of

from ...actions.say_post import comment_on
from ...models import PostKind
from ...post_forms import TextForm
from ...queries.post_lines import lines_of
from ...queries.sharing_access import sharing
from ...sharing_requests import said_in, uploads_in
from ...stripping import LARGEST_MB, MOST_FILES


@takes_files_of(LARGEST_MB * MOST_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what was said to it; keep another comment."""
    table = sharing(request, code)
    bulletin = table.bulletins.select_related("owner", "circle").filter(pk=number).first()
    if bulletin is None:
        raise missing("warning")
    form = TextForm(request.POST or None, least=Label(bulletin.label))
    if request.method == "POST" and form.is_valid():
        said = said_in(form, table, table.place_of(bulletin))
        try:
            if said is not None:
                comment_on(
                    by=table.viewer,
                    body=table.council,
                    bulletin=bulletin,
                    said=said,
                    uploads=uploads_in(request),
                    at=table.at,
                )
                messages.success(request, _("Your comment is there."))
                return redirect("sharing:comments", code, bulletin.pk)
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
    said_before = table.posts.filter(bulletin=bulletin, kind=PostKind.COMMENT).order_by("said_at", "pk")
    context = {
        **table.context,
        "bulletin": bulletin,
        "tlp": Label(bulletin.label).written,
        "answers": lines_of(table, said_before),
        "form": form,
        "most_files": MOST_FILES,
        "largest_mb": LARGEST_MB,
    }
    return render(request, "warn/sharing/comments.html", context, status=422 if form.errors else 200)


PATHS = [path("bulletins/<int:number>/", comments, name="comments")]
