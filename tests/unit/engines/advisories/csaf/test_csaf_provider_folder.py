import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from tests.unit.engines.advisories.csaf.csaf_made import AT, WARP, notice
from wardmote.engines.advisories.csaf.collecting import (
    Event,
    Failed,
    Fetch,
    Received,
    Wanted,
    collect,
    converse,
    from_folder,
)
from wardmote.engines.advisories.csaf.integrity import Proof, check_hash, check_signature, hash_line, read_keys
from wardmote.engines.advisories.csaf.notices import Revision
from wardmote.engines.advisories.csaf.provider import (
    Listed,
    Provider,
    address_of,
    listed_in_directory,
    listed_in_feed,
    newer,
    read_metadata,
)
from wardmote.engines.advisories.csaf.publishing import Shelf, tree
from wardmote.engines.advisories.csaf.signing import SigningKey, load_key, new_key
from wardmote.engines.advisories.facts import ReadingError

SITE = "https://warp.example.gov.uk"
START = f"{SITE}/.well-known/csaf/provider-metadata.json"
FEED = ".well-known/csaf/white/csaf-feed-tlp-white.json"
LATER = AT + timedelta(days=7)


@cache
def key() -> SigningKey:
    return load_key(new_key("Example WARP <warp@example.gov.uk>"))


@cache
def published() -> dict[str, bytes]:
    later = notice(id="XWARP-2026-0002", history=(Revision(LATER, "First published"),))
    shelf = Shelf(SITE, WARP, key().fingerprint, key().public, key().sign)
    return tree([later, notice()], shelf, at=LATER)


def fetcher(files: dict[str, bytes]) -> Fetch:
    return lambda wanted: files.get(wanted.url.removeprefix(f"{SITE}/"))


def collected(files: dict[str, bytes], since: datetime | None = None) -> list[Event]:
    return list(converse(collect(START, since=since), fetcher(files)))


def documents(events: list[Event]) -> list[Received]:
    return [event for event in events if isinstance(event, Received)]


def test_a_provider_is_read_from_its_metadata_to_its_last_document() -> None:
    provider, *received = collected(published())
    assert isinstance(provider, Provider)
    assert (provider.name, provider.is_trusted) == ("Example WARP", True)
    assert [one.listed.url.rpartition("/")[2] for one in documents(received)] == [
        "xwarp-2026-0001.json",
        "xwarp-2026-0002.json",
    ]
    assert {(one.sha256, one.sha512, one.signature) for one in documents(received)} == {(Proof.GOOD,) * 3}


def test_only_what_changed_after_a_moment_is_asked_for() -> None:
    (received,) = documents(collected(published(), since=AT + timedelta(days=1)))
    assert received.listed.updated == LATER
    assert documents(collected(published(), since=LATER)) == []


def test_a_directory_is_read_where_there_is_no_feed() -> None:
    files = dict(published())
    del files[FEED]
    events = collected(files)
    assert len(documents(events)) == 2
    assert [event.says for event in events if isinstance(event, Failed)] == ["The feed couldn't be fetched."]
    del files[".well-known/csaf/white/changes.csv"]
    assert len(documents(collected(files, since=LATER))) == 2


def test_a_changed_document_a_wrong_key_and_missing_files_are_told_apart() -> None:
    path = ".well-known/csaf/white/2026/xwarp-2026-0001.json"
    changed = documents(collected(published() | {path: published()[path] + b" "}))[0]
    assert (changed.sha256, changed.signature, changed.is_bad) == (Proof.BAD, Proof.BAD, True)
    bare = {name: data for name, data in published().items() if not name.endswith((".sha256", ".sha512", ".json.asc"))}
    missing = documents(collected(bare))[0]
    assert (missing.sha256, missing.signature, missing.is_bad) == (Proof.MISSING, Proof.MISSING, False)
    other = load_key(new_key("Somebody else <else@example.org>"))
    swapped = published() | {f".well-known/csaf/openpgp/{key().fingerprint}.asc": other.public}
    events = collected(swapped)
    assert "isn't the one that the provider names" in next(e.says for e in events if isinstance(e, Failed))
    assert {one.signature for one in documents(events)} == {Proof.BAD}


def test_a_provider_that_is_gone_or_broken_is_a_failure_with_a_reason() -> None:
    (gone,) = collected({})
    (broken,) = collected({START.removeprefix(f"{SITE}/"): b"{}"})
    assert isinstance(gone, Failed)
    assert isinstance(broken, Failed)
    assert gone.says == "The provider's metadata couldn't be fetched."
    assert "metadata isn't valid" in broken.says
    files = dict(published())
    files[FEED] = b"<html>"
    assert any(isinstance(event, Failed) and "isn't JSON" in event.says for event in collected(files))


def test_a_document_that_is_listed_but_gone_is_a_failure() -> None:
    files = dict(published())
    del files[".well-known/csaf/white/2026/xwarp-2026-0001.json"]
    assert [event.says for event in collected(files) if isinstance(event, Failed)] == [
        "The document is listed, but couldn't be fetched."
    ]


