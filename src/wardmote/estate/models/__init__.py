"""What the room stores, one aggregate to a file."""

from .domains import Domain, Proof
from .inventory import Alias, Edition, Item, ItemSource, Lifecycle, Product, ProductName
from .services import Service
from .systems import Hosting, System, SystemKind, SystemService

__all__ = [
    "Alias",
    "Domain",
    "Edition",
    "Hosting",
    "Item",
    "ItemSource",
    "Lifecycle",
    "Product",
    "ProductName",
    "Proof",
    "Service",
    "System",
    "SystemKind",
    "SystemService",
]
