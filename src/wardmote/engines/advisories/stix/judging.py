"""May an object that a client adds be taken as STIX 2.1?"""

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from .kinds import DOMAIN, REQUIRED

LARGEST, DEEPEST = 1_000_000, 64
_KIND = re.compile(r"[a-z0-9][a-z0-9-]{1,248}[a-z0-9]")
_ID = re.compile(
    r"[a-z0-9][a-z0-9-]{1,248}[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[089ab][0-9a-f]{3}-[0-9a-f]{12}"
)
_MOMENT = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?Z"
)
_MOMENTS = ("created", "modified", "first_seen", "last_seen", "published", "valid_from", "valid_until")
_REFS = ("created_by_ref", "source_ref", "target_ref", "sighting_of_ref", "object_ref")
_REF_LISTS = ("object_refs", "object_marking_refs", "where_sighted_refs", "observed_data_refs")
_CONTAINERS = (dict, list)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with an object (nothing: it is taken), and what its sender should know all the same."""

    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def judge_object(thing: Any) -> list[str]:
    """Return what is wrong with an object, in sentences for its sender; nothing where it can be taken."""
    return list(judge(thing).faults)


def judge(thing: Any) -> Judgement:
    """Judge an object by its size, its depth, its ids and moments, and by what its kind must have."""
    if not isinstance(thing, dict):
        return Judgement(("The object is no JSON object.",))
    if fault := _too_much(thing):
        return Judgement((fault,))
    kind = thing.get("type")
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        return Judgement(("“type” is missing, or no word in lower case.",))
    if kind == "bundle":
        return Judgement(("A bundle can't be added to a collection: send the objects that it holds.",))
    faults = [*_of_kind(thing, kind), *_moments(thing), *_refs(thing)]
    return Judgement(tuple(faults), _warnings(thing, kind))


def _too_much(thing: dict[str, Any]) -> str:
    level: list[Any] = [thing]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if type(one) is dict else one)
            if type(inner) in _CONTAINERS
        ]
        if not level:
            break
    else:
        return f"The object is nested deeper than {DEEPEST} levels."
    try:
        size = len(msgspec.json.encode(thing))
    except (TypeError, ValueError, OverflowError):
        return "The object holds something that JSON can't say."
    return f"The object is larger than {LARGEST // 1_000_000} MB." if size > LARGEST else ""


def _of_kind(thing: dict[str, Any], kind: str) -> list[str]:
    faults = []
    stix_id = thing.get("id")
    if not isinstance(stix_id, str) or not _ID.fullmatch(stix_id):
        faults.append("“id” is missing, or isn't its type, two hyphens and a UUID in lower case.")
    elif not stix_id.startswith(f"{kind}--"):
        faults.append(f"“id” is that of another type than {kind}.")
    if "spec_version" in thing and thing["spec_version"] != "2.1":
        faults.append("“spec_version” isn't 2.1.")
    asked = REQUIRED.get(kind, ("id", "spec_version"))
    missing = [name for name in asked if name != "id" and thing.get(name) in (None, "", [], {})]
    if missing:
        faults.append(f"A {kind} must have {', '.join(f'“{name}”' for name in missing)}.")
    return faults


def _moments(thing: dict[str, Any]) -> list[str]:
    faults = [
        f"“{name}” is no moment as STIX writes it (2026-01-31T09:00:00.000Z)."
        for name in _MOMENTS
        if name in thing and not (isinstance(thing[name], str) and _MOMENT.fullmatch(thing[name]))
    ]
    created, modified = thing.get("created"), thing.get("modified")
    if not faults and created and modified and _sortable(modified) < _sortable(created):
        faults.append("“modified” is earlier than “created”.")
    return faults


def _sortable(moment: str) -> tuple[str, str]:
    seconds, _, fraction = moment.removesuffix("Z").partition(".")
    return seconds, fraction.ljust(9, "0")


def _refs(thing: dict[str, Any]) -> list[str]:
    faults = [f"“{name}” is no id." for name in _REFS if name in thing and not _is_id(thing[name])]
    for name in _REF_LISTS:
        refs = thing.get(name, ())
        if not isinstance(refs, list | tuple) or (name in thing and not refs):
            faults.append(f"“{name}” is no list of ids.")
        elif not all(map(_is_id, refs)):
            faults.append(f"“{name}” holds something that is no id.")
    if "revoked" in thing and not isinstance(thing["revoked"], bool):
        faults.append("“revoked” is neither true nor false.")
    return faults


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and bool(_ID.fullmatch(value))


def _warnings(thing: dict[str, Any], kind: str) -> tuple[str, ...]:
    if kind not in REQUIRED:
        return (f"“{kind}” is no type of STIX 2.1: it is kept as it is, and not read.",)
    if kind in DOMAIN and "created_by_ref" not in thing and kind != "identity":
        return ("It doesn't say who made it (“created_by_ref”).",)
    return ()
