"""Addresses of the register's pages."""

from django.urls import path

from .views import activity, council, councils, imports, joining, passing_on, people, sharing, sources, tokens

app_name = "register"
urlpatterns = [
    path("councils/", councils.councils, name="councils"),
    path("councils/<slug:code>/", council.council, name="council"),
    path("councils/<slug:code>/join/", joining.ask, name="join"),
    path("councils/<slug:code>/people/", people.people, name="people"),
    path("councils/<slug:code>/people/invite/", people.invite_person, name="invite"),
    path("councils/<slug:code>/people/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("councils/<slug:code>/people/requests/<int:pk>/", people.decide, name="decide"),
    path("councils/<slug:code>/sharing/", sharing.sharing, name="sharing"),
    path("councils/<slug:code>/activity/", activity.activity, name="activity"),
    path("councils/<slug:code>/activity.csv", activity.export_activity, name="activity_csv"),
    path("councils/<slug:code>/passing-on/", passing_on.passing_on, name="passing_on"),
    path("memberships/<int:pk>/end/", people.end, name="end"),
    path("memberships/<int:pk>/confirm/", people.confirm, name="confirm"),
    path("memberships/<int:pk>/lead/", people.transfer, name="transfer"),
    path("invitations/<str:secret>/", joining.invitation, name="invitation"),
    path("register/", sources.sources, name="sources"),
    path("register/import/", imports.upload, name="upload"),
    path("register/import/<int:pk>/", imports.review, name="import"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke"),
]
