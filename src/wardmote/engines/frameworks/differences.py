"""What changed between two versions of an answer, kept small enough to store with every change?

A version is a flat mapping of names without full stops to None, texts, whole numbers, true or false, and
mappings of text to text (the replies to statements). What changed is plain JSON:

    {"confidence": [2, 3],
     "replies.A1.a.4": ["", "true"],
     "justification": {"at": 120, "was": "abc", "now": "xyz"}}

A list holds the value before and the value after. Inside a mapping, "" stands for an entry that isn't there;
at the top, an empty list does. A long text keeps only the middle that changed and where it starts, in
characters.
"""

from collections.abc import Callable, Mapping

_ABSENT: list[object] = []
_WORTH_SHORTENING = 16


def difference(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """The changes from one version to another; empty where they are the same.

    ValueError for a name with a full stop and for an empty text inside a mapping; TypeError for a value of a
    kind that can't be stored.
    """
    for version in (before, after):
        _check(version)
    changes: dict[str, object] = {}
    for name in [*before, *(name for name in after if name not in before)]:
        was, now = before.get(name, _ABSENT), after.get(name, _ABSENT)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            changes |= _inside(name, was, now)
        elif not _is_same(was, now):
            changes[name] = _change(was, now)
    return changes


def undo(after: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """The version before the changes; ValueError when the changes don't end in `after`."""
    return _applied(after, changes, _backwards)


def redo(before: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """The version after the changes; ValueError when the changes don't start from `before`."""
    return _applied(before, changes, _forwards)


def _inside(name: str, was: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    keys = [*was, *(key for key in now if key not in was)]
    pairs = ((key, was.get(key, ""), now.get(key, "")) for key in keys)
    return {f"{name}.{key}": _change(old, new) for key, old, new in pairs if old != new}


def _change(was: object, now: object) -> object:
    if isinstance(was, str) and isinstance(now, str):
        at = _shared(was, now)
        end = _shared(was[at:][::-1], now[at:][::-1])
        if at + end > _WORTH_SHORTENING:
            return {"at": at, "was": was[at : len(was) - end], "now": now[at : len(now) - end]}
    return [_plain(was), _plain(now)]


def _shared(one: str, other: str) -> int:
    """How many characters the two texts share from the start."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _plain(value: object) -> object:
    """A copy of the value, with a word of an enumeration as the text that is stored for it."""
    if isinstance(value, Mapping):
        return {key: str(text) for key, text in value.items()}
    if isinstance(value, str):
        return str(value)
    return [] if value is _ABSENT else value


def _backwards(change: object) -> tuple[int | None, object, object]:
    at, was, now = _forwards(change)
    return at, now, was


def _forwards(change: object) -> tuple[int | None, object, object]:
    """Where the change starts (None: it is the whole value), what it replaces, and by what."""
    match change:
        case [was, now]:
            return None, was, now
        case {"at": int(at), "was": str(was), "now": str(now)} if at >= 0:
            return at, was, now
    raise ValueError(f"This is not a change: {change!r}.")


def _applied(
    version: Mapping[str, object],
    changes: Mapping[str, object],
    way: Callable[[object], tuple[int | None, object, object]],
) -> dict[str, object]:
    result = {name: _plain(value) for name, value in version.items()}
    for path, change in changes.items():
        name, dot, key = path.partition(".")
        place = result.get(name) if dot else result
        if not isinstance(place, dict):
            raise ValueError(f'There are no entries in "{name}" for the change of "{path}".')
        absent = "" if dot else _ABSENT
        value = _replaced(path, place.pop(key if dot else name, absent), way(change))
        if not _is_same(value, absent):
            place[key if dot else name] = value
    return result


def _replaced(path: str, value: object, step: tuple[int | None, object, object]) -> object:
    at, old, new = step
    if at is None and _is_same(value, old):
        return _plain(new)
    if at is not None and isinstance(value, str) and isinstance(old, str) and value[at : at + len(old)] == old:
        return f"{value[:at]}{new}{value[at + len(old) :]}"
    raise ValueError(f'The change of "{path}" doesn\'t fit what is there.')


def _is_same(one: object, other: object) -> bool:
    """Python takes 1 and True for equal; a stored value doesn't."""
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _check(version: Mapping[str, object]) -> None:
    for name, value in version.items():
        if "." in name:
            raise ValueError(f'A name has no full stop, unlike "{name}".')
        if isinstance(value, Mapping):
            _check_inside(name, value)
        elif value is not None and not isinstance(value, str | int):
            raise TypeError(f'"{name}" can\'t be stored: {value!r}.')


def _check_inside(name: str, value: Mapping[object, object]) -> None:
    for key, text in value.items():
        if not isinstance(key, str) or not isinstance(text, str):
            raise TypeError(f'"{name}" must map text to text, unlike {key!r}: {text!r}.')
        if not text:
            raise ValueError(f'"{name}" leaves out what is empty, such as "{key}".')
