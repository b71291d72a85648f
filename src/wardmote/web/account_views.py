"""How do people get in, where allauth's own pages aren't quite what we promise?"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import RequestLoginCodeView, SignupView
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect.views import login as openid_connect_login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


class StartsAfresh:
    """Forgets a half-finished sign-in, so that the page always shows its own question.

    Without it a person who registered twice, and was told by e-mail to sign in instead, would be sent
    back to the page that waits for a code which never comes.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Answer the request."""
        if not request.user.is_authenticated:
            clear_login(request)
        answer: HttpResponse = super().dispatch(request, *args, **named)  # type: ignore[misc]
        return answer


@method_decorator(login_not_required, name="dispatch")
class SignIn(StartsAfresh, RequestLoginCodeView):
    """The sign-in page: an address, to which a code goes."""

    template_name = "account/login.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Offer single sign-on where this installation has it."""
        return super().get_context_data(**context) | {"single_sign_on": offer_single_sign_on(self.request)}


@method_decorator(login_not_required, name="dispatch")
class SignUp(StartsAfresh, SignupView):
    """The registration page: a name and a work address."""


def offer_single_sign_on(request: HttpRequest) -> dict[str, str] | None:
    """Return the name and address of the one provider that the settings name, if any."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    for one in providers.get("openid_connect", {}).get("APPS", []):
        address = reverse("openid_connect_login", kwargs={"provider_id": one["provider_id"]})
        return {"name": one["name"], "url": passthrough_next_redirect_url(request, address, "next")}
    return None


@login_not_required
@require_safe
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send a person to their organisation's sign-in, never to connect an account to one that is signed in.

    It starts from a link, because the content security policy lets no form lead to another host. A link
    can be followed against a person's will, so it may only sign in.
    """
    if "process" in request.GET:
        raise Http404
    answer: HttpResponse = openid_connect_login(request, provider_id)
    return answer


class SecondStep(AuthenticateView):
    """The page that asks for the second factor at sign-in."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Say which kinds of second factor the person has."""
        kinds = Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        return super().get_context_data(**context) | {"kinds": set(kinds)}


class CountsAsProof:
    """Takes a factor that was just set up as freshly proven, so that its recovery codes show at once."""

    request: HttpRequest
    kind: Authenticator.Type

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the factor up, then note that the person has just used it."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        newest = Authenticator.objects.filter(user_id=self.request.user.pk, type=self.kind).latest("pk")
        post_authentication(self.request, newest, reauthenticated=True)
        return answer


class SetUpApp(CountsAsProof, ActivateTOTPView):
    """The page on which an authenticator app is set up."""

    kind = Authenticator.Type.TOTP


class AddPasskey(CountsAsProof, AddWebAuthnView):
    """The page on which a passkey is made."""

    kind = Authenticator.Type.WEBAUTHN


class RemovePasskey(RemoveWebAuthnView):
    """The page on which a passkey is removed, unless the person's access rests on it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the passkey or say why not (allauth asks the adapter for apps only)."""
        adapter = get_second_factor_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            return self.render_to_response(self.get_context_data(form=form))
        answer: HttpResponse = super().form_valid(form)
        return answer


class PasskeyAgain(ReauthenticateWebAuthnView):
    """The page that asks for a passkey before something delicate."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Ask again on the same page."""
        return self.render_to_response(self.get_context_data())


def where_one_can_prove(view: View) -> View:
    """Send people without a second factor to where they can set one up: they have nothing to prove with."""

    @login_required
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not get_adapter().get_reauthentication_methods(request.user):
            return redirect("mfa_index")
        return view(request, *args, **named)

    return guarded


@where_one_can_prove
def prove_again(request: HttpRequest) -> HttpResponse:
    """Send a person to the way of proving who they are that they have."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    return HttpResponseRedirect(passthrough_next_redirect_url(request, ways[0]["url"], "next"))
