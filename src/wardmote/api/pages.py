"""How does a long list reach a program: page by page, without missing or repeating a row that stays?

A cursor holds the sort keys of the last row given (keyset paging), signed, so that it can't be made up, and
bound to its list and its order.
"""

from datetime import datetime
from typing import Any

from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.errors import ValidationError
from ninja.pagination import PaginationBase

Key = str | int | float
MOST_ROWS, LONGEST_CURSOR = 200, 2_000


class KeysetPages(PaginationBase):
    """Pages of a queryset that says its order: its last key tells all rows apart, and none is ever empty."""

    class Input(Schema):
        """Which page is wanted."""

        limit: int = Field(50, ge=1, le=MOST_ROWS, description="How many rows to give at most.")
        cursor: str = Field(
            "",
            max_length=LONGEST_CURSOR,
            description="The `next` of the page before; leave out for the first page.",
        )

    class Output(Schema):
        """One page."""

        items: list[Any]
        next: str | None = Field(description="The cursor of the next page, or null where this is the last.")

    def paginate_queryset(
        self, queryset: QuerySet[Any], pagination: Any, request: HttpRequest, **params: Any
    ) -> dict[str, Any]:
        """Return the rows after the cursor. One more than asked for is read, to know if there is more."""
        order = [str(key) for key in queryset.query.order_by]
        if not order:
            raise ImproperlyConfigured("A list that is cut into pages must say its order.")
        salt = f"{request.path}?{','.join(order)}"
        if pagination.cursor:
            queryset = queryset.filter(_after(order, _read(pagination.cursor, salt)))
        rows = list(queryset[: pagination.limit + 1])
        shown = rows[: pagination.limit]
        if len(rows) == len(shown):
            return {"items": shown, "next": None}
        return {"items": shown, "next": signing.dumps([_key(shown[-1], key) for key in order], salt=salt)}


def _read(cursor: str, salt: str) -> list[Key]:
    try:
        keys: list[Key] = signing.loads(cursor, salt=salt)
    except signing.BadSignature as fault:
        message = "This cursor is damaged or belongs to another list. Start again without one."
        raise ValidationError([{"loc": ("query", "cursor"), "msg": message}]) from fault
    return keys


def _after(order: list[str], keys: list[Key]) -> Q:
    """Condition: the row comes after these keys (row values spelled out, for both databases)."""
    condition = Q(pk__in=[])
    for key, value in reversed(list(zip(order, keys, strict=True))):
        name = key.removeprefix("-")
        beyond = "lt" if key.startswith("-") else "gt"
        condition = Q(**{f"{name}__{beyond}": value}) | (Q(**{name: value}) & condition)
    return condition


def _key(row: Any, key: str) -> Key:
    value: Any = getattr(row, key.removeprefix("-"))
    return value.isoformat() if isinstance(value, datetime) else value
