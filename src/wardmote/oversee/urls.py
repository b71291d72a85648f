"""Addresses of the national picture."""

from django.urls import path

from .views.national_map import national_map

app_name = "oversee"
urlpatterns = [path("", national_map, name="map")]
