"""What would a table change in the register: one of bodies, or one of who belongs to which WARP or forum?"""

from abc import ABC, abstractmethod
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .screen import say, show_table
from .troubles import Trouble

if TYPE_CHECKING:
    from wardmote.register.tables import AffiliationRow, CouncilRow


class Proposal(ABC):
    """A table that has been read, with the difference that it would make."""

    is_empty: bool

    @abstractmethod
    def show(self) -> None:
        """Write the difference for a person."""

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """Return the difference under stable names."""

    @abstractmethod
    def apply(self, *, valid_from: date | None, source: str) -> None:
        """Put the table in force."""


class Bodies(Proposal):
    """A table of bodies with their facts."""

    def __init__(self, rows: "tuple[CouncilRow, ...]") -> None:
        from wardmote.register.queries.differences import check_fits, differences

        check_fits(rows, None)
        self.rows, self.found = rows, differences(rows)
        self.is_empty = self.found.is_empty

    def show(self) -> None:
        """Write the difference for a person."""
        found = self.found
        if found.is_empty:
            say(f"Nothing would change: all {found.same} bodies are as the table says.")
            return
        say(f"{len(found.added)} new, {len(found.changed)} changed, {found.same} the same.")
        lines = [(d.code, d.name, "new", "", "") for d in found.added]
        lines += [(d.code, d.name, c.what, c.before, c.after) for d in found.changed for c in d.changes]
        show_table(("Code", "Name", "What", "Is", "Would be"), lines)
        if found.absent:
            say(f"Not in the table, and left as they are: {', '.join(found.absent)}.")

    def describe(self) -> dict[str, Any]:
        """Return the difference under stable names."""
        return {
            "added": [{"code": d.code, "name": d.name} for d in self.found.added],
            "changed": [
                {"code": d.code, "name": d.name, "changes": [[c.what, c.before, c.after] for c in d.changes]}
                for d in self.found.changed
            ],
            "same": self.found.same,
            "absent": list(self.found.absent),
        }

    def apply(self, *, valid_from: date | None, source: str) -> None:
        """Put the table in force."""
        from wardmote.kernel.moments import now
        from wardmote.register.actions.apply_register import apply_register
        from wardmote.register.tables import TableFault

        try:
            apply_register(by=None, rows=self.rows, valid_from=valid_from, source=source, at=now())
        except TableFault as fault:
            raise Trouble(str(fault)) from fault


class Affiliations(Proposal):
    """A table of who belongs to which WARP, Local Resilience Forum or combined authority."""

    def __init__(self, rows: "tuple[AffiliationRow, ...]") -> None:
        from wardmote.register.queries.affiliations import affiliation_differences

        self.rows, self.found = rows, affiliation_differences(rows)
        self.is_empty = self.found.is_empty

    def show(self) -> None:
        """Write the difference for a person."""
        if self.is_empty:
            say(f"Nothing would change: all {self.found.same} affiliations are as the table says.")
            return
        lines = [(r.group_code, r.member_code, "joins", str(r.valid_from or "")) for r in self.found.added]
        lines += [(r.group_code, r.member_code, "leaves", str(r.valid_to)) for r in self.found.ended]
        show_table(("Group", "Member", "What", "On"), lines)

    def describe(self) -> dict[str, Any]:
        """Return the difference under stable names."""
        return {
            "added": [[r.group_code, r.member_code] for r in self.found.added],
            "ended": [[r.group_code, r.member_code] for r in self.found.ended],
            "same": self.found.same,
        }

    def apply(self, *, valid_from: date | None, source: str) -> None:
        """Put the table in force; each row carries its own dates."""
        from wardmote.kernel.moments import now
        from wardmote.register.actions.apply_affiliations import apply_affiliations

        apply_affiliations(by=None, rows=self.rows, source=source, at=now())


def read_proposal(file: Path) -> Proposal:
    """Read a table of either kind, or say what is wrong with it."""
    from wardmote.register.tables import (
        MOST_BYTES,
        TableFault,
        is_affiliations,
        read_affiliations,
        read_councils,
    )

    if file.stat().st_size > MOST_BYTES:
        raise Trouble(f"{file} is larger than 2 MB. A register of all UK councils takes about 100 kB.")
    try:
        text = file.read_text(encoding="utf-8-sig")
        return Affiliations(read_affiliations(text)) if is_affiliations(text) else Bodies(read_councils(text))
    except UnicodeDecodeError as fault:
        raise Trouble(f"{file} isn't UTF-8 text. Save the table as CSV (UTF-8) and try again.") from fault
    except TableFault as fault:
        raise Trouble(f"{file}: {fault}") from fault
