"""Addresses of the estate's pages."""

from django.urls import path

from .views import overview, services, systems, tables

app_name = "estate"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("services.csv", tables.services_csv, name="services_csv"),
    path("services/add/", services.add, name="add_services"),
    path("services/<int:pk>/", services.change, name="change_service"),
    path("services/<int:pk>/remove/", services.remove, name="remove_service"),
    path("systems.csv", tables.systems_csv, name="systems_csv"),
    path("systems/add/", systems.add, name="add_system"),
    path("systems/upload/", tables.upload, name="upload"),
    path("systems/<int:pk>/", systems.change, name="change_system"),
    path("systems/<int:pk>/remove/", systems.remove, name="remove_system"),
]
