"""Does somebody's access rest on this one second factor?"""

from datetime import date

from allauth.mfa.models import Authenticator

from .viewers import find_viewer

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factor_rests_on(authenticator: Authenticator, day: date) -> bool:
    """Say whether removing this authenticator would leave a role that needs one without it."""
    if authenticator.type not in STRONG or not find_viewer(authenticator.user, day).needs_second_factor:
        return False
    others = Authenticator.objects.filter(user=authenticator.user, type__in=STRONG).exclude(pk=authenticator.pk)
    return not others.exists()
