"""Addresses of the TAXII server."""

from wardmote.kernel.addresses import paths_in

from .views import taxii

app_name = "taxii"
urlpatterns = paths_in(taxii)
