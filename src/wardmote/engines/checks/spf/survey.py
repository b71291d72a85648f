"""What does a domain's SPF policy amount to, for any message at all?

The survey walks every include and redirect without a sender in hand, so it meets whatever the unluckiest message meets:
the one that no term matches. It asks the DNS what an evaluation would ask, for both families of addresses.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses

from ..questions import Addresses, Answer, Dialogue, Mx, Txt
from .evaluation import MOST_LOOKUPS, MOST_MX, MOST_VOIDS, networks_of
from .macros import MacroString, expand_name
from .names import is_domain, is_name
from .record import Mechanism, Modifier, Qualifier, SpfRecord, read_spf, spf_records
from .remarks import Remark, RemarkKind

MOST_WALKED = 60  # look-ups after which the survey gives up counting: six times what receivers allow
MOST_NETWORKS = 5000
MOST_REPEATED = 20
MOST_TEXT = 450  # name and text of all TXT records, for an answer in one packet (section 3.4)
LONGEST_RECORD = 512

Network = IPv4Network | IPv6Network

_NEAR_MISS = re.compile(r"[\s\"'\u201c\u2018]{0,9}v\s{0,9}=\s{0,9}spf", re.IGNORECASE)
_KNOWN_LETTERS = frozenset("do")


@dataclass(frozen=True, slots=True)
class Visited:
    """A record that the survey read: of which domain, brought in by which term, how deep (0: the domain's own)."""

    domain: str
    record: SpfRecord
    through: str
    depth: int


@dataclass(frozen=True, slots=True)
class SpfSurvey:
    """What was found. `lookups` counts all that the unluckiest message needs, also past the ten that receivers allow.

    `ending` is what happens to senders that nothing names: the qualifier of the `all` that is reached, or None where
    there is none (neutral). A record with faults is walked all the same, as if its faulty terms weren't there.
    `void` are the terms that find nothing, for senders on IPv4 or for all. `alias` is the name that the domain leads to
    if it is an alias: no record may then stand at the domain itself.
    """

    domain: str
    record: SpfRecord | None
    texts: tuple[str, ...]
    visited: tuple[Visited, ...]
    remarks: tuple[Remark, ...]
    lookups: int
    voids4: int
    voids6: int
    ending: Qualifier | None
    networks: tuple[Network, ...]
    includes: tuple[str, ...]
    void: tuple[str, ...] = ()
    alias: str = ""

    @property
    def permerrors(self) -> tuple[Remark, ...]:
        """The reasons for which receivers answer permerror."""
        return tuple(remark for remark in self.remarks if remark.is_permerror)

    @property
    def void_lookups(self) -> int:
        """How many look-ups find nothing, for the family with more of them."""
        return max(self.voids4, self.voids6)

    @property
    def is_unanswered(self) -> bool:
        """Whether a part of the policy is unknown because the DNS gave no answer."""
        return self.has(RemarkKind.UNANSWERED)

    def has(self, kind: RemarkKind) -> bool:
        """Whether a remark of that kind was made."""
        return any(remark.kind is kind for remark in self.remarks)


@dataclass(slots=True)
class _Walk:
    """What the survey has gathered so far."""

    domain: str
    lookups: int = 0
    voids4: int = 0
    voids6: int = 0
    visited: list[Visited] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    networks: list[Network] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)
    underway: list[str] = field(default_factory=list)
    void: list[str] = field(default_factory=list)
    alias: str = ""

    def remark(self, kind: RemarkKind, domain: str, says: str, term: Mechanism | Modifier | None = None) -> None:
        text, position = (term.text, term.position) if term else ("", 0)
        self.remarks.append(Remark(kind, domain, says, text, position))

    def grant(self, networks: list[Network]) -> None:
        room = MOST_NETWORKS - len(self.networks)
        self.networks.extend(networks[:room])

    @property
    def is_exhausted(self) -> bool:
        return self.lookups > MOST_WALKED


