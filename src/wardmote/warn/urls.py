"""Addresses of the pages about a council's warnings."""

from wardmote.kernel.addresses import paths_in

from .views import notices

app_name = "warn"
urlpatterns = paths_in(notices)
