"""How do people register, and which addresses may?"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wardmote.kernel.letters import write_letter
from wardmote.kernel.moments import now, today
from wardmote.register.models import Person
from wardmote.register.public import councils_for_email, is_invited, second_factor_rests_on


class AccountAdapter(DefaultAccountAdapter):
    """Registration is for people whose address a council or an invitation vouches for."""

    def clean_email(self, email: str) -> str:
        """Refuse an address that no council's domain covers and nobody invited; whether it has an account is not said."""
        address = super().clean_email(email).lower()
        is_signing_up = self.request is not None and self.request.path.endswith("/signup/")
        if is_signing_up and not councils_for_email(address, today()) and not is_invited(address, now()):
            raise ValidationError(
                _(
                    "That address isn't under a council's domain that we know. Use your work e-mail, or ask your "
                    "council's cyber lead to invite this address."
                )
            )
        return address

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the message to the letter box, so that a job sends it and a crash can't lose it."""
        message = self.render_mail(template_prefix, email, context)
        text = message.body if isinstance(message.body, str) else str(message.body)
        write_letter(to=email, subject=str(message.subject), text=text, at=now())


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on: the organisation's own directory vouches for the address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Let in whoever could have registered by e-mail."""
        address = (sociallogin.user.email or "").lower()
        return bool(councils_for_email(address, today())) or is_invited(address, now())


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP and passkeys."""

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the last second factor of a person whose roles ask for one."""
        if not super().can_delete_authenticator(authenticator):
            return False
        return not second_factor_rests_on(authenticator, today())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the service that a passkey is for."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        entity["name"] = "Wardmote"
        return entity


class NameForm(forms.Form):
    """What registration asks besides the address."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Keep the name that the person gave."""
        if isinstance(user, Person):
            user.name = self.cleaned_data["name"].strip()
            user.save(update_fields=["name"])
