"""What the room stores, one aggregate to a file."""

from .domains import Domain, Proof
from .services import Service
from .systems import Hosting, System, SystemKind, SystemService

__all__ = ["Domain", "Hosting", "Proof", "Service", "System", "SystemKind", "SystemService"]
