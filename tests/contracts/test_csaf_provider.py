"""Do readers that others wrote, and our own, take everything that a live installation publishes?

A real installation with real web processes. Its bulletins are fetched as CSAF by our own provider's dialogue, with each
hash and signature checked, judged by the csaf package, and read as STIX by taxii2-client, stix2 and stix2-validator.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from benchmarks.survival import HOST, Installation
from wardmote.engines.advisories.csaf.collecting import Event, Failed, Received, Wanted, collect, converse
from wardmote.engines.advisories.csaf.integrity import Proof
from wardmote.engines.advisories.csaf.judging import judge
from wardmote.engines.advisories.csaf.provider import Provider

csaf = pytest.importorskip("csaf", reason="the package csaf isn't installed")
v21 = pytest.importorskip("taxii2client.v21", reason="taxii2-client isn't installed")
TokenAuth = pytest.importorskip("taxii2client.common").TokenAuth
stix2 = pytest.importorskip("stix2", reason="stix2 isn't installed")
stix2validator = pytest.importorskip("stix2validator", reason="stix2-validator isn't installed")

SITE = "https://warnings.example.org"
FILL = """
import json
import django
django.setup()
from datetime import timedelta
from tests.unit.warn.published_bulletins import CVE, GATEWAY, Desk
from tests.worlds import World
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.actions.issue_token import issue_token
from wardmote.warn.actions.publish_csaf import publish_csaf
from wardmote.warn.actions.share_bulletin_as_stix import share_bulletin_as_stix
with seeing_as_system():
    desk = Desk(World())
    desk.publishes()
    made = [
        desk.bulletin(1, story=desk.story(CVE, affected=GATEWAY)),
        desk.bulletin(2),
        desk.bulletin(3, story=desk.story("CVE-2026-10003", "CVE-2026-10004")),
        desk.bulletin(4),
        desk.bulletin(5, label=Label.AMBER.value, title="A secret of the members", about=desk.story("CVE-2026-10005")),
    ]
    def hand_on():
        for bulletin in made:
            share_bulletin_as_stix(by=None, bulletin=bulletin, at=desk.at)
        publish_csaf(by=None, owner=desk.warp, at=desk.at)
    hand_on()
    desk.corrects(made[0], "The version was wrong.", act="Update to 2.4.2.")
    desk.withdraws(made[3], "A false alarm.")
    hand_on()
    member = desk.world.viewer(desk.world.someone(desk.elm, Role.CONTRIBUTOR))
    token = issue_token(by=member, name="p", scopes=["warnings:read"], days=30, at=desk.at - timedelta(minutes=1))[1]
    print(json.dumps({"token": token}))
"""


class At(Installation):
    """An installation that the world knows by another address."""

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that its processes get."""
        paths = f"{super().environment['PYTHONPATH']}:{Path(__file__).parents[2]}"
        return super().environment | {"WARDMOTE_URL": SITE, "PYTHONPATH": paths}


@dataclass(frozen=True)
class Server:
    """Where it really answers, and a member's token."""

    port: int
    token: str

    def fetch(self, wanted: Wanted) -> bytes | None:
        """Get what stands at an address of the site."""
        assert wanted.url.startswith(f"{SITE}/csaf/the-warp/")
        connection = HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request("GET", wanted.url.removeprefix(SITE))
            answer = connection.getresponse()
            body = answer.read(wanted.most_bytes)
        finally:
            connection.close()
        assert answer.getheader("Set-Cookie") is None
        return body if answer.status == 200 else None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, upgrade: Callable[[Installation], None]) -> Iterator[Server]:
    """Start an installation with bulletins: new, corrected, withdrawn, and one that isn't for everybody."""
    installation = At(tmp_path_factory.mktemp("csaf") / "home")
    upgrade(installation)
    command = [sys.executable, "-c", FILL]
    environment = installation.environment
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    try:
        installation.serve()
        yield Server(installation.port, json.loads(done.stdout)["token"])
    finally:
        installation.stop()


@pytest.fixture(scope="module")
def events(server: Server) -> list[Event]:
    """Hold the dialogue with the provider."""
    return list(converse(collect(f"{SITE}/csaf/the-warp/provider-metadata.json"), server.fetch))


def received(events: list[Event]) -> list[Received]:
    return [event for event in events if isinstance(event, Received)]


def test_our_client_gets_every_document_with_its_hash_and_signature(events: list[Event]) -> None:
    assert [event for event in events if isinstance(event, Failed)] == []
    providers = [event for event in events if isinstance(event, Provider)]
    assert [provider.is_trusted for provider in providers] == [True]
    found = received(events)
    assert len(found) == 4
    assert {proof for one in found for proof in (one.sha256, one.sha512, one.signature)} == {Proof.GOOD}
    assert not any(b"secret" in one.data or b"10005" in one.data for one in found)


def test_the_csaf_package_finds_every_document_valid(events: list[Event]) -> None:
    judged = import_module("csaf.csaf.v20._validator")
    for one in received(events):
        document = json.loads(one.data)
        report = judged.validate(document)
        assert [(each.id, each.errors) for each in report.results if not each.passed and not each.skipped] == []
        assert report.overall_valid
        assert judge(document) == ()
    titles = {json.loads(one.data)["document"]["title"] for one in received(events)}
    assert "Withdrawn: Update the gateway 4" in titles


def test_the_csaf_package_finds_the_folder_whole(server: Server, events: list[Event], tmp_path: Path) -> None:
    """It expects the columns of changes.csv the other way round than the standard's example (section 7.1.13)."""
    base = f"{SITE}/csaf/the-warp/white/"
    urls = [one.listed.url + ending for one in received(events) for ending in ("", ".sha256", ".sha512", ".asc")]
    for url in (f"{base}index.txt", f"{base}changes.csv", f"{base}csaf-feed-tlp-white.json", *urls):
        data, path = server.fetch(Wanted(url, 1_000_000)), tmp_path / url.removeprefix(base)
        assert data is not None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    result = csaf.audit_tree(str(tmp_path))
    assert result.advisory_count == 4
    assert [violation for violation in result.violations if violation.rule != "changes-csv"] == []


def test_taxii_clients_read_the_bulletins_and_judges_accept_them(server: Server) -> None:
    root = v21.ApiRoot(f"http://{HOST}:{server.port}/taxii2/the-warp/", auth=TokenAuth(server.token))
    found: dict[str, list[dict[str, Any]]] = {}
    for one in root.collections:
        assert one.title == "Warnings of the-warp Council"
        assert not one.can_write
        for thing in one.get_objects()["objects"]:
            found.setdefault(thing["type"], []).append(thing)
            stix2.parse(thing)
            results = stix2validator.validate_instance(thing, stix2validator.ValidationOptions(version="2.1"))
            assert results.is_valid, results
    assert len(found["report"]) == 5
    assert [thing["name"] for thing in found["report"] if thing.get("revoked")] == ["Update the gateway 4"]
    assert {thing["name"] for thing in found["vulnerability"]} >= {"CVE-2026-10001", "CVE-2026-10003", "CVE-2026-10005"}
    advice = [thing["description"] for thing in found["course-of-action"]]
    assert "Update to 2.4.2." in advice
    assert {"relationship", "software", "identity", "marking-definition"} <= set(found)
