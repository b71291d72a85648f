"""Who may register, in which words are people refused, and how does their mail leave?"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wardmote.kernel.letters import in_one_line, write_letter
from wardmote.kernel.moments import now, today
from wardmote.kernel.sealing import seal, unseal
from wardmote.register.models import Person
from wardmote.register.public import councils_for_email, domain_of, is_invited, second_factor_rests_on

SEALED_FOR = "second factor"


class AccountAdapter(DefaultAccountAdapter):
    """Registration is for people whose address a council or an invitation vouches for."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("That isn't the code that we sent. Type the digits from the newest e-mail."),
        "too_many_login_attempts": gettext_lazy("That was too many tries. Wait five minutes, then start again."),
        "rate_limited": gettext_lazy("That was too many tries. Wait a minute, then try again."),
        "email_taken": gettext_lazy("You already have an account. Sign in instead."),
    }

    def clean_email(self, email: str) -> str:
        """Refuse an address that no council's domain covers and nobody invited, registered or not."""
        address: str = super().clean_email(email).lower()
        is_signing_up = self.request is not None and self.request.path.endswith("/signup/")
        if is_signing_up and not may_register(address):
            raise ValidationError(
                _(
                    "That address isn't under a council's domain that we know. Use your work e-mail, or ask "
                    "your council's cyber lead to invite this address."
                )
            )
        return address

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **about: Any) -> HttpResponse | None:
        """Take the code that somebody just typed as proof of their address, so that we ask for no second one.

        People whom an administrator or an import made have no address on allauth's own list until now.
        """
        address = about.get("email")
        records = get_authentication_records(request, user)
        if address and any((one["method"], one.get("email")) == ("code", address) for one in records):
            EmailAddress.objects.get_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
        answer: HttpResponse | None = super().pre_login(request, user, **about)
        return answer

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the message to the letter box, so that a job sends it and a crash can't lose it."""
        about = {
            "email": email,
            "sign_in_url": self.request.build_absolute_uri(reverse("account_login")),
            "security_url": self.request.build_absolute_uri(reverse("mfa_index")),
            "sign_in_minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
            "confirm_minutes": settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60,
        }
        message = self.render_mail(template_prefix, email, {**about, **context})
        write_letter(to=email, subject=str(message.subject), text=f"{message.body}\n", at=now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what changed about how they sign in, whether or not allauth lists their address."""
        address = email or (user.email if isinstance(user, Person) else None)
        super().send_notification_mail(template_prefix, user, context, address)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on: the organisation's own directory vouches for the address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Let in whoever could have registered by e-mail; without an address, a page asks for it and checks."""
        address = (sociallogin.user.email or "").lower()
        return not address or (is_vouched_for(address) and may_register(address))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Keep the name that the directory gives, and addresses in lower case as everywhere."""
        person = super().populate_user(request, sociallogin, data)
        person.name = in_one_line(str(data.get("name") or ""))[:120]
        person.email = person.email.lower()
        return person


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "That code isn't right. Type the 6 digits that your app shows now, or a recovery code that you "
            "haven't used yet."
        ),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor and this is your only one. Set up another before you remove it."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes come with a second factor. Set up an authenticator app or a passkey first."
        ),
        "unverified_email": gettext_lazy(
            "Confirm your e-mail address first: sign out, then sign in again with an e-mailed code."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Keep secrets of second factors sealed, so that a copy of the database alone opens nothing."""
        return seal(text, SEALED_FOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; it needs the installation's own secret key."""
        return unseal(encrypted_text, SEALED_FOR)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of a person whose roles ask for one."""
        return not second_factor_rests_on(authenticator, today())

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """Suggest a name for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the service that a passkey is for."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Wardmote"}


def is_vouched_for(address: str) -> bool:
    """Say whether the single sign-on provider may speak for the address's domain."""
    domain = domain_of(address)
    return any(domain == known or domain.endswith(f".{known}") for known in settings.SINGLE_SIGN_ON_DOMAINS)


def may_register(address: str) -> bool:
    """Say whether a council's domain covers the address or an open invitation waits for it."""
    return bool(councils_for_email(address, today())) or is_invited(address, now())


class NameForm(forms.Form):
    """What registration asks besides the address."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Type your name")},
    )

    def signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Keep the name that the person gave."""
        if isinstance(user, Person):
            user.name = in_one_line(self.cleaned_data["name"])
            user.save(update_fields=["name"])
