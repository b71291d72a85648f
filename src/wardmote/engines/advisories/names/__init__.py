"""How are products named by machines? CPE 2.3 (NISTIR 7695, 7696) and package URLs."""

from .cpe import ANY, NA, Cpe, plain, read_cpe
from .cpe_matching import Relation, relation, relations, speaks_of
from .purl import Package, is_same_package, read_purl

__all__ = [
    "ANY",
    "NA",
    "Cpe",
    "Package",
    "Relation",
    "is_same_package",
    "plain",
    "read_cpe",
    "read_purl",
    "relation",
    "relations",
    "speaks_of",
]
