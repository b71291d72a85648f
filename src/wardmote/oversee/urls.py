"""Addresses of the national picture."""

from django.urls import path

from .views import assessments_listed, controls, national_map, outcomes

app_name = "oversee"
urlpatterns = [
    path("", national_map.national_map, name="map"),
    path("figures.csv", national_map.figures_file, name="figures"),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes.csv", outcomes.outcomes_file, name="outcomes_file"),
    path("controls/", controls.controls, name="controls"),
    path("controls.csv", controls.controls_file, name="controls_file"),
    path("controls/<slug:check_id>/", controls.control, name="control"),
    path("assessments/", assessments_listed.assessments_listed, name="assessments"),
    path("assessments.csv", assessments_listed.assessments_file, name="assessments_file"),
]
