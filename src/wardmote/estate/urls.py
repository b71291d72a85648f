"""Addresses of the estate's pages."""

from django.urls import include, path

from wardmote.kernel.addresses import paths_in

from .views import domain, domain_tables, domains, inventory, overview, services, systems, tables
from .views.inventory.overview import inventory_csv

app_name = "estate"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("domains.csv", domain_tables.domains_csv, name="domains_csv"),
    path("domains/", domains.listing, name="domains"),
    path("domains/add/", domains.add, name="add_domains"),
    path("domains/from-register/", domains.add_from_register, name="add_domains_from_register"),
    path("domains/upload/", domain_tables.upload, name="upload_domains"),
    path("domains/<int:pk>/", domain.show, name="domain"),
    path("domains/<int:pk>/verify/", domain.verify, name="verify_domain"),
    path("domains/<int:pk>/change/", domain.change, name="change_domain"),
    path("domains/<int:pk>/remove/", domains.remove, name="remove_domain"),
    path("inventory.csv", inventory_csv, name="inventory_csv"),
    path("inventory/", include(paths_in(inventory))),
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
