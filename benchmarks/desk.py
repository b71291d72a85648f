"""How long does the operator of a WARP take, in a browser, to turn what attackers use into a warning for 24 councils?

The journey's own steps in Chromium, with the product as `wardmote up` runs it: from the home page to the desk, to the
entry, to the form that is filled in from it, and out. One run shows what a person waits for, since they press no faster
than the pages come; what they read and think is theirs.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.journeys.product import Product

ROUNDS, COUNCILS, MOST_S = 3, 24, 60.0
# Entries that no journey uses.
FIRST_NAME = 7_201


def run(console: Console) -> bool:
    """Measure, print the table, and say whether the figure is reached."""
    if os.environ.get("WARDMOTE_NO_BROWSER") == "1":
        console.print("There is no Chromium here (WARDMOTE_NO_BROWSER), so that nothing was measured.")
        return True
    with tempfile.TemporaryDirectory(prefix="wardmote-bench-") as folder, _running(Path(folder) / "home") as desk:
        rounds = [desk.publish(f"CVE-2026-{FIRST_NAME + number}") for number in range(ROUNDS)]
    taken, warned = [seconds for seconds, _ in rounds], min(councils for _, councils in rounds)
    is_reached = max(taken) < MOST_S and warned >= COUNCILS
    table = Table(title=f"An operator turns a KEV entry into a warning for {COUNCILS} councils, in Chromium")
    for heading in ("figure", "median", "longest", "asked for", "councils warned", "reached"):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    cells = (f"{median(taken):.1f} s", f"{max(taken):.1f} s", f"under {MOST_S:.0f} s", f"{warned}")
    table.add_row("From the home page to “Published”", *cells, "yes" if is_reached else "NO")
    console.print(table)
    return is_reached


class _Desk:
    """The product, and a browser in which the operator of its WARP works."""

    def __init__(self, product: "Product", browser: "Browser") -> None:
        self._product, self._browser = product, browser

    def publish(self, name: str) -> tuple[float, int]:
        """Return the seconds from the home page to the warning that is out, and how many councils it warned."""
        from tests.journeys.hands import Mouse
        from tests.journeys.test_desk import publish, sign_in

        told = self._product.ask("exploited_story", name)
        context = self._browser.new_context(base_url=self._product.base)
        page = sign_in(context.new_page(), told["link"])
        begun = time.monotonic()
        publish(page, Mouse(), told["title"])
        seconds = time.monotonic() - begun
        context.close()
        return seconds, self._product.ask("warned_of", told["title"])[0]


@contextmanager
def _running(home: Path) -> Iterator[_Desk]:
    """Run the product, whose WARP has so many members, and a browser until the block ends."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.conftest import ARGUMENTS, CHROMIUM
    from tests.journeys.product import Product

    product = Product(home)
    try:
        product.up()
        product.ask("enough_members", str(COUNCILS))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            yield _Desk(product, browser)
            browser.close()
    finally:
        product.stop()
