"""What does an uploaded table of domains say, row by row? Pure: no database."""

import re
from datetime import date

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied

from .domain_facts import DomainFacts, fit_domain
from .tables import MOST_FAULTS, TableFault, read_lines

COLUMNS = ("name", "parked", "selectors", "renews_on", "owner")
NEEDED = ("name",)
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"", "no", "n", "false", "0"})


def read_domain_table(text: str) -> tuple[DomainFacts, ...]:
    """Return the domains of a table, or raise TableFault with a sentence for each row that isn't fit."""
    found: dict[str, DomainFacts] = {}
    lines: dict[str, int] = {}
    faults: list[str] = []
    for line, values in read_lines(text, NEEDED):
        try:
            facts = _facts(values)
            if facts.name in found:
                says = {"name": facts.name, "first": lines[facts.name]}
                raise Denied(_("“%(name)s” stands on line %(first)s too.") % says)
            found[facts.name], lines[facts.name] = facts, line
        except Denied as refusal:
            faults.append(_("Line %(line)s: %(what)s") % {"line": line, "what": refusal.sentence})
        if len(faults) >= MOST_FAULTS:
            raise TableFault(*faults, _("We stopped looking here. Correct these lines first."))
    if faults:
        raise TableFault(*faults)
    if not found:
        raise TableFault(_("The table has no rows below its first line. Add a line for each domain."))
    return tuple(found.values())


def row_of(facts: DomainFacts, proof: str) -> tuple[str, ...]:
    """Return a domain as a row to download, in the columns that an upload takes and with its proof."""
    return (
        facts.name,
        "yes" if facts.is_parked else "no",
        "; ".join(facts.selectors),
        facts.renews_on.isoformat() if facts.renews_on else "",
        facts.owner,
        proof or "none",
    )


def _facts(values: dict[str, str]) -> DomainFacts:
    if not values["name"]:
        raise Denied(_("the name is missing."))
    return fit_domain(
        DomainFacts(
            name=values["name"],
            is_parked=_claim(values.get("parked", "")),
            selectors=tuple(re.split(r"[\s,;]+", values.get("selectors", ""))),
            renews_on=_day(values.get("renews_on", "")),
            owner=values.get("owner", ""),
        )
    )


def _claim(word: str) -> bool:
    if word.lower() not in _YES | _NO:
        raise Denied(_("parked is “%(word)s”. It must be yes or no.") % {"word": word[:40]})
    return word.lower() in _YES


def _day(word: str) -> date | None:
    if not word:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError as fault:
        raise Denied(_("renews_on is “%(word)s”. Write it as year-month-day.") % {"word": word[:40]}) from fault
