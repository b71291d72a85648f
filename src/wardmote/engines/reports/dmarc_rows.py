"""Which rows do a DMARC report's texts make, once they are found to be what they should be?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wardmote.engines.reports import values
from wardmote.engines.reports.refusal import ReportError
from wardmote.engines.reports.rows import DkimResult, PublishedPolicy, Reason, Record, Report, SpfResult

Groups = dict[str, list[dict[str, str]]]
DISPOSITIONS = frozenset({"none", "quarantine", "reject", "pass"})
Evaluated = tuple[str, bool, bool, tuple[Reason, ...]]
Identifiers = tuple[str, str, str]
Results = tuple[tuple[DkimResult, ...], tuple[SpfResult, ...]]


@dataclass(frozen=True)
class Draft:
    """The texts of one record: leaves by name, and the groups that come several times."""

    leaves: Mapping[str, str]
    groups: Groups

    def record(self) -> Record:
        """Return the record; ReportError where a number or an address isn't one."""
        source, count = self.leaves.get("source_ip", ""), self.leaves.get("count", "")
        return record_of(
            source,
            count,
            evaluated_of(self.leaves, self.groups["reason"]),
            identifiers_of(self.leaves),
            results_of(self.groups["dkim"], self.groups["spf"]),
        )


def record_of(source: str, count: str, evaluated: Evaluated, identifiers: Identifiers, results: Results) -> Record:
    """Return one record of the parts that were checked on their own."""
    return Record(values.address(source), values.count(count), *evaluated, *identifiers, *results)


def evaluated_of(leaves: Mapping[str, str], reasons: Sequence[Mapping[str, str]]) -> Evaluated:
    """Return what the receiver did and why; a disposition that no standard names is "unknown"."""
    disposition = leaves.get("disposition", "").lower()
    return (
        disposition if disposition in DISPOSITIONS else "unknown",
        leaves.get("dkim", "").lower() == "pass",
        leaves.get("spf", "").lower() == "pass",
        tuple(
            Reason(values.word(reason.get("type", "")), values.remark(reason.get("comment", ""))) for reason in reasons
        ),
    )


def identifiers_of(leaves: Mapping[str, str]) -> Identifiers:
    """Return header_from, envelope_from and envelope_to."""
    return (
        values.domain(leaves.get("header_from", "")),
        values.domain(leaves.get("envelope_from", "")),
        values.domain(leaves.get("envelope_to", "")),
    )


def results_of(dkim: Sequence[Mapping[str, str]], spf: Sequence[Mapping[str, str]]) -> Results:
    """Return the results of DKIM and SPF in the report's order."""
    return tuple([_dkim(found.get) for found in dkim]), tuple([_spf(found.get) for found in spf])


def _dkim(text: Callable[[str, str], str]) -> DkimResult:
    domain, selector, result = text("domain", ""), text("selector", ""), text("result", "")
    if len(domain) + len(selector) + len(result) > values.LONGEST_NAME:
        values.check_names(domain, selector, result)
    return DkimResult(
        domain.lower().removesuffix("."), selector, result.lower(), text("human_result", "")[: values.LONGEST_REMARK]
    )


def _spf(text: Callable[[str, str], str]) -> SpfResult:
    domain, scope, result = text("domain", ""), text("scope", ""), text("result", "")
    if len(domain) + len(scope) + len(result) > values.LONGEST_NAME:
        values.check_names(domain, scope, result)
    return SpfResult(
        domain.lower().removesuffix("."),
        scope.lower(),
        result.lower(),
        text("human_result", "")[: values.LONGEST_REMARK],
    )


def report_of(head: Mapping[str, str], records: Iterator[Record]) -> Report:
    """Return the report; ReportError where its head leaves out the domain or the period."""
    domain = values.domain(head.get("domain", ""))
    if not domain:
        raise ReportError("no_domain", "The report doesn't say which domain it is about.")
    begin, end = values.moment(head.get("begin", "")), values.moment(head.get("end", ""))
    values.check_period(begin, end)
    words = ("p", "sp", "np", "adkim", "aspf", "pct", "fo", "testing", "discovery_method")
    return Report(
        org_name=values.name(head.get("org_name", "")),
        report_id=values.name(head.get("report_id", "")),
        begin=begin,
        end=end,
        domain=domain,
        policy=PublishedPolicy(domain, **{word: values.word(head.get(word, "")) for word in words}),
        records=records,
    )
