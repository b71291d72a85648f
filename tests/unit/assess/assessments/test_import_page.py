"""Does the page about a file show what would change before it offers to save?"""

import json

import pytest

from tests.unit.assess.assessments.frozen import answered
from tests.unit.assess.assessments.test_report_exchange import exported, upload
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_the_button_that_saves_comes_after_the_last_change_and_sends_the_file(world: World) -> None:
    found = answered(world)
    record = json.loads(exported(found, "json"))
    for outcome in record["outcomes"][:2]:
        outcome["justification"] = "Minutes of April."
    page = upload(found, json.dumps(record).encode()).content.decode()
    assert page.count("<ins>") == 2
    assert page.rindex("<ins>") < page.index("Save these changes")
    form = page.split('name="parcel"')[1].split("</form>")[0]
    assert "Save these changes" in form
