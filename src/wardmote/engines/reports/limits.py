"""How much may a report hold before it is refused as an attack or a mistake?"""

from dataclasses import dataclass

from wardmote.engines.reports.refusal import ReportError

MEGABYTE = 1_000_000
PIECE = 1 << 17


@dataclass(frozen=True)
class Limits:
    """Bounds of one file or message, in bytes unless the name says otherwise."""

    most_packed: int = 40 * MEGABYTE
    most_unpacked: int = 250 * MEGABYTE
    # Deflate reaches 1,030 at best; reports of 100,000 alike records reach about 60, and the most alike ones 200.
    highest_ratio: int = 300
    # Small files may be packed as tightly as they like.
    ratio_from: int = MEGABYTE
    # An e-mail is the one thing held whole, at up to ten times its size: each of its lines is an object for a while.
    most_mail: int = 12 * MEGABYTE
    most_mail_lines: int = 200_000
    most_members: int = 100
    most_directory: int = MEGABYTE
    deepest_mail: int = 9
    most_parts: int = 50
    most_json: int = 4 * MEGABYTE
    most_json_marks: int = 200_000


LIMITS = Limits()


class Budget:
    """Counts what one file or message unpacks to, over all of its members."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._packed = self._unpacked = 0

    def spend(self, *, packed: int, unpacked: int) -> None:
        """Count a piece; ReportError where the whole has become too large, or larger than a report packs to."""
        self._packed += packed
        self._unpacked += unpacked
        if self._unpacked > self._limits.most_unpacked:
            raise too_large(self._limits.most_unpacked)
        is_small = self._unpacked <= self._limits.ratio_from
        if not is_small and self._unpacked > self._packed * self._limits.highest_ratio:
            raise ReportError("bomb", "The file unpacks to far more than a report of its size can hold.")


def too_large(most: int) -> ReportError:
    """Return the refusal of a file beyond so many bytes."""
    return ReportError("too_large", f"The file is larger than a report may be ({most // MEGABYTE} MB).")
