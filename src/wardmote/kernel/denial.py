"""How does the house say no?"""

from typing import Literal

Reason = Literal["refused", "sign-in", "missing", "conflict", "second-factor"]
STATUS: dict[Reason, int] = {
    "refused": 403,
    "sign-in": 401,
    "missing": 404,
    "conflict": 409,
    "second-factor": 403,
}


class Denied(Exception):
    """A refusal in the reader's own words; `sentence` is shown to the person as it stands."""

    def __init__(self, sentence: str, reason: Reason = "refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.reason = reason

    @property
    def status(self) -> int:
        """Return the HTTP status that says the same to a machine."""
        return STATUS[self.reason]


def missing(what: str = "page") -> Denied:
    """Return the one answer for what isn't there and for what this reader may not know is there."""
    return Denied(f"We can't find that {what}, or it isn't yours to see.", "missing")
