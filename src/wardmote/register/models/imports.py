"""Which newer register has been uploaded, what would it change, and was it applied?"""

from django.db import models

from .people import Person


class RegisterImport(models.Model):
    """An uploaded table with the difference it would make; nothing changes until it is applied."""

    uploaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    valid_from = models.DateField()
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    content = models.TextField()
    applied_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)
