"""Address of a council's comparison with its peers, which stands among the council's own pages."""

from django.urls import path

from .views import peers

app_name = "peers"
urlpatterns = [path("", peers.peers, name="comparison")]
