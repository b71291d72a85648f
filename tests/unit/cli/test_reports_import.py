"""Does the command take reports out of files, folders and mailboxes, for the councils that they are about?"""

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.unit.watch.reports_made import dmarc, mailed, record
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.kernel.moments import today
from wardmote.watch.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    tmp_path = tmp_path / "in"
    tmp_path.mkdir()
    first, second = world.council("ald"), world.council("bex")
    a_domain(first, at=world.at)
    a_domain(second, at=world.at)
    day = world.at.date()
    (tmp_path / "one.xml").write_bytes(dmarc("ald.gov.uk", record(count=3), day=day))
    (tmp_path / "two.xml.gz").write_bytes(gzip.compress(dmarc("bex.gov.uk", record(count=4), day=day)))
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.mail").write_bytes(mailed(dmarc("ald.gov.uk", record(), day=day, org="Third")))
    mails = [mailed(dmarc("ald.gov.uk", record(), day=day, org=f"Fourth {n}")) for n in range(3)]
    envelope = b"From receiver@receiver.example Mon Nov 23 10:00:00 2026\n"
    (tmp_path / "box.mbox").write_bytes(b"".join(envelope + mail + b"\n" for mail in mails))
    return tmp_path


def test_everything_in_a_folder_is_taken_for_whoever_it_is_about(wardmote: Any, folder: Path) -> None:
    done = wardmote("reports", "import", str(folder))
    assert done.code == 0
    assert "✔ 6 reports taken, 0 were there already, 0 refused." in done.out
    assert Delivery.objects.filter(council__code="bex").count() == 1
    again = wardmote("reports", "import", str(folder), "--json").json
    assert (again["taken"], again["doubled"], again["refused"]) == (0, 6, [])


def test_what_cannot_be_taken_is_named_with_the_reason_and_the_rest_is_taken(wardmote: Any, folder: Path) -> None:
    (folder / "notes.txt").write_text("nothing")
    (folder / "else.xml").write_bytes(dmarc("elsewhere.example", record(), day=today()))
    done = wardmote("reports", "import", str(folder))
    assert done.code == 1
    assert "6 reports taken, 0 were there already, 2 refused" in done.out
    assert "elsewhere.example, which isn't a verified domain here" in done.out
