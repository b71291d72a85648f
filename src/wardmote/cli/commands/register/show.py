"""Show what the register knows of one body, today or as at another day."""

from typing import TYPE_CHECKING, Any

import click

from ...screen import as_json, say, show_json, show_table
from ...starting import started

if TYPE_CHECKING:
    from wardmote.register.queries.bodies import BodyPage, Relation


@click.command(name="show", help=__doc__)
@click.argument("code")
@click.option("--as-at", "as_at", default=None, metavar="DATE", help="The day to ask about, like 2027-04-01.")
@as_json
def command(code: str, as_at: str | None, is_json: bool) -> None:
    """Show one body's facts, predecessors and successors."""
    with started():
        from wardmote.kernel.moments import read_as_at
        from wardmote.register.public import body_page, find_body

        page = body_page(find_body(code), read_as_at(as_at))
        facts = describe(page)
    if is_json:
        show_json(facts)
        return
    say(f"{facts['name']} ({facts['code']}) is {facts['status']} on {facts['as_at']}.")
    show_table(("", ""), [(what.replace("_", " "), _in_a_cell(value)) for what, value in facts.items()])


def describe(page: "BodyPage") -> dict[str, Any]:
    """Return the page's facts under stable names."""
    body, record = page.body, page.record
    return {
        "code": body.code,
        "gss": body.gss,
        "name": record.name,
        "kind": body.kind,
        "status": page.status.value,
        "as_at": page.as_at.isoformat(),
        "nation": record.nation,
        "region": record.region,
        "county": _relation(page.county) if page.county else None,
        "domain": record.domain,
        "website": record.website,
        "population": record.population,
        "start_date": body.start_date,
        "end_date": body.end_date,
        "predecessors": [_relation(relation) for relation in page.predecessors],
        "successors": [_relation(relation) for relation in page.successors],
        "belongs_to": [_relation(relation) for relation in page.groups],
        "source": record.source,
    }


def _relation(relation: "Relation") -> dict[str, Any]:
    return {"code": relation.code, "name": relation.name, "on": relation.on, "share": relation.share}


def _in_a_cell(value: Any) -> str:
    relations = [value] if isinstance(value, dict) else value
    if isinstance(relations, list):
        return ", ".join(relation["name"] for relation in relations)
    return "" if value is None else str(value)
