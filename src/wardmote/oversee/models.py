"""Where does each council's tile lie, for each set of councils that ever was or will be?"""

from django.db import models


class TileLayout(models.Model):
    """A computed map: the same set of councils always gets the same tiles."""

    # The digest of the places laid out and of the engine's version.
    key = models.CharField(max_length=64, primary_key=True)
    tiles = models.JSONField()
    computed_at = models.DateTimeField()
