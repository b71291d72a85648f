"""Is the map as good on paper, without colour, and in a reader's own colours?"""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_on_paper_there_are_the_map_its_legend_and_the_table_but_no_navigation(open_window: Opener) -> None:
    page = open_window(viewport={"width": 1280, "height": 900})
    page.goto("/map/")
    page.emulate_media(media="print")
    for is_kept in (page.locator(".wm-map svg"), page.locator(".wm-legend"), page.locator("tbody tr").last):
        expect(is_kept).to_be_visible()
    for is_gone in (page.locator("nav"), page.locator(".wm-filter"), page.get_by_text("Cymraeg")):
        expect(is_gone).to_be_hidden()
    sheet = page.pdf(format="A4")
    assert sheet.startswith(b"%PDF")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", sheet)) <= 20


@pytest.mark.parametrize("measure", ["stocktake", "population", "kind", "reorganisation"])
def test_without_colour_every_step_of_a_measure_still_looks_different(open_window: Opener, measure: str) -> None:
    page = open_window("programme-team", device_scale_factor=2)
    page.goto(f"/map/?measure={measure}")
    page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
    swatches = page.locator(".wm-legend svg").all()
    pictures = {swatch.screenshot() for swatch in swatches}
    assert len(swatches) > 2
    assert len(pictures) == len(swatches)
    patterns = [swatch.locator("pattern g").evaluate("(marks) => marks.innerHTML") for swatch in swatches]
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_readers_own_colours_tiles_keep_theirs_and_the_rest_follows(open_window: Opener, scheme: str) -> None:
    page = open_window(forced_colors="active", color_scheme=scheme)
    page.goto("/map/")
    label = page.locator(".wm-map text").first
    assert label.evaluate("(one) => getComputedStyle(one).fill") == "rgb(11, 12, 12)"
    outline = page.locator(".wm-map .o").evaluate("(one) => getComputedStyle(one).stroke")
    assert outline == page.locator("h1").evaluate("(one) => getComputedStyle(one).color")
    page.get_by_role("button", name="Show").focus()
    style = page.get_by_role("button", name="Show").evaluate("(one) => getComputedStyle(one).outlineStyle")
    assert style != "none"
