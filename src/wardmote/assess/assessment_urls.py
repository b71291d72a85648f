"""Addresses of the pages of assessments: each page's file names its own."""

import pkgutil
from importlib import import_module

from django.urls import URLPattern

from .views import assessments

app_name = "assessments"
urlpatterns: list[URLPattern] = [
    found
    for module in pkgutil.iter_modules(assessments.__path__, f"{assessments.__name__}.")
    for found in import_module(module.name).PATHS
]
