"""Does the client that others use, taxii2-client, read a whole collection page by page, and add to it?

A real installation with real web processes; 20,000 objects lie in it before the client comes.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from benchmarks.survival import HOST, Installation

v21 = pytest.importorskip("taxii2client.v21", reason="taxii2-client isn't installed")
TokenAuth = pytest.importorskip("taxii2client.common").TokenAuth
stix2 = pytest.importorskip("stix2", reason="stix2 isn't installed")

OBJECTS, PER_PAGE = 20_000, 1_000
FILL = """
import json, sys
import django
django.setup()
from benchmarks.taxii import fill
from wardmote.kernel.viewer import seeing_as_system
with seeing_as_system():
    print(json.dumps(fill(int(sys.argv[1]))))
"""


@dataclass(frozen=True)
class Server:
    """An installation, and what a client needs to come in."""

    url: str
    token: str
    collection: str

    @property
    def address(self) -> str:
        """Return the collection's address."""
        return f"{self.url}/taxii2/bench-warp/collections/{self.collection}/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, upgrade: Callable[[Installation], None]) -> Iterator[Server]:
    """Start an installation with a full collection."""
    installation = Installation(tmp_path_factory.mktemp("taxii") / "home")
    upgrade(installation)
    environment = installation.environment
    environment["PYTHONPATH"] = f"{environment['PYTHONPATH']}:{Path(__file__).parents[2]}"
    command = [sys.executable, "-c", FILL, str(OBJECTS)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    filled: dict[str, Any] = json.loads(done.stdout)
    try:
        installation.serve()
        yield Server(f"http://{HOST}:{installation.port}", filled["token"], filled["collection"])
    finally:
        installation.stop()


def test_a_client_finds_the_collection_by_discovery(server: Server) -> None:
    found = v21.Server(f"{server.url}/taxii2/", user="wardmote", password=server.token)
    assert [root.url.rpartition("/taxii2/")[2] for root in found.api_roots] == ["bench-warp/"]
    root = v21.ApiRoot(f"{server.url}/taxii2/bench-warp/", user="wardmote", password=server.token)
    assert root.max_content_length == 10_000_000
    assert [(one.id, one.can_read, one.can_write) for one in root.collections] == [(server.collection, True, True)]


def test_a_client_reads_every_object_once_page_by_page(server: Server) -> None:
    collection = v21.Collection(server.address, auth=TokenAuth(server.token))
    ids: list[str] = []
    for page in v21.as_pages(collection.get_objects, per_request=PER_PAGE):
        ids += [thing["id"] for thing in page["objects"]]
    assert len(ids) >= OBJECTS
    assert len(set(ids)) == len(ids)
    manifest = [
        line["id"] for page in v21.as_pages(collection.get_manifest, per_request=PER_PAGE) for line in page["objects"]
    ]
    assert manifest[:OBJECTS] == ids[:OBJECTS]


def test_a_client_adds_objects_and_reads_them_again(server: Server) -> None:
    collection = v21.Collection(server.address, user="wardmote", password=server.token)
    sighted = stix2.Indicator(name="Seen here", pattern="[file:name = 'a']", pattern_type="stix")
    sighting = stix2.Sighting(sighting_of_ref=sighted.id, count=2)
    status = collection.add_objects({"objects": [json.loads(one.serialize()) for one in (sighted, sighting)]})
    assert (status.status, status.success_count, status.failure_count) == ("complete", 2, 0)
    status.refresh()
    assert status.total_count == 2
    found = collection.get_object(sighting.id)["objects"]
    assert stix2.parse(found[0]).count == 2
    assert collection.get_objects(id=[sighted.id], type="indicator")["objects"][0]["name"] == "Seen here"
    assert len(collection.object_versions(sighted.id)["versions"]) == 1


def test_a_client_without_a_token_is_told_so(server: Server) -> None:
    collection = v21.Collection(server.address, user="wardmote", password=f"wm_{uuid4()}")
    with pytest.raises(Exception, match="401"):
        collection.get_objects()
