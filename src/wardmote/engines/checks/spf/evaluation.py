"""May this address send mail for this domain (RFC 7208, section 4)?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from ..questions import Addresses, Answer, Dialogue, Mx, Ptr, Txt
from .macros import MacroFault, MacroString, expand, expand_name, read_macro_string
from .names import is_at_or_below, is_domain, is_name
from .record import Mechanism, Qualifier, SpfRecord, read_spf, spf_records

MOST_LOOKUPS = 10
MOST_VOIDS = 2
MOST_MX = 10
MOST_PTR = 10
LONGEST_SENDER = 320
LONGEST_HELO = 255
LONGEST_EXPLANATION = 2000
UNKNOWN = "unknown"

IpAddress = IPv4Address | IPv6Address


class SpfVerdict(StrEnum):
    """The seven answers of SPF (section 2.6)."""

    NONE = "none"
    NEUTRAL = "neutral"
    PASS = "pass"  # noqa: S105 # nosec B105
    FAIL = "fail"
    SOFTFAIL = "softfail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


VERDICTS = {
    Qualifier.PASS: SpfVerdict.PASS,
    Qualifier.FAIL: SpfVerdict.FAIL,
    Qualifier.SOFTFAIL: SpfVerdict.SOFTFAIL,
    Qualifier.NEUTRAL: SpfVerdict.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One term that was looked at: of which domain's record, and what came of it."""

    domain: str
    term: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SpfResult:
    """The answer, the domain's own explanation of a refusal, what it cost, and how it came about."""

    result: SpfVerdict
    explanation: str | None = None
    lookups: int = 0
    void_lookups: int = 0
    trail: tuple[Step, ...] = ()
    reason: str = ""


