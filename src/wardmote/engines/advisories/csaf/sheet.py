"""Where in a document do the things stand that several tests ask about?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cvss import CVSS2, CVSS3, CVSS4
from cvss.exceptions import CVSSError

from wardmote.engines.advisories.csaf.moments import LONG_AGO, moment
from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.revisions import Version

_CALCULATORS = {"2.0": CVSS2, "3.0": CVSS3, "3.1": CVSS3, "4.0": CVSS4}
_SCORES = ("cvss_v2", "cvss_v3", "cvss_v4")
Placed = tuple[str, str]
PlacedItem = tuple[str, Json]


@dataclass(frozen=True, slots=True)
class Revision:
    """An item of the revision history."""

    path: str
    date: datetime
    number: str
    version: Version


@dataclass(frozen=True, slots=True)
class Scored:
    """A CVSS score with its calculator, None where the vector can't be read."""

    path: str
    entry: Json
    products: tuple[str, ...]
    vulnerability: int
    calculator: CVSS2 | CVSS3 | CVSS4 | None

    @property
    def version(self) -> str:
        """Which version of CVSS it says that it is of."""
        return str(self.entry["version"])


@dataclass(frozen=True)
class Sheet:
    """A document that follows the schema, and what tests ask of it; each thing is looked up once. Paths are JSON
    Pointers (RFC 6901)."""

    whole: Json

    @property
    def head(self) -> Json:
        """The document's own properties."""
        return self.whole["document"]  # type: ignore[no-any-return]

    @property
    def category(self) -> str:
        """The profile that it follows."""
        return str(self.head["category"])

    @property
    def tracking(self) -> Json:
        """Its version, dates and history."""
        return self.head["tracking"]  # type: ignore[no-any-return]

    @property
    def tree(self) -> Json:
        """Its products."""
        return self.whole.get("product_tree", {})  # type: ignore[no-any-return]

    @cached_property
    def vulnerabilities(self) -> tuple[PlacedItem, ...]:
        """Its vulnerabilities, each with its path."""
        return placed("/vulnerabilities", self.whole.get("vulnerabilities", ()))

    @cached_property
    def branches(self) -> tuple[PlacedItem, ...]:
        """Every branch of the product tree."""
        return tuple(_branches("/product_tree", self.tree))

    @cached_property
    def products(self) -> tuple[PlacedItem, ...]:
        """Every full product name."""
        found = [(f"{path}/product", branch["product"]) for path, branch in self.branches if "product" in branch]
        found += placed("/product_tree/full_product_names", self.tree.get("full_product_names", ()))
        for key in ("relationships", "product_paths"):
            for path, item in placed(f"/product_tree/{key}", self.tree.get(key, ())):
                found.append((f"{path}/full_product_name", item["full_product_name"]))
        return tuple(found)

    @cached_property
    def product_references(self) -> tuple[Placed, ...]:
        """Every place that names a product by its id, with the id."""
        return (*_in_tree(self.tree), *self._named("product_ids"), *self._in_vulnerabilities())

    @cached_property
    def group_references(self) -> tuple[Placed, ...]:
        """Every place that names a group of products by its id, with the id."""
        return tuple(self._named("group_ids"))

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The products of each group."""
        return {group["group_id"]: tuple(group["product_ids"]) for group in self.tree.get("product_groups", ())}

    def concerned(self, item: Json) -> set[str]:
        """Return the products that a flag, threat or remediation names, by itself or by groups."""
        found = set(item.get("product_ids", ()))
        for group in item.get("group_ids", ()):
            found.update(self.groups.get(group, ()))
        return found

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """The history in the order of its dates, and of its numbers within a date."""
        items = placed("/document/tracking/revision_history", self.tracking["revision_history"])
        found = (
            Revision(path, moment(item["date"]) or LONG_AGO, item["number"], Version.of(item["number"]))
            for path, item in items
        )
        return tuple(sorted(found, key=lambda revision: (revision.date, revision.version.rank)))

    @cached_property
    def scored(self) -> tuple[Scored, ...]:
        """Every CVSS score."""
        return tuple(self._scored())

    def _scored(self) -> Iterator[Scored]:
        for at, (path, vulnerability) in enumerate(self.vulnerabilities):
            old = ((place, score, score) for place, score in placed(f"{path}/scores", vulnerability.get("scores", ())))
            new = (
                (f"{place}/content", metric, metric["content"])
                for place, metric in placed(f"{path}/metrics", vulnerability.get("metrics", ()))
            )
            for place, holder, content in (*old, *new):
                for key in _SCORES:
                    if entry := content.get(key):
                        products = tuple(holder["products"])
                        yield Scored(f"{place}/{key}", entry, products, at, _calculator(entry))

    def _named(self, key: str) -> Iterator[Placed]:
        for path, vulnerability in self.vulnerabilities:
            for part in ("flags", "remediations", "threats"):
                for place, item in placed(f"{path}/{part}", vulnerability.get(part, ())):
                    for at, name in enumerate(item.get(key, ())):
                        yield f"{place}/{key}/{at}", name

    def _in_vulnerabilities(self) -> Iterator[Placed]:
        for path, vulnerability in self.vulnerabilities:
            for status, products in vulnerability.get("product_status", {}).items():
                for at, name in enumerate(products):
                    yield f"{path}/product_status/{status}/{at}", name
            for part in ("scores", "metrics"):
                for place, score in placed(f"{path}/{part}", vulnerability.get(part, ())):
                    for at, name in enumerate(score["products"]):
                        yield f"{place}/products/{at}", name


def placed(path: str, items: list[Json] | tuple[()]) -> tuple[PlacedItem, ...]:
    """Return items of a list, each with its path."""
    return tuple((f"{path}/{at}", item) for at, item in enumerate(items))


def _branches(path: str, node: Json) -> Iterator[PlacedItem]:
    for place, branch in placed(f"{path}/branches", node.get("branches", ())):
        yield place, branch
        yield from _branches(place, branch)


def _in_tree(tree: Json) -> Iterator[Placed]:
    for path, group in placed("/product_tree/product_groups", tree.get("product_groups", ())):
        for at, name in enumerate(group["product_ids"]):
            yield f"{path}/product_ids/{at}", name
    for path, item in placed("/product_tree/relationships", tree.get("relationships", ())):
        for key in ("product_reference", "relates_to_product_reference"):
            yield f"{path}/{key}", item[key]
    for path, item in placed("/product_tree/product_paths", tree.get("product_paths", ())):
        yield f"{path}/beginning_product_reference", item["beginning_product_reference"]
        for place, step in placed(f"{path}/subpaths", item["subpaths"]):
            yield f"{place}/next_product_reference", step["next_product_reference"]


def _calculator(entry: Json) -> CVSS2 | CVSS3 | CVSS4 | None:
    version, vector = entry["version"], entry["vectorString"]
    if len(vector) > 300 or (version != "2.0" and not vector.startswith(f"CVSS:{version}/")):
        return None
    try:
        return _CALCULATORS[version](vector)
    except CVSSError:
        return None
