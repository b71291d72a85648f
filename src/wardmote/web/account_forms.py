"""What do the sign-in forms ask, and in which words do they ask again?

They live apart from the adapters because allauth's own forms import those while they load.
"""

from typing import Any

from allauth.account.fields import EmailField
from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.forms import SignupForm as RegistrationForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

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