def survey(domain: str) -> Dialogue[SpfSurvey]:
    """Walk the domain's policy; yields questions and returns the survey."""
    walk = _Walk(domain.removesuffix("."))
    if not is_domain(domain):
        return _survey(walk, (), None, None)
    answer = yield Txt(walk.domain)
    if answer.is_failed:
        walk.remark(RemarkKind.UNANSWERED, walk.domain, f"The TXT records of {walk.domain} can't be had.")
        return _survey(walk, (), None, None)
    walk.alias = answer.aliases[0] if answer.aliases else ""
    _look_at_texts(walk, answer)
    texts = spf_records(answer.records)
    if len(texts) != 1:
        return _survey(walk, texts, None, None)
    record = read_spf(texts[0])
    ending = yield from _walk_record(walk, walk.domain, record, "", grants=True)
    _count_up(walk)
    return _survey(walk, texts, record, ending)


@lru_cache(maxsize=2048)  # many domains let the same suppliers send and nobody else
def _collapsed(networks: tuple[Network, ...]) -> tuple[Network, ...]:
    four = collapse_addresses([network for network in networks if isinstance(network, IPv4Network)])
    six = collapse_addresses([network for network in networks if isinstance(network, IPv6Network)])
    return (*four, *six)


def _survey(walk: _Walk, texts: tuple[str, ...], record: SpfRecord | None, ending: Qualifier | None) -> SpfSurvey:
    networks = _collapsed(tuple(walk.networks))
    if any(network.prefixlen == 0 for network in networks):
        walk.remark(RemarkKind.PASSES_EVERYBODY, walk.domain, "A network of prefix length 0 lets every address send.")
    return SpfSurvey(
        domain=walk.domain,
        record=record,
        texts=texts,
        visited=tuple(walk.visited),
        remarks=tuple(walk.remarks),
        lookups=walk.lookups,
        voids4=walk.voids4,
        voids6=walk.voids6,
        ending=ending,
        networks=networks,
        includes=tuple(walk.includes),
        void=tuple(walk.void),
        alias=walk.alias,
    )


def _look_at_texts(walk: _Walk, answer: Answer) -> None:
    """Remark on the TXT records of the domain itself, before any is read as SPF."""
    texts = spf_records(answer.records)
    if len(texts) > 1:
        says = f"{walk.domain} has {len(texts)} SPF records. There may be only one: receivers then use none of them."
        walk.remark(RemarkKind.SEVERAL_RECORDS, walk.domain, says)
    for text in answer.records:
        if text not in texts and _NEAR_MISS.match(text):
            says = "A TXT record looks like SPF but doesn't start with v=spf1 and a space, so receivers pass over it."
            walk.remarks.append(Remark(RemarkKind.NEAR_MISS, walk.domain, says, text[:80]))
    total = len(walk.domain) + sum(len(text) for text in answer.records)
    if any(len(text) > LONGEST_RECORD for text in texts):
        says = (
            f"The record is longer than {LONGEST_RECORD} characters: its answer needs TCP, which some receivers lack."
        )
        walk.remark(RemarkKind.LONG_RECORD, walk.domain, says)
    elif texts and total > MOST_TEXT:
        says = f"The TXT records of {walk.domain} come to {total} characters; {MOST_TEXT} fit a plain answer."
        walk.remark(RemarkKind.LONG_RECORD, walk.domain, says)


def _count_up(walk: _Walk) -> None:
    """Remark on the limits that hold for the walk as a whole."""
    if walk.is_exhausted:
        says = f"The policy needs more than {MOST_WALKED} look-ups; the rest wasn't followed."
        walk.remark(RemarkKind.CUT_SHORT, walk.domain, says)
    if walk.lookups > MOST_LOOKUPS:
        says = f"The policy needs {walk.lookups} look-ups, and receivers stop at {MOST_LOOKUPS}."
        walk.remark(RemarkKind.TOO_MANY_LOOKUPS, walk.domain, says)
    if walk.voids4 > MOST_VOIDS:
        says = f"{walk.voids4} look-ups find nothing, and receivers stop after {MOST_VOIDS}."
        walk.remark(RemarkKind.TOO_MANY_VOIDS, walk.domain, says)
    elif walk.voids6 > MOST_VOIDS:
        says = f"For senders on IPv6, {walk.voids6} look-ups find nothing, and receivers stop after {MOST_VOIDS}."
        walk.remark(RemarkKind.TOO_MANY_VOIDS_IPV6, walk.domain, says)


