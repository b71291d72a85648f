"""Which vulnerabilities do the objects of a STIX bundle speak of?"""

from collections.abc import Iterable, Iterator
from typing import Any

from ..facts import Advisory, Broken, Kind, Reference
from ..reading.fields import listed, word, words
from ..reading.moments import moment
from ..reading.texts import address, line, plain
from .links import Links, ids_of
from .markings import label_of

MOST_SPOKEN_OF = 2_000
_ABOUT = frozenset({"report", "note", "opinion", "grouping"})


def advisories_of(things: Iterable[tuple[int, dict[str, Any]] | Broken], links: Links) -> Iterator[Advisory | Broken]:
    """Yield an Advisory for each vulnerability, and for each that a report or a note is about.

    Other objects aren't broken: they are counted in `links.skipped`.
    """
    for entry in things:
        if isinstance(entry, Broken):
            yield entry
            continue
        number, thing = entry
        kind = word(thing.get("type"))
        if kind != "vulnerability" and kind not in _ABOUT:
            links.skipped += 1
            continue
        key = word(thing.get("id"))
        if not key.startswith(f"{kind}--") or len(key) > 200:
            yield Broken(str(number), f"This {kind} has no id of its own.")
        elif kind == "vulnerability":
            yield _of_vulnerability(key, thing, links)
        else:
            yield from _of_report(key, thing, links)


def _of_vulnerability(key: str, thing: dict[str, Any], links: Links) -> Advisory | Broken:
    ids = ids_of(thing)
    title = line(thing.get("name")) or (ids[0] if ids else "")
    if not title:
        return Broken(key, "This vulnerability has neither a name nor an id that we know.")
    return _advisory(key, title, ids, key, thing, links)


def _of_report(key: str, thing: dict[str, Any], links: Links) -> Iterator[Advisory | Broken]:
    """Yield an Advisory for each vulnerability: a story is about one."""
    refs = [ref for ref in dict.fromkeys(words(thing.get("object_refs"))) if ref.startswith("vulnerability--")]
    if len(refs) > MOST_SPOKEN_OF:
        yield Broken(key, f"It speaks of more than {MOST_SPOKEN_OF:,} vulnerabilities.")
        return
    told = line(thing.get("name")) or line(thing.get("abstract")) or line(thing.get("content"), 120)
    spoken = {ref: links.ids.get(ref, ()) for ref in refs}
    covered = {one for ids in spoken.values() for one in ids}
    for ref, ids in spoken.items():
        title = told or links.titles.get(ref, "") or ref
        yield _advisory(f"{key} {ids[0] if ids else ref}", title, ids, ref, thing, links)
    rest = [one for one in ids_of(thing) if one not in covered]
    for one in rest:
        yield _advisory(f"{key} {one}", told or one, (one,), "", thing, links)
    if not refs and not rest:
        links.skipped += 1


def _advisory(
    key: str, title: str, ids: tuple[str, ...], vulnerability: str, thing: dict[str, Any], links: Links
) -> Advisory:
    return Advisory(
        kind=Kind.STIX,
        key=key,
        title=title,
        ids=ids,
        summary=plain(thing.get("description")) or plain(thing.get("content")) or plain(thing.get("explanation")),
        publisher=links.publishers.get(word(thing.get("created_by_ref")), ""),
        published=moment(thing.get("published")) or moment(thing.get("created")),
        revised=moment(thing.get("modified")),
        revision=line(thing.get("modified"), 60),
        is_withdrawn=thing.get("revoked") is True,
        is_whole=word(thing.get("type")) in ("vulnerability", "report"),
        affected=links.affected(vulnerability),
        remedies=links.helps(vulnerability),
        references=_references(thing),
        label=max(label_of(thing, links.labels), links.label_of_told(vulnerability), key=lambda one: one.strictness),
    )


def _references(thing: dict[str, Any]) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    for one in listed(thing.get("external_references"), 500):
        if url := address(one.get("url")):
            found.setdefault(url, Reference(url, line(one.get("description")) or line(one.get("source_name"), 200)))
    return tuple(found.values())
