"""Does everybody get what is published as CSAF, as whole files, with no cookie, and nothing that isn't?"""

from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from tests.unit.warn.published_bulletins import CVE, GATEWAY, Desk
from tests.worlds import World
from wardmote.warn.actions.publish_csaf import publish_csaf
from wardmote.warn.csaf_tree import published_files

pytestmark = pytest.mark.django_db
HOME, WELL_KNOWN = "/csaf/the-warp/", "/.well-known/csaf/provider-metadata.json"
METADATA = f"{HOME}provider-metadata.json"


@pytest.fixture
def desk(world: World) -> Desk:
    desk = Desk(world)
    desk.publishes()
    desk.bulletin(story=desk.story(CVE, affected=GATEWAY))
    publish_csaf(by=None, owner=desk.warp, at=desk.at)
    return desk


def get(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def test_every_file_of_the_tree_is_given_to_everybody_as_it_lies(desk: Desk) -> None:
    kinds = {
        "json": "application/json",
        "txt": "text/plain; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "sha256": "text/plain; charset=utf-8",
        "sha512": "text/plain; charset=utf-8",
        "asc": "application/pgp-signature",
    }
    files = published_files(desk.warp.pk)
    assert len(files) == 9
    for name, data in files.items():
        answer = get(HOME + name)
        assert (answer.status_code, answer.content) == (200, data)
        kind = "application/pgp-keys" if name.startswith("openpgp/") else kinds[name.rpartition(".")[2]]
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert not answer.cookies


def test_what_a_reader_has_already_is_not_sent_again(desk: Desk) -> None:
    first = get(METADATA)
    assert first.headers["ETag"] == f'"{sha256(first.content).hexdigest()}"'
    same = get(METADATA, **{"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert get(METADATA, **{"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    assert get(METADATA, **{"If-None-Match": '"other"'}).status_code == 200


def test_only_reading_is_allowed(desk: Desk) -> None:
    assert Client().head(METADATA).status_code == 200
    assert Client().post(METADATA).status_code == 405
    assert Client().delete(METADATA).status_code == 405


@pytest.mark.parametrize("name", ["", "current", "white/", "white/2026/none.json", "green/index.txt", "../../x"])
def test_other_names_lead_nowhere(desk: Desk, name: str) -> None:
    assert get(HOME + name).status_code == 404


def test_an_owner_who_does_not_publish_has_no_files(desk: Desk) -> None:
    other = desk.world.warp("other")
    for code in ("other", "nobody", "elm"):
        assert get(f"/csaf/{code}/provider-metadata.json").status_code == 404
    setting = desk.publishes(other)
    setting.publishes_csaf = False
    setting.save()
    assert get("/csaf/other/provider-metadata.json").status_code == 404


def test_a_demonstration_has_no_files(desk: Desk) -> None:
    desk.warp.is_demonstration = True
    desk.warp.save()
    assert get(METADATA).status_code == 404
    assert get(WELL_KNOWN).status_code == 404


def test_the_well_known_address_speaks_for_the_only_publisher(desk: Desk) -> None:
    assert get(WELL_KNOWN).content == get(METADATA).content
    desk.publishes(desk.world.warp("other"))
    assert get(WELL_KNOWN).status_code == 404
