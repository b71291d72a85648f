"""How is a query that every page asks put into SQL once, instead of at every request?

Composing a query with nested conditions costs the ORM more than the database takes to answer it. A prepared
query is an ordinary `values_list` queryset, built once with stand-in values whose places are then filled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class _Plan:
    sql: str
    params: tuple[Any, ...]
    # Which value goes where: position in `params` to the name of the value.
    places: dict[int, str]
    compiler: Any
    converters: Any


class Prepared:
    """A query by values; `build` takes one keyword argument for each stand-in."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **stand_ins: int | date) -> None:
        self._build = build
        self._stand_ins = stand_ins
        self._plans: dict[tuple[str, Any], _Plan] = {}

    def rows(self, *fixed: Any, **values: int | date) -> Rows:
        """Ask with these values. `fixed` arguments shape the SQL itself: there is one plan for each of them."""
        if values.keys() != self._stand_ins.keys():
            raise TypeError(f"Give exactly these values: {', '.join(self._stand_ins)}.")
        key = (connection.vendor, fixed)
        plan = self._plans.get(key) or self._plans.setdefault(key, self._compile(*fixed))
        params = list(plan.params)
        for place, name in plan.places.items():
            params[place] = str(values[name]) if isinstance(params[place], str) else values[name]
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, params)
            found = cursor.fetchall()
        if plan.converters:
            return [tuple(row) for row in plan.compiler.apply_converters(found, plan.converters)]
        return list(found)

    def _compile(self, *fixed: Any) -> _Plan:
        query = self._build(*fixed, **self._stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {self._shown(value): name for name, value in self._stand_ins.items()}
        places = {i: names[self._shown(p)] for i, p in enumerate(params) if self._shown(p) in names}
        if set(places.values()) != set(self._stand_ins):
            raise ValueError("A stand-in didn't reach the SQL: the query doesn't depend on it.")
        columns = [column[0] for column in compiler.select]
        return _Plan(sql, tuple(params), places, compiler, compiler.get_converters(columns))

    @staticmethod
    def _shown(value: Any) -> str:
        return f"{value}"


# Values that no row and no constant of ours has.
ANYBODY = -7_770_001
ANY_DAY = date(1007, 7, 7)
ANOTHER_DAY = date(1008, 8, 8)
