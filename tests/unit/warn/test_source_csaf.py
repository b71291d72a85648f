"""Are a CSAF provider's documents taken only when their hashes and signatures agree, and each only once?"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.unit.engines.advisories.csaf.csaf_made import AT, WARP, notice
from tests.unit.warn.publisher import HOST, Page, Publisher, publishing
from tests.unit.warn.sources_made import a_source
from wardmote.engines.advisories.csaf.notices import Revision
from wardmote.engines.advisories.csaf.publishing import Shelf, tree
from wardmote.engines.advisories.csaf.signing import SigningKey, load_key, new_key
from wardmote.warn.models import Source, SourceRun, Statement, Way
from wardmote.warn.source_runs import read_source

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=7)


@cache
def key() -> SigningKey:
    """A key that signs."""
    return load_key(new_key("Example WARP <warp@example.gov.uk>"))


@pytest.fixture
def publisher(settings: LazySettings, tmp_path: Path) -> Iterator[Publisher]:
    """A provider of two documents."""
    later = notice(id="XWARP-2026-0002", history=(Revision(LATER, "First published"),))
    shelf = Shelf(f"https://{HOST}", WARP, key().fingerprint, key().public, key().sign)
    with publishing(settings, tmp_path) as found:
        for path, body in tree([later, notice()], shelf, at=LATER).items():
            found.puts(f"/{path}", body)
        yield found


@pytest.fixture
def source(publisher: Publisher) -> Source:
    """The provider, named by its domain."""
    return a_source("warp", way=Way.CSAF, address=HOST)


def read(source: Source) -> SourceRun:
    """Read the provider."""
    source.refresh_from_db()
    run = read_source(source, lambda: LATER)
    assert run is not None
    return run


def documents(publisher: Publisher) -> list[str]:
    """Return the places of the documents, the oldest first."""
    return sorted(path for path in publisher.pages if "xwarp" in path and path.endswith(".json"))


def test_both_documents_come_with_their_proofs_and_once(publisher: Publisher, source: Source) -> None:
    run = read(source)
    assert (run.broken, run.is_whole, run.log, run.alarms) == (0, True, [], [])
    assert run.size_bytes > 1_000
    count = Statement.objects.count()
    assert count == run.entries >= 2
    publisher.asked.clear()
    assert read(source).entries == 0
    assert not [path for path, _ in publisher.asked if "xwarp" in path]
    assert Statement.objects.count() == count


def test_an_altered_document_is_refused_and_the_other_is_in(publisher: Publisher, source: Source) -> None:
    first = documents(publisher)[0]
    page = publisher.pages[first]
    assert isinstance(page, Page)
    publisher.pages[first] = Page(page.body.replace(b"XWARP", b"YWARP"))
    run = read(source)
    assert run.broken == 1
    assert "Its hash or its signature doesn't agree" in run.log[0]
    assert Statement.objects.exists()


def test_a_document_without_signature_is_refused_where_the_provider_signs(publisher: Publisher, source: Source) -> None:
    del publisher.pages[f"{documents(publisher)[0]}.asc"]
    run = read(source)
    assert run.broken == 1
    assert "says that it signs" in run.log[0]


def test_a_document_that_failed_is_asked_for_again_once(publisher: Publisher, source: Source) -> None:
    first = documents(publisher)[0]
    page = publisher.pages.pop(first)
    assert read(source).broken == 1
    publisher.pages[first] = page
    assert read(source).broken == 0
    assert Statement.objects.filter(key__startswith="XWARP-2026-0001").exists()


def test_a_provider_that_is_gone_is_said_to_be(publisher: Publisher, source: Source) -> None:
    publisher.pages.clear()
    run = read(source)
    assert not run.is_whole
    assert run.log == ["The provider's metadata couldn't be fetched."]
