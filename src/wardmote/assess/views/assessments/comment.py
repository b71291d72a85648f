"""What colleagues say to each other beside an outcome."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ...actions.comment_on_outcome import comment_on_outcome
from ...assessment_forms import CommentForm
from ...queries.desks import own_desk
from ...queries.outcome_page import outcome_page


@require_POST
def comment(request: HttpRequest, code: str, number: int, position: int, outcome: str) -> HttpResponse:
    """Add a comment and show the outcome again."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    part = desk.part(position)
    form, status = CommentForm(request.POST), 422
    if form.is_valid():
        try:
            comment_on_outcome(by=desk, part=part, outcome=outcome, text=form.cleaned_data["text"], at=desk.at)
        except Denied as refusal:
            status = refusal.status
            form.add_error(None, refusal.sentence)
        else:
            return redirect("assessments:outcome", code, number, position, outcome)
    context = {"desk": desk, "page": outcome_page(desk, part, outcome), "part": part, "form": form}
    return render(request, "assess/assessments/comment.html", context, status=status)


PATHS = [path("<int:number>/<int:position>/<str:outcome>/comments/", comment, name="comment")]
