"""Which properties must a document have, and of which type? JSON Schemas of our own, one for each kind of document.

They are written from the prose of CSAF 2.0 (section 3.2) and 2.1, and of CVSS 2.0, 3.x and 4.0; a contract test holds
them against the schema that OASIS publishes. Patterns are run in linear time.
"""

from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator, RegexOptions

from wardmote.engines.advisories.csaf.shapes.document import document, helper
from wardmote.engines.advisories.csaf.shapes.provider import feed, provider

KINDS = {
    "2.0": lambda: document("2.0"),
    "2.1": lambda: document("2.1"),
    "helper": helper,
    "provider": provider,
    "feed": feed,
}


@cache
def validator(kind: str) -> Any:
    """Return the validator of one of KINDS, made once: it takes some milliseconds."""
    return Draft202012Validator(KINDS[kind](), validate_formats=True, pattern_options=RegexOptions(), mask="The value")
