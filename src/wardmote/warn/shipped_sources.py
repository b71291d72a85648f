"""Which sources does an installation get that ship with it? What an administrator changed stays as they left it."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from .models import Source

SHIPPED = Path(__file__).resolve().parent / "data" / "sources.toml"


def load_sources(*, at: datetime) -> int:
    """Add the shipped sources that aren't there; returns how many. Doing it twice adds nothing."""
    with transaction.atomic():
        there = set(Source.objects.values_list("key", flat=True))
        new = [Source(added_at=at, **columns) for columns in shipped() if columns["key"] not in there]
        Source.objects.bulk_create(new)
    return len(new)


def shipped() -> list[dict[str, Any]]:
    """Return the shipped sources as columns."""
    with SHIPPED.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["source"]
    return found
