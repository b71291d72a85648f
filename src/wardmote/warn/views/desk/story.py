"""Which products does a story concern, where no machine can tell, or is there nothing to do about it?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.kernel.denial import Denied

from ...actions.say_products import say_products
from ...actions.settle_story import settle_story
from ...desk_forms import ProductsForm
from ...queries.desk_access import running
from ...queries.notices import statements_shown
from ...queries.queue import line_of_story, story_of


@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a story with who tells it; take down a product that it concerns."""
    bench = running(request, code)
    found = story_of(number)
    form = ProductsForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                say_products(by=bench.viewer, owner=bench.owner, story=found, concerned=form.concerned(), at=bench.at)
            except Denied as refusal:
                form.add_error(None, refusal.sentence)
                status = refusal.status
            else:
                messages.success(request, _("Saved. Councils that run it are being warned."))
                return redirect("desk:queue", bench.owner.code)
    told = statements_shown().filter(story=found)
    context = {**bench.context, "line": line_of_story(bench, found), "told": told, "form": form}
    return render(request, "warn/desk/story.html", context, status=status)


@require_POST
def settle(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a story out of the editors' queue."""
    bench = running(request, code)
    try:
        settle_story(by=bench.viewer, owner=bench.owner, story=story_of(number), at=bench.at)
    except Denied as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("It doesn't wait any more."))
    return redirect("desk:queue", bench.owner.code)


PATHS = [
    path("stories/<int:number>/", story, name="story"),
    path("stories/<int:number>/settle/", settle, name="settle"),
]
