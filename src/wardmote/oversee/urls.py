"""Addresses of the national picture."""

from django.urls import path

from .views import national_map

app_name = "oversee"
urlpatterns = [
    path("", national_map.national_map, name="map"),
    path("figures.csv", national_map.figures_file, name="figures"),
]
