"""A profile, the level that each outcome should have, is brought into this installation."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from wardmote.engines.frameworks import Profile
from wardmote.kernel import audit
from wardmote.register.models import Person

from ..models import ImportedFramework, ImportKind


def import_profile(
    *, by: Person | None, profile: Profile, source: str, content: bytes, at: datetime
) -> ImportedFramework:
    """Offer this profile from now on; one of the same key gives way, and frozen reports keep what they measured by."""
    with transaction.atomic():
        place = {
            "kind": ImportKind.PROFILE,
            "framework": profile.framework,
            "version": profile.version,
            "key": profile.key,
        }
        ImportedFramework.objects.filter(**place, is_current=True).update(is_current=False)
        row = ImportedFramework.objects.create(
            **place,
            source=source[:200],
            digest=sha256(content).hexdigest(),
            content={
                "title": profile.title,
                "note": profile.note,
                "is_stand_in": profile.is_stand_in,
                "minimum": {outcome: status.value for outcome, status in profile.minimum.items()},
            },
            imported_by=by,
            imported_at=at,
        )
        audit.record(
            by=by.pk if by else None,
            body=None,
            action="framework.imported",
            subject=f"profile:{profile.framework}-{profile.version}-{profile.key}",
            at=at,
            after={"digest": row.digest, "outcomes": len(profile.minimum)},
        )
    return row
