"""Which invitations are open?"""

from datetime import datetime

from wardmote.kernel.viewer import seeing_as_system

from ..models import Invitation


def is_invited(email: str, at: datetime) -> bool:
    """Say whether an open invitation waits for this address."""
    with seeing_as_system():
        return Invitation.objects.filter(
            email=email.lower(), accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
        ).exists()
