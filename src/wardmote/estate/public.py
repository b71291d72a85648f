"""The estate room's only door for other rooms."""

from .actions.add_services import AddedServices, add_services
from .actions.add_system import AddedSystem, add_system
from .facts import SystemFacts
from .queries.estate import services_of, systems_of

__all__ = [
    "AddedServices",
    "AddedSystem",
    "SystemFacts",
    "add_services",
    "add_system",
    "services_of",
    "systems_of",
]
