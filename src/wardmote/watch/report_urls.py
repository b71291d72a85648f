"""Addresses of the pages about reports from other mail systems."""

from wardmote.kernel.addresses import paths_in

from .views import reports

app_name = "mail-reports"
urlpatterns = paths_in(reports)
