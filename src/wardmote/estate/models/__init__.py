"""What the room stores, one aggregate to a file."""

from .services import Service
from .systems import Hosting, System, SystemKind, SystemService

__all__ = ["Hosting", "Service", "System", "SystemKind", "SystemService"]
