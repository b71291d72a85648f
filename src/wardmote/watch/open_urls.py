"""Addresses that a secret opens: a supplier's page, a badge, a feed, a door for reports."""

from wardmote.kernel.addresses import paths_in

from .views import opened

app_name = "opened"
urlpatterns = paths_in(opened)
