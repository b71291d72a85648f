"""Addresses of the pages on which councils ask, answer, share and report."""

from wardmote.kernel.addresses import paths_in

from .views import sharing

app_name = "sharing"
urlpatterns = paths_in(sharing)
