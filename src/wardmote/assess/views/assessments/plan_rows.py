"""Which rows of the plan does a person take along as a file?"""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing
from wardmote.register.public import moment_of, viewer_of

from ...plan_tables import to_csv, to_xlsx
from ...queries.desks import own_desk
from ...queries.plan_page import plan_page
from .plan import filters_of

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def plan_rows(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """Give the rows that the page shows, as CSV or as a workbook."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    page = plan_page(desk, filters_of(request))
    if page is None or form not in ("csv", "xlsx"):
        raise missing("improvement plan")
    if form == "csv":
        response = HttpResponse(to_csv(page.rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(to_xlsx(page.rows), content_type=_WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="plan-{code}-{number}.{form}"'
    return response


PATHS = [path("<int:number>/plan/rows.<str:form>", plan_rows, name="plan_rows")]