class Stopped(Exception):
    """The evaluation ends here, with an error."""

    def __init__(self, verdict: SpfVerdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.reason = reason


@dataclass(slots=True)
class _Message:
    """What is asked about, and what the evaluation has cost so far."""

    ip: IpAddress
    sender: str
    helo: str
    receiver: str
    moment: int
    lookups: int = 0
    voids: int = 0
    trail: list[Step] = field(default_factory=list)

    @property
    def family(self) -> int:
        return self.ip.version

    def count_lookup(self) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise Stopped(SpfVerdict.PERMERROR, f"more than {MOST_LOOKUPS} terms need a look-up")

    def count_void(self, answer: Answer) -> None:
        self.voids += answer.is_void
        if self.voids > MOST_VOIDS:
            raise Stopped(SpfVerdict.PERMERROR, f"more than {MOST_VOIDS} look-ups found nothing")


def check_host(
    ip: str, domain: str, sender: str, helo: str, *, receiver: str = UNKNOWN, moment: int = 0
) -> Dialogue[SpfResult]:
    """Evaluate the domain's policy for one message; yields questions and returns the result.

    `receiver` and `moment` (seconds since 1970) serve the macros r and t of explanations alone.
    """
    message = _Message(_plain(ip), _whole_sender(sender, helo), helo[:LONGEST_HELO], receiver, moment)
    explanation = None
    try:
        verdict, deciding, policy = yield from _check(message, domain)
    except Stopped as stopped:
        return _result(message, stopped.verdict, None, stopped.reason)
    if verdict is SpfVerdict.FAIL and policy:
        explanation = yield from _explanation(message, deciding, policy)
    return _result(message, verdict, explanation, "")


def _result(message: _Message, verdict: SpfVerdict, explanation: str | None, reason: str) -> SpfResult:
    return SpfResult(verdict, explanation, message.lookups, message.voids, tuple(message.trail), reason)


def _plain(ip: str) -> IpAddress:
    """Return the address; an IPv4 address mapped into IPv6 is an IPv4 address (section 5)."""
    address = ip_address(ip)
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _whole_sender(sender: str, helo: str) -> str:
    """Return the sender with a local part (section 4.3) and a domain (section 2.4)."""
    local, _, domain = (sender or f"@{helo}")[:LONGEST_SENDER].rpartition("@")
    return f"{local or 'postmaster'}@{domain}"


_Checked = tuple[SpfVerdict, str, SpfRecord | None]


def _check(message: _Message, domain: str) -> Dialogue[_Checked]:
    """Answer for one domain: the verdict, and the domain and record that decided it."""
    if not is_domain(domain):
        return SpfVerdict.NONE, domain, None
    answer = yield Txt(domain)
    record = _record_of(domain, answer)
    if not record:
        return SpfVerdict.NONE, domain, None
    for mechanism in record.mechanisms:
        if mechanism.asks:
            message.count_lookup()
        is_matched = yield from _matches(message, domain, mechanism)
        message.trail.append(Step(domain, mechanism.text, "matches" if is_matched else "doesn't match"))
        if is_matched:
            return VERDICTS[mechanism.qualifier], domain, record
    if record.redirect:
        return (yield from _redirected(message, domain, record.redirect.value, record.redirect.text))
    return SpfVerdict.NEUTRAL, domain, record


def _record_of(domain: str, answer: Answer) -> SpfRecord | None:
    if answer.is_failed:
        raise Stopped(SpfVerdict.TEMPERROR, f"the TXT records of {domain} can't be had")
    texts = spf_records(answer.records)
    if len(texts) > 1:
        raise Stopped(SpfVerdict.PERMERROR, f"{domain} has {len(texts)} SPF records")
    if not texts:
        return None
    record = read_spf(texts[0])
    if record.faults:
        raise Stopped(SpfVerdict.PERMERROR, f"the record of {domain} has a fault of syntax: {record.faults[0].says}")
    return record


def _redirected(message: _Message, domain: str, value: MacroString, text: str) -> Dialogue[_Checked]:
    message.count_lookup()
    target = yield from _name(message, domain, value)
    message.trail.append(Step(domain, text, "goes on there"))
    checked = yield from _check(message, target)
    if checked[0] is SpfVerdict.NONE:
        raise Stopped(SpfVerdict.PERMERROR, f"{domain} redirects to {target}, which has no SPF record")
    return checked


def _matches(message: _Message, domain: str, mechanism: Mechanism) -> Dialogue[bool]:
    if mechanism.name == "all":
        return True
    if mechanism.network:
        return message.ip in mechanism.network
    target = domain
    if mechanism.target:
        target = yield from _name(message, domain, mechanism.target)
    if mechanism.name == "include":
        return (yield from _included(message, domain, target))
    if not is_name(target):
        return False
    if mechanism.name == "ptr":
        return (yield from _matches_ptr(message, target))
    if mechanism.name == "mx":
        return (yield from _matches_mx(message, mechanism, target))
    return (yield from _matches_addresses(message, mechanism, target))


def _included(message: _Message, domain: str, target: str) -> Dialogue[bool]:
    verdict, _, _ = yield from _check(message, target)
    if verdict is SpfVerdict.NONE:
        raise Stopped(SpfVerdict.PERMERROR, f"{domain} includes {target}, which has no SPF record")
    return verdict is SpfVerdict.PASS


def _matches_addresses(message: _Message, mechanism: Mechanism, target: str) -> Dialogue[bool]:
    """Answer for a (addresses of the sender's family) and exists (A records, whatever the family)."""
    is_exists = mechanism.name == "exists"
    answer = yield from _counted(message, Addresses(target, 4 if is_exists else message.family))
    return bool(answer.records) if is_exists else _covers(message, mechanism, answer.records)


def _matches_mx(message: _Message, mechanism: Mechanism, target: str) -> Dialogue[bool]:
    answer = yield from _counted(message, Mx(target))
    if len(answer.records) > MOST_MX:
        raise Stopped(SpfVerdict.PERMERROR, f"{target} has more than {MOST_MX} mail servers")
    for server in answer.records:
        if server in ("", ".") or not is_name(server):
            continue
        addresses = yield Addresses(server, message.family)
        _check_answered(server, addresses)
        if _covers(message, mechanism, addresses.records):
            return True
    return False


def _counted(message: _Message, question: Addresses | Mx) -> Dialogue[Answer]:
    answer = yield question
    _check_answered(question.name, answer)
    message.count_void(answer)
    return answer


def _check_answered(name: str, answer: Answer) -> None:
    if answer.is_failed:
        raise Stopped(SpfVerdict.TEMPERROR, f"the DNS gave no answer for {name}")


def _covers(message: _Message, mechanism: Mechanism, addresses: tuple[str, ...]) -> bool:
    return any(message.ip in network for network in networks_of(addresses, mechanism))


def networks_of(addresses: tuple[str, ...], mechanism: Mechanism) -> Iterator[IPv4Network | IPv6Network]:
    """Return the networks that a mechanism's prefix lengths make of the addresses; others' texts are left out."""
    for text in addresses:
        try:
            if ":" in text:
                yield IPv6Network((IPv6Address(text), mechanism.prefix6), strict=False)
            else:
                yield IPv4Network((IPv4Address(text), mechanism.prefix4), strict=False)
        except (AddressValueError, ValueError):
            continue


def _matches_ptr(message: _Message, target: str) -> Dialogue[bool]:
    answer = yield Ptr(str(message.ip))
    message.count_void(answer)
    for name in answer.records[:MOST_PTR]:
        if is_at_or_below(name, target) and (yield from _is_confirmed(message, name)):
            return True
    return False


def _is_confirmed(message: _Message, name: str) -> Dialogue[bool]:
    """Answer whether a name that the sender's address claims leads back to the address (section 5.5)."""
    if not is_name(name):
        return False
    answer = yield Addresses(name, message.family)
    return any(message.ip in network for network in networks_of(answer.records, _EXACT))


_EXACT = Mechanism("a", Qualifier.PASS, "a", 0)


def _name(message: _Message, domain: str, spec: MacroString) -> Dialogue[str]:
    """Return the name that a domain-spec stands for in this message."""
    values = yield from _values_for(message, domain, spec)
    return expand_name(spec, values)


def _values_for(message: _Message, domain: str, spec: MacroString) -> Dialogue[dict[str, str]]:
    """Return what the macros of a text stand for; only %{p} needs questions."""
    letters = spec.letters
    if not letters:
        return {}
    values = _values(message, domain)
    if "p" in letters:
        values["p"] = yield from _confirmed_name(message, domain)
    return values


def _values(message: _Message, domain: str) -> dict[str, str]:
    local, _, host = message.sender.rpartition("@")
    return {
        "s": message.sender,
        "l": local,
        "o": host,
        "d": domain,
        "i": dotted(message.ip),
        "v": "in-addr" if message.family == 4 else "ip6",
        "h": message.helo,
        "c": str(message.ip),
        "r": message.receiver,
        "t": str(message.moment),
    }


def dotted(ip: IpAddress) -> str:
    """Return the address in parts between dots: bytes of IPv4, half-bytes of IPv6 (section 7.3)."""
    return str(ip) if isinstance(ip, IPv4Address) else ".".join(ip.exploded.replace(":", "").upper())


def _confirmed_name(message: _Message, domain: str) -> Dialogue[str]:
    """Return the value of %{p}: a confirmed name, at the domain, else below it, else any."""
    answer: Answer = yield Ptr(str(message.ip))
    ranked = sorted(
        answer.records[:MOST_PTR], key=lambda name: (name.lower() != domain.lower(), not is_at_or_below(name, domain))
    )
    for name in ranked:
        if (yield from _is_confirmed(message, name)):
            return name
    return UNKNOWN


def _explanation(message: _Message, domain: str, record: SpfRecord) -> Dialogue[str | None]:
    """Return the explanation that the domain publishes, if it is whole (section 6.2)."""
    modifier = record.modifier("exp")
    if not modifier:
        return None
    name = yield from _name(message, domain, modifier.value)
    if not is_name(name):
        return None
    answer: Answer = yield Txt(name)
    if len(answer.records) != 1 or len(answer.records[0]) > LONGEST_EXPLANATION:
        return None
    try:
        spec = read_macro_string(answer.records[0], is_explanation=True)
    except MacroFault:
        return None
    values = yield from _values_for(message, domain, spec)
    return expand(spec, values)
