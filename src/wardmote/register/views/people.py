"""Who belongs to this council, who wants to, and who has been invited?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.roles import Role

from .. import policies
from ..actions.confirm_membership import confirm_membership
from ..actions.decide_request import decide_request
from ..actions.end_membership import end_membership
from ..actions.invite import invite
from ..actions.transfer_lead import transfer_lead
from ..actions.withdraw_invitation import withdraw_invitation
from ..forms import InviteForm, RoleForm
from ..models import Body, Invitation, JoinRequest, Membership
from ..queries.access import body_named, moment_of, viewer_of
from ..queries.bodies import name_of
from ..queries.people import people_page
from ..queries.viewers import Viewer


def _managed(request: HttpRequest, code: str) -> tuple[Viewer, Body]:
    viewer = viewer_of(request)
    body = body_named(viewer, code)
    policies.check_can_manage_members(viewer, body)
    return viewer, body


def _page(request: HttpRequest, viewer: Viewer, body: Body, form: InviteForm, status: int = 200) -> HttpResponse:
    manages = policies.manages(viewer, body)
    context = {
        "body": body,
        "name": name_of(body),
        "page": people_page(body, moment_of(request)),
        "form": form,
        "role_form": RoleForm(place=policies.place_of(body)),
        "manages": manages,
        "today": localdate(moment_of(request)),
    }
    return render(request, "register/people.html", context, status=status)


def _invite_form(viewer: Viewer, body: Body, data: object = None) -> InviteForm:
    return InviteForm(data, place=policies.place_of(body), only_lead=not policies.manages(viewer, body))


@require_safe
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Show the body's people to those who manage them."""
    viewer, body = _managed(request, code)
    return _page(request, viewer, body, _invite_form(viewer, body))


@require_POST
def invite_person(request: HttpRequest, code: str) -> HttpResponse:
    """Send an invitation."""
    viewer, body = _managed(request, code)
    form = _invite_form(viewer, body, request.POST)
    if not form.is_valid():
        return _page(request, viewer, body, form, status=422)
    try:
        invitation = invite(
            by=viewer,
            body=body,
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            at=moment_of(request),
        )
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, viewer, body, form, status=refusal.status)
    messages.success(request, _("We have sent an invitation to %(email)s.") % {"email": invitation.email})
    return redirect("register:people", code)


@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    viewer, body = _managed(request, code)
    invitation = Invitation.objects.select_related("body").filter(pk=pk, body=body).first()
    if invitation is None:
        raise missing("invitation")
    withdraw_invitation(by=viewer, invitation=invitation, at=moment_of(request))
    messages.success(request, _("The invitation has been withdrawn."))
    return redirect("register:people", code)


@require_POST
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let somebody in, or say no."""
    viewer, body = _managed(request, code)
    asked = JoinRequest.objects.select_related("body", "person").filter(pk=pk, body=body).first()
    if asked is None:
        raise missing("request")
    wanted = request.POST.get("role", "")
    if "refuse" not in request.POST and wanted not in set(Role):
        raise Denied(_("Choose a role to let the person in with."))
    role = None if "refuse" in request.POST else Role(wanted)
    decide_request(by=viewer, request=asked, role=role, at=moment_of(request))
    words = _("%(name)s now belongs to the council.") if role else _("The request from %(name)s has been refused.")
    messages.success(request, words % {"name": asked.person})
    return redirect("register:people", code)


def _membership(viewer: Viewer, pk: int) -> Membership:
    found = Membership.objects.select_related("body", "person").filter(pk=pk).first()
    if found is None or found.body.is_demonstration != viewer.person.is_demonstration:
        raise missing("membership")
    if found.person_id != viewer.person.pk and not policies.manages(viewer, found.body):
        raise missing("membership")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a membership: the person's own (leaving) or a colleague's (removal)."""
    viewer = viewer_of(request)
    membership = _membership(viewer, pk)
    if request.method != "POST":
        context = {
            "membership": membership,
            "name": name_of(membership.body),
            "is_own": membership.person_id == viewer.person.pk,
        }
        return render(request, "register/end_membership.html", context)
    end_membership(by=viewer, membership=membership, at=moment_of(request))
    if membership.person_id == viewer.person.pk:
        messages.success(request, _("You have left %(name)s.") % {"name": name_of(membership.body)})
        return redirect("home")
    messages.success(request, _("%(name)s has been removed.") % {"name": membership.person})
    return redirect("register:people", membership.body.code)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm for another year that somebody still belongs."""
    viewer = viewer_of(request)
    membership = _membership(viewer, pk)
    confirm_membership(by=viewer, membership=membership, at=moment_of(request))
    messages.success(request, _("Confirmed for another year."))
    if policies.manages(viewer, membership.body):
        return redirect("register:people", membership.body.code)
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then hand the lead's role to a colleague."""
    viewer = viewer_of(request)
    membership = _membership(viewer, pk)
    policies.check_can_choose_sharing(viewer, membership.body)
    if request.method != "POST":
        context = {"membership": membership, "name": name_of(membership.body)}
        return render(request, "register/transfer_lead.html", context)
    transfer_lead(by=viewer, to=membership, at=moment_of(request))
    messages.success(request, _("%(name)s is now the cyber lead. You are a contributor.") % {"name": membership.person})
    return redirect("home")
