"""Addresses of what is published as CSAF."""

from wardmote.kernel.addresses import paths_in

from .views import csaf

app_name = "csaf"
urlpatterns = paths_in(csaf)
