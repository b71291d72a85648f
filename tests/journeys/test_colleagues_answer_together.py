"""Two colleagues have the same question open: the second is told, and nothing that either wrote is lost."""

import pytest
from playwright.sync_api import expect

from .conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUESTION = "/councils/demo-ald/stocktake/questions/security-staff/"


def test_the_second_of_two_colleagues_is_told_and_nothing_is_lost(open_window: Opener) -> None:
    first, second = open_window("contributor"), open_window("lead")
    first.goto(QUESTION)
    second.goto(QUESTION)

    first.get_by_role("radio").nth(3).check()
    first.get_by_label("Why?").fill("Brackwater covers for us from January.")
    first.get_by_role("button", name="Save and go on").click()
    expect(first.get_by_role("status")).to_contain_text("Saved")

    second.get_by_role("radio").nth(1).check()
    second.get_by_label("Why?").fill("Dev is leaving in March.")
    second.get_by_role("button", name="Save and go on").click()
    theirs = second.locator(".govuk-inset-text", has_text="Dev Chauhan answered:")
    expect(theirs).to_contain_text("Brackwater covers for us from January.")
    expect(second.get_by_role("radio").nth(1)).to_be_checked()
    expect(second.get_by_label("Why?")).to_have_value("Dev is leaving in March.")

    second.get_by_label("Why?").fill("Brackwater covers for us from January. Dev is leaving in March.")
    second.get_by_role("button", name="Save and go on").click()
    expect(second.get_by_role("status")).to_contain_text("Saved")
    first.goto(QUESTION)
    expect(first.get_by_label("Why?")).to_have_value("Brackwater covers for us from January. Dev is leaving in March.")
    expect(first.get_by_role("radio").nth(1)).to_be_checked()
