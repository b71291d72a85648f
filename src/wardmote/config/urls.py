"""Which page answers at which address?"""

from django.conf import settings
from django.urls import include, path

from wardmote.api.site import api

handler400 = "wardmote.web.views.errors.bad_request"
handler403 = "wardmote.web.views.errors.forbidden"
handler404 = "wardmote.web.views.errors.not_found"
handler500 = "wardmote.web.views.errors.failed"

urlpatterns = [
    path("", include("wardmote.web.urls")),
    path("", include("wardmote.register.urls")),
    path("", include("wardmote.warn.csaf_urls")),
    path("map/", include("wardmote.oversee.urls")),
    path("councils/<slug:code>/estate/", include("wardmote.estate.urls")),
    path("councils/<slug:code>/stocktake/", include("wardmote.assess.urls")),
    path("councils/<slug:code>/checks/", include("wardmote.watch.urls")),
    path("councils/<slug:code>/mail-reports/", include("wardmote.watch.report_urls")),
    path("councils/<slug:code>/warnings/", include("wardmote.warn.urls")),
    path("councils/<slug:code>/sharing-with/", include("wardmote.warn.sharing_urls")),
    path("councils/<slug:code>/assessments/", include("wardmote.assess.assessment_urls")),
    path("councils/<slug:code>/peers/", include("wardmote.oversee.peer_urls")),
    path("open/", include("wardmote.watch.open_urls")),
    path("open/", include("wardmote.warn.opened_warnings_urls")),
    path("sources/", include("wardmote.warn.source_urls")),
    path("desk/<slug:code>/", include("wardmote.warn.desk_urls")),
    path("taxii2/", include("wardmote.warn.taxii_urls")),
    path("windows/", include("wardmote.assess.window_urls")),
    path("accounts/", include("wardmote.web.account_urls")),
    path("api/v1/", api.urls),
]
if settings.HAS_DEMONSTRATION:
    urlpatterns.append(path("demonstration/", include("wardmote.demonstration.urls")))
