"""Who is calling, and may their token be used for this? Tokens only: cookies count for nothing here."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.operation import Operation
from ninja.security import HttpBearer

from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as
from wardmote.register.public import SCOPES, Caller, find_caller, moment_of

ANY_SCOPE = "any"


class BearerToken(HttpBearer):
    """A token from the person's own page, sent with each request."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return who calls, and ask the database as that person until the request is answered."""
        caller = find_caller(token, moment_of(request))
        if caller is None:
            return None
        if caller.viewer.needs_second_factor and not caller.viewer.has_second_factor:
            raise Denied(
                _("Your role asks for a second factor. Sign in and set one up, then this token works."),
                "second-factor",
            )
        around: Any = request
        if around.scope_needed != ANY_SCOPE and around.scope_needed not in caller.scopes:
            raise Denied(
                _("This token lacks the scope %(scope)s. Make one that has it.") % {"scope": around.scope_needed}
            )
        around.until_answered.enter_context(seeing_as(str(caller.viewer.person.pk)))
        around.viewer = caller.viewer
        return caller


def scope_of(operation: Operation) -> str:
    """Return the scope that an operation names (`x-scope`): where a token is needed, one of ours or `any`."""
    if operation.auth_param is None:
        return ""
    named = str((operation.openapi_extra or {}).get("x-scope", ""))
    if named not in (*SCOPES, ANY_SCOPE):
        raise ImproperlyConfigured(f"The operation {operation.view_func.__name__} must name the scope that it needs.")
    return named
