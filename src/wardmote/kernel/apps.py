"""Where the database's own protections are put up after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    """The kernel as Django sees it."""

    name = "wardmote.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Watch for new connections, and rebuild the wall whenever the tables have changed."""
        from django.db.backends.signals import connection_created

        from . import viewer, wall

        connection_created.connect(viewer.tell_new_connection)
        post_migrate.connect(wall.rebuild, dispatch_uid="kernel.wall")
