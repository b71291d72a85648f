"""Which number does an address carry, if it carries one that a row could have?"""

from django.http import HttpRequest

LARGEST = 2**53


def number_in(request: HttpRequest, key: str) -> int | None:
    """Return the number, or None where there is none."""
    text = request.GET.get(key, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 17 and int(text) <= LARGEST else None
