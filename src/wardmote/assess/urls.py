"""Addresses of the stocktake's pages."""

from django.urls import path

from .views import area, area_result, overview, question, result, submit

app_name = "assess"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("result/", result.result, name="result"),
    path("areas/<slug:area>/", area.area, name="area"),
    path("areas/<slug:area>/submit/", submit.submit, name="submit"),
    path("areas/<slug:area>/result/", area_result.area_result, name="area_result"),
    path("questions/<slug:question>/", question.question, name="question"),
]
