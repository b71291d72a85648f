"""What goes wrong in a window that only the browser notices?"""

from playwright.sync_api import ConsoleMessage, Page


class Watched:
    """A page whose console errors, refused content and script faults are written down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser also reports the status of the page itself; the tests check that where it is meant.
        is_the_page = message.location.get("url") == self.page.url and "Failed to load resource" in message.text
        if message.type in ("error", "warning") and not is_the_page:
            self.faults.append(f"{self.page.url}: {message.text}")
