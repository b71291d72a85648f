"""Who publishes as CSAF? Asked for everybody, so on the house's own behalf."""

from django.db.models import QuerySet

from wardmote.kernel.viewer import seeing_as_system

from ..models import DeskSetting


def publisher_named(code: str) -> int | None:
    """Return the number of the body of this code if it publishes."""
    with seeing_as_system():
        return _publishers().filter(owner__code=code).first()


def only_publisher() -> int | None:
    """Return the number of the body that publishes, where it is the only one."""
    with seeing_as_system():
        found = list(_publishers()[:2])
    return found[0] if len(found) == 1 else None


def _publishers() -> QuerySet[DeskSetting, int]:
    found = DeskSetting.objects.filter(publishes_csaf=True, owner__is_demonstration=False).order_by("pk")
    return found.values_list("owner_id", flat=True)
