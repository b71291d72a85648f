"""What was asked or shared, what was answered, and what do we say?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.kernel.request_sizes import takes_files_of

from ...actions.say_post import answer_post
from ...models import Post, PostKind
from ...post_forms import TextForm
from ...queries.post_lines import lines_of
from ...queries.sharing_access import Table, sharing
from ...sharing_requests import said_in, uploads_in
from ...stripping import LARGEST_MB, MOST_FILES


@takes_files_of(LARGEST_MB * MOST_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show it with its answers; keep another answer."""
    table = sharing(request, code)
    found = table.post(number)
    form = TextForm(request.POST or None, least=Label(found.label))
    if request.method == "POST" and form.is_valid():
        said = said_in(form, table, table.place_of(found))
        try:
            if said is not None:
                answer_post(
                    by=table.viewer,
                    body=table.council,
                    question=found,
                    said=said,
                    uploads=uploads_in(request),
                    at=table.at,
                )
                messages.success(request, _("Your answer is there."))
                return redirect("sharing:post", code, found.pk)
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "warn/sharing/post.html", _context(table, found, form), status=422 if form.errors else 200)


def _context(table: Table, found: Post, form: TextForm) -> dict[str, object]:
    answers = table.posts.filter(belongs_to=found).order_by("said_at", "pk")
    may_keep = table.is_mine(found) or table.runs(found)
    is_up = found.taken_down_at is None
    can_answer = found.kind in (PostKind.QUESTION, PostKind.NEWS)
    settles = table.runs(found) if found.kind == PostKind.REPORT else may_keep and found.kind == PostKind.QUESTION
    return {
        **table.context,
        "line": lines_of(table, [found])[0],
        "answers": lines_of(table, answers),
        "may_keep": may_keep and is_up,
        "may_settle": settles and is_up and found.settled_at is None,
        "may_answer": table.can_say and is_up and can_answer,
        "runs": table.runs(found),
        "form": form,
        "most_files": MOST_FILES,
        "largest_mb": LARGEST_MB,
    }


PATHS = [path("<int:number>/", post, name="post")]
