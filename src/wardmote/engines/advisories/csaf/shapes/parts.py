"""What are shapes made of?"""

from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string", "minLength": 1}
URI: Shape = {"type": "string", "format": "uri"}
MOMENT: Shape = {"type": "string", "format": "date-time"}


def word(*words: str) -> Shape:
    """One of some words."""
    return {"type": "string", "enum": list(words)}


def like(pattern: str, *, least: int = 1) -> Shape:
    """A text that follows a pattern."""
    return {"type": "string", "pattern": pattern, "minLength": least}


def some(item: Shape, *, unequal: bool = False, least: int = 1) -> Shape:
    """A list of at least one."""
    shape: Shape = {"type": "array", "minItems": least, "items": item}
    return {**shape, "uniqueItems": True} if unequal else shape


def fields(required: str = "", /, **properties: Shape) -> Shape:
    """An object with some properties, of which the required ones are named in one text."""
    shape: Shape = {"type": "object", "properties": properties}
    return {**shape, "required": required.split()} if required else shape


def at_least(least: int, shape: Shape) -> Shape:
    """An object with that many properties or more."""
    return {**shape, "minProperties": least}


def ref(name: str) -> Shape:
    """A shape that the document defines under a name."""
    return {"$ref": f"#/$defs/{name}"}
