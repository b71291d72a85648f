"""Do all the samples that others published come into the database, once, and as one story for each vulnerability?

`WARDMOTE_SAMPLES` names the folder of sample files; unless it says otherwise, `shared/data` beside the checkout.
"""

import os
from pathlib import Path

import pytest

from tests.unit.warn.sources_made import AT, a_source
from wardmote.engines.advisories.facts import Kind
from wardmote.warn.file_taking import take_files
from wardmote.warn.merging import is_cve
from wardmote.warn.models import Advised, Range, Source, SourceRun, Statement, Story, StoryName

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data"))
NOT_ADVISORIES = {"cpe_vectors.json", "testcases.json", "README.md"}
FILES = sorted(
    path
    for folder in ("advisories", "stix")
    for path in (SAMPLES / folder).rglob("*")
    if path.is_file()
    and path.name not in NOT_ADVISORIES
    and "schema" not in path.name
    and "validator" not in path.parts
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILES, reason=f"there are no sample advisories in {SAMPLES}"),
]


def read(source: Source) -> SourceRun:
    """Read all samples for one source."""
    return take_files(source=source, files=FILES, clock=lambda: AT, progress=lambda done, total: None)


def test_every_sample_comes_in_once_and_makes_one_story_for_each_vulnerability() -> None:
    source = a_source("samples")
    run = read(source)
    assert run.entries > 1_500
    assert run.is_whole
    counts = (Story.objects.count(), Statement.objects.count(), Range.objects.count(), Advised.objects.count())
    numbers = [name for name in StoryName.objects.values_list("name", flat=True) if is_cve(name)]
    assert Story.objects.filter(names__name__startswith="CVE-").distinct().count() == len(numbers)
    assert Story.objects.filter(exploited_on__isnull=False).count() >= 1_404
    assert set(Statement.objects.values_list("kind", flat=True)) >= {Kind.KEV, Kind.NVD, Kind.CSAF}
    assert not Story.objects.filter(statements__isnull=True).exists()
    read(source)
    assert counts == (
        Story.objects.count(),
        Statement.objects.count(),
        Range.objects.count(),
        Advised.objects.count(),
    )
