"""What does the OpenAPI document say beyond what the operations' types say?"""

from http import HTTPStatus
from typing import Any

from .problems import MEDIA_TYPE, Problem

DESCRIPTION = """
The register of councils, the stocktake's questions and figures over many councils are open to all.
Everything else needs a token, sent as `Authorization: Bearer wm_…`;
a token acts as the person who made it, within the scopes that it was made for, and sees what they may see.

Lists come in pages: pass a page's `next` as `cursor` to get the page after it. Refusals are problem details
(RFC 9457). Dates are year-month-day, moments are in UTC.
""".strip()

_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token that a signed-in person makes for a program.",
}
_REF = {"$ref": "#/components/schemas/Problem"}
_SAYS: dict[int, str] = {
    400: "The request can't be read.",
    401: "There is no token, or it isn't good any more.",
    403: "The token's scopes or the person's role don't include this.",
    404: "It isn't there, or it isn't this person's to see.",
    409: "Something changed meanwhile, or there is nothing to do.",
    413: "The body is too large.",
    422: "Some values can't be used.",
    500: "The fault is ours.",
    503: "The database didn't answer in time.",
    507: "The disk is full; nothing was changed.",
}


def complete(schema: dict[str, Any]) -> None:
    """Add refusals, security and plain summaries to the document that ninja made."""
    components = schema["components"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components["schemas"].update(problem.pop("$defs"))
    components["schemas"]["Problem"] = problem
    components["securitySchemes"] = {"token": _TOKEN}
    schema["servers"] = [{"url": "/", "description": "This installation"}]
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)


def _complete(method: str, operation: dict[str, Any]) -> None:
    summary, _, more = str(operation["description"]).partition("\n")
    operation["summary"] = summary.rstrip(".")
    operation.pop("description")
    if more.strip():
        operation["description"] = " ".join(more.split())
    if "security" in operation:
        operation["security"] = [{"token": [operation["x-scope"]]}]
    answers = operation["responses"]
    for status, answer in answers.items():
        if status >= HTTPStatus.BAD_REQUEST:
            answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
    for status in _refusals(method, operation):
        answer = answers.setdefault(status, {"content": {MEDIA_TYPE: {"schema": _REF}}})
        answer["description"] = _SAYS[status]
    if HTTPStatus.UNAUTHORIZED in answers:
        answers[HTTPStatus.UNAUTHORIZED]["headers"] = {
            "WWW-Authenticate": {"required": True, "schema": {"type": "string"}}
        }
    operation["responses"] = {str(int(status)): answers[status] for status in sorted(answers)}


def _refusals(method: str, operation: dict[str, Any]) -> list[int]:
    parameters, has_body = operation["parameters"], "requestBody" in operation
    found = [400, 500, 503]
    if "security" in operation:
        found += [401, 403, 507]
    if parameters or has_body:
        found += [422]
    if method != "get" or any(parameter["in"] == "path" for parameter in parameters):
        found += [404]
    if method in ("put", "post"):
        found += [409]
    return [*found, 413] if has_body else found