def _walk_record(
    walk: _Walk, domain: str, record: SpfRecord, through: str, *, grants: bool
) -> Dialogue[Qualifier | None]:
    """Walk one record; return the qualifier that meets every sender at its end, or None."""
    walk.visited.append(Visited(domain, record, through, len(walk.underway)))
    walk.underway.append(domain.lower())
    _look_at_record(walk, domain, record)
    ending = yield from _walk_terms(walk, domain, record, grants=grants)
    walk.underway.pop()
    return ending


def _walk_terms(walk: _Walk, domain: str, record: SpfRecord, *, grants: bool) -> Dialogue[Qualifier | None]:
    for term in record.mechanisms:
        if walk.is_exhausted:
            return None
        if term.name == "all":
            if term.qualifier is Qualifier.PASS:
                says = f"The record of {domain} lets everybody send: it ends in +all."
                walk.remark(RemarkKind.PASSES_EVERYBODY, domain, says, term)
            return term.qualifier
        is_granted = grants and term.qualifier is Qualifier.PASS
        if (yield from _walk_mechanism(walk, domain, term, grants=is_granted)):
            return term.qualifier
    if record.redirect and not walk.is_exhausted:
        return (yield from _walk_redirect(walk, domain, record.redirect, grants=grants))
    return None


def _walk_mechanism(walk: _Walk, domain: str, term: Mechanism, *, grants: bool) -> Dialogue[bool]:
    """Walk one mechanism; answer whether it matches every sender."""
    if term.network:
        if grants:
            walk.grant([term.network])
        return False
    walk.lookups += 1
    target = _target(walk, domain, term.target) if term.target else domain
    if term.name == "include":
        ending = yield from _walk_into(walk, domain, term, target, grants=grants)
        return ending is Qualifier.PASS
    if term.name == "ptr" or not target or not is_name(target):
        return False
    if term.name == "mx":
        yield from _walk_mx(walk, domain, term, target, grants=grants)
    elif term.name == "exists":
        answer = yield Addresses(target)
        _count_void(walk, domain, term, answer, (4, 6))
    else:
        yield from _walk_addresses(walk, domain, term, target, grants=grants)
    return False


def _walk_redirect(walk: _Walk, domain: str, redirect: Modifier, *, grants: bool) -> Dialogue[Qualifier | None]:
    walk.lookups += 1
    target = _target(walk, domain, redirect.value)
    return (yield from _walk_into(walk, domain, redirect, target, grants=grants))


def _walk_into(
    walk: _Walk, domain: str, term: Mechanism | Modifier, target: str | None, *, grants: bool
) -> Dialogue[Qualifier | None]:
    """Walk the record that an include or a redirect names."""
    if target is None:
        says = f"{term.text} depends on the message, so what lies behind it can't be counted from outside."
        walk.remark(RemarkKind.HIDDEN, domain, says, term)
        return None
    if term.name == "include":
        walk.includes.append(target)
    if target.lower() in walk.underway:
        walk.remark(RemarkKind.LOOP, domain, f"{term.text} leads back to where it came from.", term)
        return None
    if not is_domain(target):
        walk.remark(RemarkKind.MISSING_RECORD, domain, f"{target} isn't a domain name that can be asked for.", term)
        return None
    answer = yield Txt(target)
    record = _record_behind(walk, domain, term, target, answer)
    if not record:
        return None
    return (yield from _walk_record(walk, target, record, term.text, grants=grants))


