"""Addresses of the pages from which a WARP, or the programme, is run."""

from wardmote.kernel.addresses import paths_in

from .views import desk

app_name = "desk"
urlpatterns = paths_in(desk)
