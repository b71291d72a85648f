"""A person makes one of their tokens useless."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.kernel.denial import missing

from ..models import ApiToken
from ..queries.viewers import Viewer


def revoke_token(*, by: Viewer, token_id: int, at: datetime) -> None:
    """Revoke the person's own token; anybody else's isn't there."""
    with transaction.atomic():
        revoked = ApiToken.objects.filter(pk=token_id, person=by.person, revoked_at__isnull=True).update(revoked_at=at)
        if not revoked:
            raise missing("token")
        audit.record(by=by.person.pk, body=None, action="token.revoked", subject=f"token:{token_id}", at=at)
