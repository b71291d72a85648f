"""Is a document valid CSAF: does it follow the schema, and pass the mandatory tests of section 6.1?"""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from wardmote.engines.advisories.csaf.mandatory import rules
from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.shapes import validator
from wardmote.engines.advisories.csaf.sheet import Sheet

SCHEMA = "schema"
CVSS_RULE = "6.1.8"
MOST_PROBLEMS = 100
_LONGEST = 300
VERSIONS = ("2.0", "2.1")


@dataclass(frozen=True, slots=True)
class Problem:
    """What makes a document invalid: the test ("schema" or "6.1.27.3"), a JSON Pointer to the place, a sentence."""

    test: str
    path: str
    says: str


def judge(document: Json) -> tuple[Problem, ...]:
    """Return what is wrong with a parsed document, MOST_PROBLEMS at most; nothing means that it is valid.

    A document that doesn't follow the schema isn't tested further: the tests take its types for granted.
    """
    head = document.get("document")
    version = head.get("csaf_version") if isinstance(head, dict) else None
    if version not in VERSIONS:
        return (Problem(SCHEMA, "/document/csaf_version", "The document doesn't say that it is CSAF 2.0 or 2.1."),)
    if problems := shape_problems(document, version):
        return problems
    sheet = Sheet(document)
    found = (
        Problem(rule.id, path, says)
        for rule in rules()
        if (rule.in_2_1 or version == "2.0") and (not rule.profiles or sheet.category in rule.profiles)
        for path, says in rule.judge(sheet)
    )
    return tuple(islice(found, MOST_PROBLEMS))


def shape_problems(document: Any, kind: str) -> tuple[Problem, ...]:
    """Return where a document departs from the schema of its kind ("2.0", "2.1", "provider" or "feed")."""
    shape = validator(kind)
    if shape.is_valid(document):
        return ()
    found = islice(shape.iter_errors(document), MOST_PROBLEMS)
    return tuple(_problem(error.instance_path, error.message) for error in found)


def _problem(place: list[str | int], message: str) -> Problem:
    is_score = any(part in ("cvss_v2", "cvss_v3", "cvss_v4") for part in place)
    path = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
    return Problem(CVSS_RULE if is_score else SCHEMA, path[:_LONGEST], f"{message[:_LONGEST].rstrip('.')}.")
