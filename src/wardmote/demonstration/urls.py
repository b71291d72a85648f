"""The one address of the demonstration region; it exists only where the region does."""

from django.urls import path

from .views import sign_in

app_name = "demonstration"
urlpatterns = [
    path("<str:secret>/", sign_in, name="sign_in"),
]
