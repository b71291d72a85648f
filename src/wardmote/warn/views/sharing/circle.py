"""Who is in a circle with us, and by which rule do we speak there?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing

from ...queries.circles import members_named
from ...queries.sharing_access import sharing


@require_safe
def circle(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the circle to the bodies that are in it, and to those who run it."""
    table = sharing(request, code)
    place = next((place for place in table.places if place.circle and place.circle.pk == number), None)
    if place is None or place.circle is None:
        raise missing("circle")
    context = {
        **table.context,
        "place": place,
        "circle": place.circle,
        "members": members_named(place.circle, table.day),
    }
    return render(request, "warn/sharing/circle.html", context)


PATHS = [path("circles/<int:number>/", circle, name="circle")]
