"""Is what everybody may read laid out as a CSAF provider has it, and nothing else?"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from tests.unit.warn.published_bulletins import CVE, GATEWAY, Desk
from tests.worlds import World
from wardmote.engines.advisories.csaf.integrity import Proof, check_hash, check_signature, read_keys
from wardmote.engines.advisories.csaf.judging import judge, shape_problems
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.models import AuditEntry
from wardmote.warn.actions.publish_csaf import publish_csaf
from wardmote.warn.csaf_jobs import after_publication, publish_all_csaf, publish_csaf_of
from wardmote.warn.csaf_tree import published_files, read_published, write_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def lay_out(desk: Desk) -> dict[str, bytes]:
    publish_csaf(by=None, owner=desk.warp, at=desk.at)
    return published_files(desk.warp.pk)


def first(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lay_out(desk)[f"white/{desk.at.year}/the-warp-{desk.at.year}-1.json"])
    return found


def documents(files: dict[str, bytes]) -> list[str]:
    return sorted(name for name in files if name.startswith("white/2") and name.endswith(".json"))


def test_a_bulletin_with_products_becomes_an_advisory(desk: Desk) -> None:
    desk.publishes()
    desk.bulletin(story=desk.story(CVE, "GHSA-1", affected=GATEWAY))
    told = first(desk)
    assert judge(told) == ()
    head = told["document"]
    assert head["category"] == "csaf_security_advisory"
    assert head["tracking"]["id"] == f"THE-WARP-{desk.at.year}-1"
    assert head["distribution"]["tlp"]["label"] == "WHITE"
    assert head["publisher"]["name"] == "the-warp Council"
    assert [each["cve"] for each in told["vulnerabilities"]] == [CVE]
    assert "maker" in json.dumps(told["product_tree"])
    assert "https://maker.example/advisory" in [one["url"] for one in head["references"]]


def test_a_bulletin_about_no_product_informs(desk: Desk) -> None:
    desk.publishes()
    desk.bulletin()
    told = first(desk)
    assert judge(told) == ()
    assert told["document"]["category"] == "csaf_informational_advisory"


def test_a_correction_is_a_revision_and_a_withdrawal_says_so(desk: Desk) -> None:
    desk.publishes()
    bulletin = desk.bulletin(story=desk.story(CVE, affected=GATEWAY))
    desk.corrects(bulletin, "The version was wrong.", act="Update to 2.4.2.")
    told = first(desk)["document"]
    assert [each["summary"] for each in told["tracking"]["revision_history"]] == [
        "First published",
        "The version was wrong.",
    ]
    assert "Update to 2.4.2." in json.dumps(told)
    desk.withdraws(bulletin, "It was a false alarm.")
    whole = first(desk)
    assert judge(whole) == ()
    assert whole["document"]["title"].startswith("Withdrawn: ")
    assert whole["document"]["tracking"]["revision_history"][-1]["summary"] == "Withdrawn: It was a false alarm."
    assert whole["document"]["tracking"]["version"] == "3"


@pytest.mark.parametrize("label", [label for label in Label if label not in (Label.CLEAR, Label.RED)])
def test_nothing_but_clear_is_published(desk: Desk, label: Label) -> None:
    desk.publishes()
    desk.bulletin(1)
    desk.bulletin(2, label=label.value)
    files = lay_out(desk)
    assert len(documents(files)) == 1
    assert "-2.json" not in str(sorted(files))


def test_what_was_said_to_fewer_readers_stays_with_them(desk: Desk) -> None:
    desk.publishes()
    bulletin = desk.bulletin(label=Label.AMBER.value, what="The neighbours were attacked.")
    desk.corrects(bulletin, "For everybody now.", label=Label.CLEAR.value, what="Attackers get in.")
    files = lay_out(desk)
    assert len(documents(files)) == 1
    assert b"neighbours" not in b"".join(files.values())
    bulletin.label = Label.CLEAR.value
    desk.corrects(bulletin, "Not for everybody after all.", label=Label.GREEN.value)
    bulletin.label = Label.CLEAR.value
    bulletin.save()
    assert documents(lay_out(desk)) == []


def test_what_stricter_sources_say_of_products_is_not_told(desk: Desk) -> None:
    desk.publishes()
    desk.bulletin(story=desk.story(CVE, label=Label.GREEN, affected=GATEWAY))
    told = first(desk)
    assert "vulnerabilities" not in told
    assert "product_tree" not in told


def test_the_tree_has_what_a_provider_must_have(desk: Desk) -> None:
    setting = desk.publishes()
    desk.bulletin(1)
    desk.bulletin(2, story=desk.story(CVE, affected=GATEWAY))
    files = lay_out(desk)
    metadata = json.loads(files["provider-metadata.json"])
    assert shape_problems(metadata, "provider") == ()
    assert shape_problems(json.loads(files["white/csaf-feed-tlp-white.json"]), "feed") == ()
    assert metadata["canonical_url"].endswith("/csaf/the-warp/provider-metadata.json")
    keys = read_keys(setting.key_public.encode(), metadata["public_openpgp_keys"][0]["fingerprint"])
    assert len(documents(files)) == 2
    for name in documents(files):
        for algorithm in ("sha256", "sha512"):
            assert check_hash(files[name], files[f"{name}.{algorithm}"], algorithm) is Proof.GOOD
        assert check_signature(files[name], files[f"{name}.asc"], keys) is Proof.GOOD
    assert len(files["white/index.txt"].splitlines()) == 2


def test_laying_out_again_changes_no_byte_and_leaves_no_entry(desk: Desk) -> None:
    desk.publishes()
    desk.bulletin()
    before = lay_out(desk)
    publish_csaf(by=None, owner=desk.warp, at=desk.at + timedelta(days=1))
    assert published_files(desk.warp.pk) == before
    assert AuditEntry.objects.filter(action="csaf.published").count() == 1


def test_a_new_document_leaves_the_others_and_their_signatures(desk: Desk) -> None:
    desk.publishes()
    desk.bulletin(1)
    before = lay_out(desk)
    desk.bulletin(2)
    after = lay_out(desk)
    kept = [name for name in before if "-1.json" in name]
    assert len(kept) == 4
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_who_publishes_no_more_has_nothing_left(desk: Desk) -> None:
    setting = desk.publishes()
    desk.bulletin()
    assert lay_out(desk)
    setting.publishes_csaf = False
    setting.save()
    assert publish_all_csaf.call() == 0
    assert published_files(desk.warp.pk) == {}


def test_a_demonstration_publishes_nothing(world: World) -> None:
    desk = Desk(world)
    desk.warp.is_demonstration = True
    desk.warp.save()
    desk.publishes()
    desk.bulletin()
    assert lay_out(desk) == {}


def test_a_publication_is_laid_out_as_soon_as_it_is_in_the_database(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    desk.publishes()
    with django_capture_on_commit_callbacks(execute=True):
        after_publication(desk.bulletin())
    assert publish_csaf_of.call(desk.warp.pk) == 1
    assert len(documents(published_files(desk.warp.pk))) == 1


def test_a_tree_that_cannot_be_written_leaves_the_one_before(desk: Desk, settings: LazySettings) -> None:
    write_tree(7, {"provider-metadata.json": b"old", "white/index.txt": b""})
    with pytest.raises(TypeError):
        write_tree(7, {"provider-metadata.json": b"new", "white/index.txt": "no bytes"})  # type: ignore[dict-item]
    found = read_published(7, "provider-metadata.json")
    assert found is not None
    assert found.data == b"old"


@pytest.mark.parametrize("name", ["current", "../../wardmote.sqlite3", "white/../provider-metadata.json", "white", "a"])
def test_nothing_but_a_tree_s_own_files_is_read(name: str) -> None:
    write_tree(8, {"provider-metadata.json": b"x", "white/index.txt": b"", "a": b"secret"})
    assert read_published(8, name) is None
