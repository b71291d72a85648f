"""Which page answers at which address?"""

from django.urls import include, path

handler400 = "wardmote.web.views.errors.bad_request"
handler403 = "wardmote.web.views.errors.forbidden"
handler404 = "wardmote.web.views.errors.not_found"
handler500 = "wardmote.web.views.errors.failed"

urlpatterns = [
    path("", include("wardmote.web.urls")),
]
