"""Which tests must a valid document pass? One module to a test (CSAF 2.0, section 6.1), each with its RULE."""

import pkgutil
from functools import cache
from importlib import import_module

from wardmote.engines.advisories.csaf.rule import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Every test in the order of its number."""
    found = (import_module(f"{__name__}.{module.name}").RULE for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(found, key=lambda rule: [int(number) for number in rule.id.split(".")]))
