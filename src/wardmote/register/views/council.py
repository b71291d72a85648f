"""What is this council, on a given day?"""

import rules
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wardmote.kernel.moments import read_as_at

from ..queries.bodies import body_page, find_body
from ..queries.domains import councils_for_email
from ..queries.scope import is_shown_to


@login_not_required
@require_safe
def council(request: HttpRequest, code: str) -> HttpResponse:
    """Show a body's dated facts, and to its own people the way to their pages."""
    viewer = getattr(request, "viewer", None)
    demonstration = viewer is not None and viewer.person.is_demonstration
    body = find_body(code, demonstration=demonstration)
    page = body_page(body, read_as_at(request.GET.get("as_at")))
    may_join = (
        viewer is not None
        and not viewer.roles_in(body.pk)
        and body in councils_for_email(viewer.person.email, page.as_at, demonstration)
    )
    context = {
        "page": page,
        "roles": viewer.roles_in(body.pk) if viewer else frozenset(),
        "belongs": viewer is not None and rules.test_rule("register.belong_inside", viewer, body),
        "manages": viewer is not None and rules.test_rule("register.manage_members", viewer, body),
        "may_join": may_join,
        "shows_result": viewer is not None and is_shown_to(viewer.person, body, page.as_at),
        "is_demonstration": demonstration,
    }
    return render(request, "register/council.html", context)
