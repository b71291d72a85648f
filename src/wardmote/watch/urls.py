"""Addresses of the pages about checks."""

from wardmote.kernel.addresses import paths_in

from .views import checks

app_name = "watch"
urlpatterns = paths_in(checks)
