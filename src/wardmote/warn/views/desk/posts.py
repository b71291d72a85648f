"""What do our members ask, share and report? Of what names nobody, the body is told to those who run the WARP only."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import PostKind
from ...post_forms import LONGEST_SEARCH
from ...queries.desk_access import running
from ...queries.desk_posts import desk_lines, desk_posts
from ...queries.posts import posts_found

PAGE_SIZE = 30
KINDS = (PostKind.REPORT, PostKind.QUESTION, PostKind.NEWS)


@require_safe
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """Show what waits for those who run the WARP first, then the newest."""
    bench = running(request, code)
    words, kind = request.GET.get("words", "").strip()[:LONGEST_SEARCH], request.GET.get("kind", "")
    found = posts_found(desk_posts(bench, [kind] if kind in KINDS else KINDS), words)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = {key: value for key, value in (("words", words), ("kind", kind if kind in KINDS else "")) if value}
    context = {
        **bench.context,
        "page": page,
        "lines": desk_lines(bench, page.object_list),
        "words": words,
        "kind": kept.get("kind", ""),
        "kept": kept,
        "kinds": [("", _("All")), *[(k.value, k.label) for k in KINDS]],
        "here": reverse("desk:posts", args=[code]),
    }
    return render(request, "warn/desk/posts.html", context)


PATHS = [path("posts/", posts, name="posts")]
