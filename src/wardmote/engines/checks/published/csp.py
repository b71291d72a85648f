"""What does a Content-Security-Policy permit, and does it hold anything back (Content Security Policy Level 3)?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_POLICY = 20_000
_NONCE_OR_HASH = re.compile(r"'(?:nonce-[^']+|sha(?:256|384|512)-[^']+)'", re.IGNORECASE)
# Sources that take in every server, or that an attacker can write into the page itself.
_EVERYWHERE = ("*", "http:", "https:", "http://*", "https://*", "data:", "blob:", "filesystem:")


@dataclass(frozen=True, slots=True)
class Csp:
    """One policy: the values of its directives by their names in lower case, the first of each name."""

    text: str
    directives: Mapping[str, tuple[str, ...]]

    def sources(self, name: str) -> tuple[str, ...] | None:
        """Return the sources for a kind of fetch, which default-src stands in for; None where nothing says."""
        return self.directives.get(name, self.directives.get("default-src"))

    @property
    def scripts(self) -> tuple[str, ...] | None:
        """The sources for scripts that a page loads."""
        return self.directives.get("script-src-elem", self.sources("script-src"))

    @property
    def is_strict(self) -> bool:
        """Whether scripts need a nonce or a hash, so that browsers pass over 'unsafe-inline'."""
        return any(_NONCE_OR_HASH.fullmatch(source) for source in self.scripts or ())

    @property
    def open_sources(self) -> tuple[str, ...]:
        """The sources that let scripts come from anywhere."""
        if self.is_strict and self._allows("'strict-dynamic'"):
            return ()
        return tuple(source for source in self.scripts or () if source.lower() in _EVERYWHERE)

    @property
    def allows_inline(self) -> bool:
        """Whether a script that an attacker writes into the page runs."""
        return not self.is_strict and self._allows("'unsafe-inline'")

    @property
    def allows_eval(self) -> bool:
        """Whether texts can be turned into scripts."""
        return self._allows("'unsafe-eval'")

    @property
    def limits_scripts(self) -> bool:
        """Whether the policy says anything about where scripts come from."""
        return self.scripts is not None and not self.open_sources

    def _allows(self, keyword: str) -> bool:
        return any(source.lower() == keyword for source in self.scripts or ())


def read_csp(text: str) -> tuple[Csp, ...]:
    """Return the policies in a header's value, which commas part; never raises."""
    return tuple(_policy(part) for part in text[:LONGEST_POLICY].split(",") if part.strip(" \t;"))


def _policy(text: str) -> Csp:
    directives: dict[str, tuple[str, ...]] = {}
    for piece in text.split(";"):
        words = piece.split()
        if words:
            directives.setdefault(words[0].lower(), tuple(words[1:]))
    return Csp(text.strip(), directives)