def _record_behind(
    walk: _Walk, domain: str, term: Mechanism | Modifier, target: str, answer: Answer
) -> SpfRecord | None:
    if answer.is_failed:
        walk.remark(RemarkKind.UNANSWERED, domain, f"The TXT records of {target} can't be had.", term)
        return None
    texts = spf_records(answer.records)
    if not texts:
        says = f"{target} has no SPF record, and {term.text} needs one."
        walk.remark(RemarkKind.MISSING_RECORD, domain, says, term)
        return None
    if len(texts) > 1:
        walk.remark(RemarkKind.SEVERAL_RECORDS, target, f"{target} has {len(texts)} SPF records.", term)
        return None
    return read_spf(texts[0])


def _walk_addresses(walk: _Walk, domain: str, term: Mechanism, target: str, *, grants: bool) -> Dialogue[None]:
    for family in (4, 6):
        answer = yield Addresses(target, family)
        _count_void(walk, domain, term, answer, (family,))
        if grants:
            walk.grant(list(networks_of(answer.records, term)))


def _walk_mx(walk: _Walk, domain: str, term: Mechanism, target: str, *, grants: bool) -> Dialogue[None]:
    answer = yield Mx(target)
    _count_void(walk, domain, term, answer, (4, 6))
    if len(answer.records) > MOST_MX:
        says = f"{target} has {len(answer.records)} mail servers, and receivers stop at {MOST_MX}."
        walk.remark(RemarkKind.TOO_MANY_MX, domain, says, term)
    for server in answer.records[:MOST_MX]:
        if server in ("", ".") or not is_name(server):
            continue
        for family in (4, 6):
            addresses = yield Addresses(server, family)
            if addresses.is_failed:
                walk.remark(RemarkKind.UNANSWERED, domain, f"The DNS gave no answer for {server}.", term)
            if grants:
                walk.grant(list(networks_of(addresses.records, term)))


def _count_void(walk: _Walk, domain: str, term: Mechanism, answer: Answer, families: tuple[int, ...]) -> None:
    if answer.is_failed:
        walk.remark(RemarkKind.UNANSWERED, domain, f"The DNS gave no answer for {term.text}.", term)
    if answer.is_void and 4 in families:
        walk.voids4 += 1
        walk.void.append(term.text)
    walk.voids6 += answer.is_void and 6 in families


def _target(walk: _Walk, domain: str, spec: MacroString) -> str | None:
    """Return the name meant, or None where only a message can tell; %{o} is taken as the domain surveyed."""
    if not spec.letters <= _KNOWN_LETTERS:
        return None
    return expand_name(spec, {"d": domain, "o": walk.domain})


def _look_at_record(walk: _Walk, domain: str, record: SpfRecord) -> None:
    """Remark on what can be seen in the text of one record."""
    for found in record.faults:
        walk.remarks.append(Remark(RemarkKind.SYNTAX, domain, found.says, found.text, found.position))
    for term in _repeated(record)[:MOST_REPEATED]:
        walk.remark(RemarkKind.DUPLICATE, domain, f"{term.text} stands twice in the record.", term)
    for term in record.mechanisms:
        if term.name == "ptr":
            says = "ptr is slow, unreliable and not to be used (RFC 7208, section 5.5)."
            walk.remark(RemarkKind.PTR_USED, domain, says, term)
            break
    _look_at_ending(walk, domain, record)


def _repeated(record: SpfRecord) -> list[Mechanism]:
    seen: set[str] = set()
    repeated: list[Mechanism] = []
    for term in record.mechanisms:
        text = term.text.lower()
        if text in seen:
            repeated.append(term)
        seen.add(text)
    return repeated


def _look_at_ending(walk: _Walk, domain: str, record: SpfRecord) -> None:
    ending = record.ending
    if not ending:
        if not record.redirect and not walk.underway[1:]:
            says = "The record ends in neither all nor redirect=, so it says nothing of senders that it doesn't name."
            walk.remark(RemarkKind.NO_ENDING, domain, says)
        return
    late = [term for term in record.mechanisms if term.position > ending.position]
    ignored = record.modifier("redirect")
    for term in (*late[:1], *((ignored,) if ignored else ())):
        walk.remark(RemarkKind.AFTER_ALL, domain, f"{term.text} has no effect, because the record has an all.", term)
