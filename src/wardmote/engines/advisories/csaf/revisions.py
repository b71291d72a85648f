"""In which order do a document's versions stand? (CSAF 2.0, section 3.1.11: whole numbers or semantic versions)"""

from dataclasses import dataclass

Rank = tuple[int, int, int, tuple[tuple[int, int, str], ...]]
_RELEASED: tuple[tuple[int, int, str], ...] = ((2, 0, ""),)


@dataclass(frozen=True, slots=True)
class Version:
    """A version taken apart: its numbers, and the part before a release ("rc.1"), without what names a build."""

    numbers: tuple[int, ...]
    before: str = ""

    @classmethod
    def of(cls, text: str) -> "Version":
        """Read a version that follows the schema's pattern."""
        plain, _, before = text.partition("+")[0].partition("-")
        return cls(tuple(int(number) for number in plain.split(".")), before)

    @property
    def is_semantic(self) -> bool:
        """Whether it is written with three numbers."""
        return len(self.numbers) == 3

    @property
    def is_zero(self) -> bool:
        """Whether it comes before the first release: 0 or 0.y.z."""
        return self.numbers[0] == 0

    @property
    def rank(self) -> Rank:
        """Where it stands among others (semver.org, section 11)."""
        major, minor, patch = (*self.numbers, 0, 0)[:3]
        words = tuple((0, int(w), "") if w.isdigit() else (1, 0, w) for w in self.before.split("."))
        return major, minor, patch, words if self.before else _RELEASED
