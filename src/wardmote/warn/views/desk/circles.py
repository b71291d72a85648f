"""Which circles do we keep, who is in each, and by which rule do they speak?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.kernel.denial import Denied, missing
from wardmote.register.models import Body

from ...actions.add_to_circle import add_to_circle
from ...actions.change_circle import change_circle
from ...actions.close_circle import close_circle
from ...actions.leave_circle import leave_circle
from ...actions.open_circle import open_circle
from ...models import Circle
from ...post_forms import CircleForm
from ...queries.circles import circles_owned, could_join, members_named
from ...queries.desk_access import Bench, running


@require_http_methods(["GET", "HEAD", "POST"])
def circles(request: HttpRequest, code: str) -> HttpResponse:
    """Show the circles; open another."""
    bench = running(request, code)
    form = CircleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_circle(by=bench.viewer, owner=bench.owner, at=bench.at, **form.cleaned_data)
        except Denied as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, _("Opened. Now say who is in it."))
            return redirect("desk:circle", code, opened.pk)
    context = {**bench.context, "circles": circles_owned(bench.owner), "form": form}
    return render(request, "warn/desk/circles.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def circle(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a circle; keep another name or rule."""
    bench = running(request, code)
    found = _circle(bench, number)
    initial = {"name": found.name, "is_chatham_house": found.is_chatham_house}
    form = CircleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_circle(by=bench.viewer, circle=found, at=bench.at, **form.cleaned_data)
        except Denied as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:circle", code, found.pk)
    return _page(request, bench, found, form)


@require_POST
def add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a body in."""
    bench = running(request, code)
    found = _circle(bench, number)
    body = _body(bench, request.POST.get("body", ""))
    add_to_circle(by=bench.viewer, circle=found, body=body, at=bench.at)
    messages.success(request, _("It is in the circle now."))
    return redirect("desk:circle", code, found.pk)


@require_POST
def take_out(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a body out."""
    bench = running(request, code)
    found = _circle(bench, number)
    leave_circle(by=bench.viewer, circle=found, body=_body(bench, request.POST.get("body", "")), at=bench.at)
    messages.success(request, _("It is out of the circle."))
    return redirect("desk:circle", code, found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask once more, then close the circle."""
    bench = running(request, code)
    found = _circle(bench, number)
    if request.method == "POST":
        close_circle(by=bench.viewer, circle=found, at=bench.at)
        messages.success(request, _("The circle is closed."))
        return redirect("desk:circles", code)
    return render(request, "warn/desk/close_circle.html", {**bench.context, "circle": found})


def _circle(bench: Bench, number: int) -> Circle:
    found = Circle.objects.select_related("owner").filter(pk=number, owner=bench.owner, closed_at__isnull=True).first()
    if found is None:
        raise missing("circle")
    return found


def _body(bench: Bench, code: str) -> Body:
    found = Body.objects.filter(code=code.replace("\x00", "?"), is_demonstration=bench.owner.is_demonstration).first()
    if found is None:
        raise missing("organisation")
    return found


def _page(request: HttpRequest, bench: Bench, found: Circle, form: forms.Form) -> HttpResponse:
    context = {
        **bench.context,
        "circle": found,
        "form": form,
        "members": members_named(found, bench.day),
        "others": could_join(found, bench.day),
    }
    return render(request, "warn/desk/circle.html", context, status=422 if form.errors else 200)


PATHS = [
    path("circles/", circles, name="circles"),
    path("circles/<int:number>/", circle, name="circle"),
    path("circles/<int:number>/add/", add, name="circle_add"),
    path("circles/<int:number>/take-out/", take_out, name="circle_take_out"),
    path("circles/<int:number>/close/", close, name="circle_close"),
]
