"""Where does a letter, a call or another room's page lead, for somebody who wants to see what was found?"""

from django.conf import settings
from django.urls import reverse


def overview_at(code: str) -> str:
    """Return the path of the council's page of domains."""
    return reverse("watch:overview", args=[code])


def finding_at(code: str, domain: int, check_id: str) -> str:
    """Return the path of what one check says of one domain."""
    return reverse("watch:finding", args=[code, domain, check_id])


def with_host(path: str) -> str:
    """Return the whole address of a page of ours."""
    return f"{settings.SERVICE_URL}{path}"
