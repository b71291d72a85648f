"""Addresses of the stocktake's pages."""

from django.urls import path

from .views import overview, question, result, submit

app_name = "assess"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("submit/", submit.submit, name="submit"),
    path("result/", result.result, name="result"),
    path("questions/<slug:question>/", question.question, name="question"),
]
