"""Does this text hold a sound mapping: pairs of items that exist on both sides?"""

from collections.abc import Collection

from wardmote.engines.frameworks import entries
from wardmote.engines.frameworks.library import available, load, load_outline, outlines
from wardmote.engines.frameworks.mapping import Fit, Item, Mapping, Pair
from wardmote.engines.frameworks.table import Table

KIND = "mapping"


def read_mapping(text: str, where: str) -> Mapping:
    """Read a mapping from TOML; FrameworkError names the first fault and its place in the file `where`.

    A side that ships with Wardmote is checked against its own file. Another is checked against `items`, which
    a mapping between two editions of ours doesn't have.
    """
    root = entries.opened(text, where, KIND)
    root.holds("kind", "source", "target", "title", "note", "pairs", optional=["items"])
    pairs = entries.some_tables(root, "pairs", "pair")
    items = root.tables("items", "item") if "items" in root.entries else []
    mapping = Mapping(
        source=entries.edition(root, "source"),
        target=entries.edition(root, "target"),
        title=root.text("title"),
        note=root.text("note"),
        pairs=tuple(_pair(table) for table in pairs),
        items=tuple(_item(table) for table in items),
    )
    _check_sides(root, mapping)
    _check_pairs(pairs, mapping)
    return mapping


def _pair(table: Table) -> Pair:
    table.holds("source", "target", "fit", optional=["note"])
    fit = table.text("fit")
    if fit not in list(Fit):
        raise table.refuse(f'"fit" must be one of {", ".join(Fit)}, not "{fit}"')
    note = entries.optional_text(table, "note")
    return Pair(entries.code(table, "source"), entries.code(table, "target"), Fit(fit), note)


def _item(table: Table) -> Item:
    table.holds("id", "title")
    return Item(entries.code(table), table.text("title"))


def _check_sides(root: Table, mapping: Mapping) -> None:
    if mapping.source == mapping.target:
        raise root.refuse(f'"source" and "target" are both "{mapping.source}"')
    if mapping.items and _ours(mapping.source) and _ours(mapping.target):
        raise root.refuse('"items" don\'t belong here, for both sides have a file of their own')
    entries.refuse_repeats(root, "item id", (item.id for item in mapping.items))


def _check_pairs(tables: list[Table], mapping: Mapping) -> None:
    carried = [item.id for item in mapping.items]
    sources, targets = (_ours(side) or carried for side in (mapping.source, mapping.target))
    seen: set[tuple[str, str]] = set()
    for table, pair in zip(tables, mapping.pairs, strict=True):
        if pair.source not in sources:
            raise table.refuse(f'"{pair.source}" is not an item of {mapping.source}')
        if pair.target not in targets:
            raise table.refuse(f'"{pair.target}" is not an item of {mapping.target}')
        if (pair.source, pair.target) in seen:
            raise table.refuse(f'"{pair.source}" and "{pair.target}" are a pair already')
        seen.add((pair.source, pair.target))


def _ours(name: str) -> Collection[str]:
    """The ids of the outcomes or questions of an edition that ships with Wardmote; none for any other."""
    for edition in outlines():
        if edition.name == name:
            return load_outline(*edition).outcomes.keys()
    for edition in available():
        if edition.name == name:
            return [question.id for area in load(*edition).areas for question in area.questions]
    return ()
