"""Addresses that a secret opens: feeds of warnings."""

from wardmote.kernel.addresses import paths_in

from .views import opened_warnings

app_name = "opened_warnings"
urlpatterns = paths_in(opened_warnings)