def test_a_folder_reads_as_the_web_does(tmp_path: Path) -> None:
    for name, data in published().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for folder in (tmp_path, tmp_path / ".well-known" / "csaf"):
        start, fetch = from_folder(folder)
        assert list(converse(collect(start), fetch)) == collected(published())


def test_a_folder_gives_nothing_from_outside_itself(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "provider-metadata.json").write_bytes(published()[START.removeprefix(f"{SITE}/")])
    (inside / "link.json").symlink_to(tmp_path / "secret.json")
    start, fetch = from_folder(inside)
    base = start.removesuffix("provider-metadata.json")
    for path in ("../secret.json", "link.json", "/etc/passwd", "", "provider-metadata.json/x"):
        assert fetch(Wanted(base + path, 1_000)) is None
    assert fetch(Wanted("https://elsewhere.example/a.json", 1_000)) is None
    assert fetch(Wanted(start, 10)) is None
    with pytest.raises(ReadingError, match=r"holds no provider-metadata\.json"):
        from_folder(tmp_path)


def test_a_directory_lists_only_documents_below_itself() -> None:
    index = b"2026/a.json\n../up.json\nhttps://evil.example/b.json\n/c.json\n2026/readme.txt\n\xff\n"
    changes = b'"2026/d.json","2026-11-02T09:30:00Z"\n"2026/e.json"\n\x00"'
    found = listed_in_directory("https://x.example/csaf", index=index, changes=changes)
    assert [listed.url for listed in found] == [
        "https://x.example/csaf/2026/d.json",
        "https://x.example/csaf/2026/a.json",
    ]
    assert found[0].updated == AT
    assert found[0].signature == "https://x.example/csaf/2026/d.json.asc"


def test_a_feed_leads_to_safe_addresses_only() -> None:
    def entry(source: object) -> dict[str, object]:
        return {"content": {"src": source}, "updated": "2026-11-02T09:30:00Z", "link": "?"}

    sources = [
        "http://x.example/a.json",
        "file:///etc/passwd",
        "https://u:p@x.example/a.json",
        "https://[",
        7,
        "b.json",
    ]
    feed = json.dumps({"feed": {"entry": [*map(entry, sources), "?", {}]}}).encode()
    assert listed_in_feed(feed, "https://x.example/csaf/feed.json") == (Listed("https://x.example/csaf/b.json", AT),)
    with pytest.raises(ReadingError, match="isn't a ROLIE feed"):
        listed_in_feed(b'{"feed": []}', "https://x.example/")


def test_what_does_not_say_when_it_changed_counts_as_new() -> None:
    undated, old = (
        Listed("https://x.example/a.json"),
        Listed("https://x.example/b.json", datetime(2020, 1, 1, tzinfo=UTC)),
    )
    assert newer([old, undated], AT) == (undated,)
    assert newer([old, undated], None) == (undated, old)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"role": "king"}, "/role"),
        ({"canonical_url": "http://x.example/provider-metadata.json"}, "begin with https"),
        ({"publisher": {}}, "/publisher"),
        ({"last_updated": "yesterday"}, "/last_updated"),
    ],
)
def test_metadata_that_is_wrong_is_refused_with_the_place(changes: dict[str, object], says: str) -> None:
    good = json.loads(published()[START.removeprefix(f"{SITE}/")])
    assert read_metadata(json.dumps(good).encode()).keys[0].fingerprint == key().fingerprint
    with pytest.raises(ReadingError, match=says):
        read_metadata(json.dumps(good | changes).encode())


def test_a_hash_is_compared_by_its_first_word() -> None:
    line = hash_line(b"data", "sha256", "a.json")
    assert check_hash(b"data", line.upper(), "sha256") is Proof.GOOD
    assert check_hash(b"date", line, "sha256") is Proof.BAD
    assert check_hash(b"data", b"", "sha256") is Proof.BAD
    assert check_hash(b"data", b"\xff\xfe", "sha512") is Proof.BAD
    assert check_hash(b"data", None, "sha256") is Proof.MISSING


def test_a_signature_holds_for_its_data_and_its_key_only() -> None:
    certs = read_keys(key().public, key().fingerprint.lower())
    signature = key().sign(b"data")
    assert check_signature(b"data", signature, certs) is Proof.GOOD
    assert check_signature(b"date", signature, certs) is Proof.BAD
    assert check_signature(b"data", signature, ()) is Proof.BAD
    assert check_signature(b"data", b"no signature", certs) is Proof.BAD
    assert check_signature(b"data", b"x" * 200_000, certs) is Proof.BAD
    assert check_signature(b"data", None, certs) is Proof.MISSING


def test_a_key_is_kept_as_bytes_and_told_from_what_is_none() -> None:
    private = new_key("Example WARP <warp@example.gov.uk>")
    assert load_key(private).fingerprint == load_key(private).fingerprint
    assert b"PRIVATE" not in load_key(private).public
    for wrong in (b"", b"junk", load_key(private).public):
        with pytest.raises(ReadingError):
            load_key(wrong)
    for wrong in (b"", b"junk", b"x" * 2_000_000):
        with pytest.raises(ReadingError):
            read_keys(wrong)


def test_a_domain_has_its_metadata_at_a_known_place() -> None:
    assert address_of("warp.example.gov.uk") == START
