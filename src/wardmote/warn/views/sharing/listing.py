"""What do we and others ask and share?"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import PostKind
from ...post_forms import LONGEST_SEARCH
from ...queries.post_lines import lines_of
from ...queries.posts import posts_found
from ...queries.sharing_access import sharing

PAGE_SIZE = 30
KINDS = (PostKind.QUESTION, PostKind.NEWS, PostKind.REPORT)


@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the person may see, the newest first."""
    table = sharing(request, code)
    words = request.GET.get("words", "").strip()[:LONGEST_SEARCH]
    kind = request.GET.get("kind", "")
    found = posts_found(table.posts.filter(kind__in=[kind] if kind in KINDS else KINDS), words)
    page = Paginator(found.order_by("-said_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    kept = {key: value for key, value in (("words", words), ("kind", kind if kind in KINDS else "")) if value}
    context = {
        **table.context,
        "page": page,
        "lines": lines_of(table, page.object_list),
        "words": words,
        "kind": kept.get("kind", ""),
        "kept": kept,
        "kinds": [("", _("All")), *[(k.value, k.label) for k in KINDS]],
        "here": reverse("sharing:listing", args=[code]),
    }
    return render(request, "warn/sharing/listing.html", context)


PATHS = [path("", listing, name="listing")]
