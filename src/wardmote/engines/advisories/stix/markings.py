"""Which label do the markings of a STIX object give it?"""

from collections.abc import Iterable
from typing import Any

from ..facts import Label
from ..reading.fields import fields, listed, word, words

EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_CREATED = "2022-10-01T00:00:00.000Z"
# OASIS, STIX common objects, "TLP 2.0".
MARKING_IDS = {
    Label.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Label.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Label.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Label.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Label.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
# STIX 2.1, section 7.2.1.4: TLP 1.0, whose AMBER let clients be told.
_TLP_1_IDS = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Label.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Label.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Label.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Label.RED,
}
KNOWN = {stix_id: label for label, stix_id in MARKING_IDS.items()} | _TLP_1_IDS
_WORDS = {label.value.replace("-", "+"): label for label in Label} | {
    "white": Label.CLEAR,
    "amber-strict": Label.AMBER_STRICT,
}
# What a marking that we can't read may mean: it goes no further than whoever it was sent to.
UNREADABLE = Label.AMBER_STRICT


def marking_object(label: Label) -> dict[str, Any]:
    """Return the marking definition of a label, as OASIS published it."""
    level = label.value.replace("-", "+")
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": MARKING_IDS[label],
        "created": _CREATED,
        "name": label.written,
        "extensions": {EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level}},
    }


def label_of_definition(marking: dict[str, Any]) -> Label | None:
    """Return the label that a marking definition stands for; None where it speaks of something else (copyright)."""
    if word(marking.get("id")) in KNOWN:
        return KNOWN[word(marking["id"])]
    definition = fields(marking.get("definition"))
    extension = fields(fields(marking.get("extensions")).get(EXTENSION))
    told = word(extension.get("tlp_2_0")) or word(definition.get("tlp"))
    for text in (told, word(definition.get("statement")), word(marking.get("name"))):
        level = text.lower().removeprefix("tlp:").strip()
        if level in _WORDS and (text is told or text.lower().startswith("tlp:")):
            return _WORDS[level]
    return UNREADABLE if told else None


def label_of(thing: dict[str, Any], defined: dict[str, Label | None]) -> Label:
    """Return the strictest label of an object's markings, those of its parts too; CLEAR where there is none.

    A marking that is defined nowhere may say anything.
    """
    return strictest(markings_of(thing), defined)


def markings_of(thing: dict[str, Any]) -> list[str]:
    """Return the ids of an object's markings, those of its parts too."""
    refs = words(thing.get("object_marking_refs"))
    return refs + [
        word(one.get("marking_ref")) for one in listed(thing.get("granular_markings")) if "marking_ref" in one
    ]


def strictest(refs: Iterable[str], defined: dict[str, Label | None]) -> Label:
    """Return the strictest label of markings; CLEAR where there is none."""
    labels = (KNOWN[ref] if ref in KNOWN else defined.get(ref, UNREADABLE) for ref in refs)
    return max((label for label in labels if label), key=lambda label: label.strictness, default=Label.CLEAR)
