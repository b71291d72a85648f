"""Which programs may act for this person?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.kernel.denial import Denied

from ..actions.issue_token import issue_token
from ..actions.revoke_token import revoke_token
from ..forms import SCOPE_WORDS, TokenForm
from ..queries.access import moment_of, viewer_of
from ..queries.people import tokens_of


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the person's tokens and make new ones; a new token's text is on the answer to its making only."""
    viewer = viewer_of(request)
    form = TokenForm(request.POST or None, initial={"days": "90"})
    context: dict[str, object] = {"form": form, "words": SCOPE_WORDS, "now": moment_of(request)}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            token, text = issue_token(
                by=viewer, name=asked["name"], scopes=asked["scopes"], days=int(asked["days"]), at=moment_of(request)
            )
            context |= {"fresh": token, "text": text, "form": TokenForm(initial={"days": "90"})}
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
    context["tokens"] = tokens_of(viewer.person)
    return render(request, "register/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one of the person's tokens useless."""
    revoke_token(by=viewer_of(request), token_id=pk, at=moment_of(request))
    messages.success(request, _("The token has been revoked."))
    return redirect("register:tokens")
