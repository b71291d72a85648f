"""Which sign-in pages are there, at which addresses, and where do they differ from allauth's own?

The list is ours: allauth's would bring pages for passwords and e-mail addresses that we don't have. The names
are allauth's, because it looks its pages up by them. Forms and views are here and not beside the adapters
because allauth's forms import the adapters' module while they load.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.forms import SignupForm as RegistrationForm
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import RequestLoginCodeView, SignupView
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.base import views as second_factor
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount import views as elsewhere
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.socialaccount.providers.openid_connect.views import login as openid_connect_login
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic.base import RedirectView

LONGEST_ADDRESS = 254
LONGEST_CODE = 32
MFA_PERIOD_S = 30
ADDRESS_ERRORS = {
    "required": _("Type your work e-mail address"),
    "invalid": _("Type an e-mail address like name@council.gov.uk"),
    "max_length": _("That address is too long. Check it for mistakes."),
}

WRONG_FIRST_CODE = _(
    "That code isn't right. Type the next one that the app shows. If that fails too, check your phone's clock."
)


def code_field(required: Any) -> forms.CharField:
    """Return a field for a code of digits."""
    too_long = _("That is too long to be a code. Type only its digits.")
    return forms.CharField(
        label=_("Code"), max_length=LONGEST_CODE, error_messages={"required": required, "max_length": too_long}
    )


class SignInForm(RequestLoginCodeForm):
    """Asks for the address that a code should go to."""

    email = EmailField(label=_("Work e-mail"), max_length=LONGEST_ADDRESS, error_messages=ADDRESS_ERRORS)


class SignUpForm(RegistrationForm):
    """Asks for a name and a work address."""

    field_order = ("name", "email")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"] = EmailField(
            label=_("Work e-mail"), max_length=LONGEST_ADDRESS, error_messages=ADDRESS_ERRORS
        )


class SignInCodeForm(ConfirmLoginCodeForm):
    """Asks for the code that was sent to a person who signs in."""

    code = code_field(_("Type the code from the e-mail"))


class ConfirmAddressForm(ConfirmEmailVerificationCodeForm):
    """Asks for the code that was sent to a person who registers."""

    code = code_field(_("Type the code from the e-mail"))


class TakesEachCodeOnce:
    """Refuses a code for as long as it would otherwise be good a second time."""

    user: AbstractBaseUser

    def clean_code(self) -> str:
        """Return the code if it is right and new (allauth forgets an app's code after a single step)."""
        code: str = super().clean_code()  # type: ignore[misc]
        good_for_s = MFA_PERIOD_S * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        key = f"second-factor-used:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(key, True, timeout=good_for_s):
            raise get_second_factor_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(TakesEachCodeOnce, AuthenticateForm):
    """Asks for an app's code or a recovery code at sign-in."""

    code = code_field(_("Type the code from your app, or a recovery code"))


class SecondFactorAgainForm(TakesEachCodeOnce, ReauthenticateForm):
    """Asks for an app's code or a recovery code before something delicate."""

    code = code_field(_("Type the code from your app, or a recovery code"))


class SetUpAppForm(ActivateTOTPForm):
    """Asks for the first code of a new authenticator app."""

    code = code_field(_("Type the 6 digits that your app shows now"))

    def clean_code(self) -> str:
        """Return the code, or say what to try (there are no recovery codes yet to speak of)."""
        try:
            return str(super().clean_code())
        except forms.ValidationError as refusal:
            if refusal.code != "incorrect_code":
                raise
            raise forms.ValidationError(WRONG_FIRST_CODE, code=refusal.code) from refusal


class AddPasskeyForm(AddWebAuthnForm):
    """Takes a new passkey from the browser."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what isn't a passkey (allauth lets some malformed answers through as faults)."""
        try:
            return dict(super().clean())
        except ValueError as fault:
            raise get_second_factor_adapter().validation_error("incorrect_code") from fault


class RenamePasskeyForm(EditWebAuthnForm):
    """Asks for a passkey's new name."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Type a name, for example “Work laptop”")}
    )


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


to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))
to_second_factor = login_required(RedirectView.as_view(pattern_name="mfa_index"))

entrance = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("signup/", SignUp.as_view(), name="account_signup"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", prove_again, name="account_reauthenticate"),
    # Names that allauth reverses, of pages that there are no passwords or second addresses for.
    path("login/code/", to_sign_in, name="account_request_login_code"),
    path("password/reset/", to_sign_in, name="account_reset_password"),
    path("password/change/", to_sign_in, name="account_change_password"),
    path("password/set/", to_sign_in, name="account_set_password"),
    path("email/", to_second_factor, name="account_email"),
    path("connections/", to_second_factor, name="socialaccount_connections"),
]

second_factors = [
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/authenticate/", SecondStep.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", where_one_can_prove(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/app/", SetUpApp.as_view(), name="mfa_activate_totp"),
    path("2fa/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        where_one_can_prove(PasskeyAgain.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]

by_single_sign_on = [
    path("oidc/<slug:provider_id>/login/", single_sign_on, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", openid_connect.callback, name="openid_connect_callback"),
    path("oidc/signup/", elsewhere.signup, name="socialaccount_signup"),
    path("oidc/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/error/", elsewhere.login_error, name="socialaccount_login_error"),
]

urlpatterns = [*entrance, *second_factors, *by_single_sign_on]
