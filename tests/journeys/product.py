"""The product as a person runs it: `wardmote up` in a folder of its own, with the demonstration region."""

import email
import email.policy
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from benchmarks.survival import ROOT, Installation

LETTER_LIMIT_S = 20.0


@dataclass
class Product(Installation):
    """One running Wardmote. Passkeys need a name for a host, so its address has one and not a number.

    `settings` are variables besides the usual ones, or instead of them.
    """

    settings: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Return the address of the home page, without the last stroke."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that its processes get."""
        return super().environment | {"WARDMOTE_DEMO": "yes", "WARDMOTE_URL": self.base} | self.settings

    def up(self) -> None:
        """Run it until it has said where it is."""
        process = self.start("up")
        self.wait_until_ready(process)

    def ask(self, question: str, *about: str) -> Any:
        """Ask the inside of the product something."""
        command = [sys.executable, "-m", "tests.journeys.inside", question, *about]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @cached_property
    def facts(self) -> dict[str, str]:
        """Return what the addresses of pages name."""
        found: dict[str, str] = self.ask("facts")
        return found

    @cached_property
    def sessions(self) -> dict[str, str]:
        """Return the session keys of people in states that the demonstration doesn't have."""
        found: dict[str, str] = self.ask("people")
        return found

    def letter_to(self, address: str, about: str, *, after: str = "") -> str:
        """Return the newest letter to an address whose subject has these words, as soon as the worker sent it.

        `after` is a letter that was read before: another one is waited for.
        """
        last_moment = time.monotonic() + LETTER_LIMIT_S
        while time.monotonic() < last_moment:
            found = self._newest_letter(address, about)
            if found and found != after:
                return found
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} about “{about}”; the worker may have stopped")

    def _newest_letter(self, address: str, about: str) -> str:
        for file in sorted((self.home / "mail").glob("*.log"), reverse=True):
            for text in reversed(file.read_text(encoding="utf-8").split("-" * 79)):
                letter = email.message_from_string(text.lstrip(), policy=email.policy.default)
                if letter["To"] == address and about in str(letter["Subject"]):
                    plain = letter.get_body(("plain",))
                    return str(plain.get_content()) if plain else ""
        return ""
