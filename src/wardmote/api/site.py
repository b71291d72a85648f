"""The one API: every room's operations under `/api/v1/`, with the same manners."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from wardmote.kernel.viewer import NOBODY, seeing_as

from . import document, problems
from .rooms import routers
from .tokens import BearerToken, scope_of

View = Callable[..., HttpResponse]


class Api(NinjaAPI):
    """Ninja's API with our addresses and our OpenAPI document."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _open(pattern.callback)
        return patterns

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI document, with every refusal that an operation can answer."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document.complete(schema)
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name the operation as its function is named."""
        return operation.view_func.__name__


def _open(view: View) -> View:
    """Let the request through to the API's own door, and let it refuse a method in its own way."""

    # Not `wraps`: the description's view is a partial, which has no name.
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return problems.not_allowed(response)
        return response

    answer.login_required = False  # type: ignore[attr-defined]
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def as_the_caller(run: View) -> View:
    """Answer as nobody until a token says otherwise, whatever session a browser sent along."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    scope = scope_of(operation)
    has_body = any(model.__ninja_param_source__ == "body" for model in operation.models)

    @wraps(run)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        around: Any = request
        with ExitStack() as until_answered:
            until_answered.enter_context(seeing_as(NOBODY))
            around.viewer, around.until_answered, around.scope_needed = None, until_answered, scope
            if has_body and (refusal := problems.unfit_body(request)):
                return refusal
            return problems.relabelled(run(request, **kwargs))

    return answer


def build() -> Api:
    """Return the API with every room's operations."""
    built = Api(
        title="Wardmote",
        version="1",
        description=document.DESCRIPTION,
        urls_namespace="api-1",
        docs_url=None,
        auth=BearerToken(),
    )
    problems.handle_with_problems(built)
    built.add_decorator(as_the_caller, mode="view")
    for router in routers():
        built.add_router("", router)
    return built


api = build()
