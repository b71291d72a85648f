"""Addresses of the pages that belong to no room."""

from django.urls import path

from .views import home, notices, operations

urlpatterns = [
    path("", home.home, name="home"),
    path("accessibility/", notices.accessibility, name="accessibility"),
    path("privacy/", notices.privacy, name="privacy"),
    path("cookies/", notices.cookies, name="cookies"),
    path("language/", notices.language, name="language"),
    path("health/live/", operations.live, name="health_live"),
    path("health/ready/", operations.ready, name="health_ready"),
    path("metrics/", operations.show_metrics, name="metrics"),
]
