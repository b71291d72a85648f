"""Is the next record one of the plain ones that nearly all are, and what does it say?

One pattern takes a whole record at a time, some ten times as fast as element by element. It takes nothing that expat
would read otherwise: no attributes, references, comments, sections, instructions, control characters or line breaks in
texts, and no unknown elements. Texts and blanks are taken possessively. Groups aren't, because Python before 3.11.5
gets that wrong (gh-106052): where a group could end sooner, what follows begins differently, so no text is searched.
"""

import re
from typing import TypeVar

from wardmote.engines.reports.dmarc_rows import (
    Evaluated,
    Groups,
    Identifiers,
    Results,
    evaluated_of,
    identifiers_of,
    record_of,
    results_of,
)
from wardmote.engines.reports.rows import Record

_Part = TypeVar("_Part", Evaluated, Identifiers, Results)
_W = r"[ \t\r\n]*+"
_T = r"[^<>&\x00-\x1f\ufffe\uffff]{0,1000}+"


def _several(names: str, most: int) -> str:
    """A pattern of leaves by these names in any order."""
    return r"(?:<(?:" + "|".join(f"{name}>{_T}</{name}" for name in names.split()) + rf")>{_W}){{0,{most}}}"


_REASON = rf"<reason>{_W}{_several('type comment', 4)}</reason>{_W}"
_EVALUATED = rf"{_several('disposition dkim spf', 6)}(?:{_REASON}){{0,20}}"
_DKIM = rf"<dkim>{_W}{_several('domain selector result human_result', 8)}</dkim>{_W}"
_SPF = rf"<spf>{_W}{_several('domain scope result human_result', 8)}</spf>{_W}"
_RECORD = re.compile(
    rf"{_W}<record>{_W}<row>{_W}<source_ip>({_T})</source_ip>{_W}<count>({_T})</count>{_W}"
    rf"<policy_evaluated>{_W}({_EVALUATED})</policy_evaluated>{_W}</row>{_W}"
    rf"<identifiers>{_W}({_several('header_from envelope_from envelope_to', 6)})</identifiers>{_W}"
    rf"<auth_results>{_W}((?:{_DKIM}|{_SPF}){{0,40}})</auth_results>{_W}</record>"
)
_LEAF = re.compile(r"<(\w+)>([^<]*)</")
_REASON_OR_LEAF = re.compile(r"<(reason)>|<(\w+)>([^<]*)</")
_RESULT_OR_LEAF = re.compile(r"<(dkim|spf)>|<(\w+)>([^<]*)</")
_BLANKS = " \t\r\n"
_MOST_KNOWN = 500


class Plain:
    """Reads plain records; remembers parts that come again and again, as most do within one report."""

    def __init__(self) -> None:
        self._evaluated: dict[str, Evaluated] = {}
        self._identifiers: dict[str, Identifiers] = {}
        self._results: dict[str, Results] = {}

    def read(self, text: str, start: int) -> tuple[Record, int] | None:
        """Return the record that begins here and where it ends, or None where it isn't a plain one."""
        found = _RECORD.match(text, start)
        if found is None:
            return None
        source, count, evaluated, identifiers, results = found.groups()
        record = record_of(
            source.strip(_BLANKS),
            count.strip(_BLANKS),
            self._evaluated.get(evaluated) or _keep(self._evaluated, evaluated, _read_evaluated(evaluated)),
            self._identifiers.get(identifiers) or _keep(self._identifiers, identifiers, _read_identifiers(identifiers)),
            self._results.get(results) or _keep(self._results, results, _read_results(results)),
        )
        return record, found.end()


def _keep(known: dict[str, _Part], block: str, part: _Part) -> _Part:
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[block] = part
    return part


def _read_evaluated(block: str) -> Evaluated:
    leaves, reason, reasons = block.partition("<reason>")
    groups: Groups = {"reason": []}
    if reason:
        _fill(groups, _REASON_OR_LEAF.findall(reason + reasons))
    return evaluated_of(_leaves(leaves), groups["reason"])


def _read_identifiers(block: str) -> Identifiers:
    return identifiers_of(_leaves(block))


def _read_results(block: str) -> Results:
    groups: Groups = {"dkim": [], "spf": []}
    _fill(groups, _RESULT_OR_LEAF.findall(block))
    return results_of(groups["dkim"], groups["spf"])


def _leaves(block: str) -> dict[str, str]:
    return {name: text.strip(_BLANKS) for name, text in _LEAF.findall(block)}


def _fill(groups: Groups, found: list[tuple[str, str, str]]) -> None:
    """Put leaves into the groups that they stand in: each of (group that opens, or leaf, and its text)."""
    group: dict[str, str] = {}
    for opened, name, text in found:
        if opened:
            group = {}
            groups[opened].append(group)
        else:
            group[name] = text.strip(_BLANKS)
