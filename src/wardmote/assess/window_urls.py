"""Addresses of the assessment windows' pages."""

from django.urls import path

from .views import windows

app_name = "windows"
urlpatterns = [
    path("", windows.windows, name="windows"),
    path("add/", windows.window, name="add"),
    path("<int:number>/", windows.window, name="window"),
]
