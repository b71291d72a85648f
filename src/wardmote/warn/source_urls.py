"""Addresses of the pages about sources of advisories."""

from wardmote.kernel.addresses import paths_in

from .views import sources

app_name = "sources"
urlpatterns = paths_in(sources)
