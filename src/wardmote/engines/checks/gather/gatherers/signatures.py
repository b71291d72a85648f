"""Is the domain signed, and does the chain from the root hold (RFC 4035, section 4.3)?

The resolver validates; we don't. A broken chain shows as a failure that the resolver itself puts down to DNSSEC, and
that turns into an answer as soon as it is told not to check (CD). Any other failure may pass, and says nothing of it.
"""

from hashlib import sha256
from struct import pack
from typing import TypeVar

from wardmote.engines.checks.facts import Absent, Answer, Answered, Reason, Unreachable
from wardmote.engines.checks.facts.domain import Chain, Signatures
from wardmote.engines.checks.facts.records import Dnskey, Ds
from wardmote.engines.checks.gather.dns.kinds import DNSKEY, DS, NS
from wardmote.engines.checks.gather.dns.names import encode_name
from wardmote.engines.checks.gather.gathering import Gatherer, Sources

T = TypeVar("T")
_SHA256 = 2


async def gather(domain: str, sources: Sources) -> Signatures | Unreachable:
    """Ask for the name servers, as others do anyway, and for the zone's keys here and at the parent."""
    head = await sources.ask(domain, NS)
    if isinstance(head, Unreachable):
        return await _without_answer(domain, sources, head)
    chain = Chain.VALID if head.is_authentic else Chain.UNPROVEN
    if head.aliases:
        return Signatures(domain, chain, alias=head.aliases[0])
    return await _signatures(domain, sources, chain)


async def _without_answer(domain: str, sources: Sources, head: Unreachable) -> Signatures | Unreachable:
    """Return a broken chain only where there is a chain: a DS record at the parent."""
    if head.reason is not Reason.BOGUS or isinstance(await sources.ask(domain, NS, unchecked=True), Unreachable):
        return head
    if not isinstance(await sources.ask(domain, DS, unchecked=True), Answered):
        return head
    return await _signatures(domain, sources, Chain.BROKEN, head.detail)


async def _signatures(domain: str, sources: Sources, chain: Chain, fault: str = "") -> Signatures | Unreachable:
    if chain is Chain.UNPROVEN and await _is_plainly_unsigned(domain, sources):
        return Signatures(domain, chain)
    unchecked = chain is Chain.BROKEN
    asked = sources.ask(domain, DS, unchecked=unchecked), sources.ask(domain, DNSKEY, unchecked=unchecked)
    ds, keys = await asked[0], await asked[1]
    for answer in (ds, keys):
        if isinstance(answer, Unreachable) and chain is Chain.UNPROVEN:
            return answer
    found = _records(keys)
    wanted = tuple(ds_of(domain, key) for key in found if key.is_entry_point)
    return Signatures(domain, chain, _records(ds), found, wanted, fault)


async def _is_plainly_unsigned(domain: str, sources: Sources) -> bool:
    """Whether there are no keys, and the resolver vouches for the name above: it would refuse keys that are missing.

    Then it has looked for a DS record itself, and proven that none is there.
    """
    asked = sources.ask(domain, DNSKEY), sources.ask(domain.partition(".")[2] or ".", NS)
    keys, above = await asked[0], await asked[1]
    return isinstance(keys, Absent) and not isinstance(above, Unreachable) and above.is_authentic


def _records(answer: Answer[T]) -> tuple[T, ...]:
    return answer.records if isinstance(answer, Answered) else ()


def ds_of(domain: str, key: Dnskey) -> Ds:
    """Return the DS record with a SHA-256 digest that fits a key (RFC 4034, section 5.1.4; RFC 4509)."""
    data = pack("!HBB", *key[:3]) + key.key
    return Ds(key_tag(data), key.algorithm, _SHA256, sha256(encode_name(domain) + data).digest())


def key_tag(data: bytes) -> int:
    """Return the tag of a DNSKEY record's data (RFC 4034, appendix B)."""
    total = sum(byte << 8 if place % 2 == 0 else byte for place, byte in enumerate(data))
    return (total + (total >> 16)) & 0xFFFF


GATHERER = Gatherer(gives=Signatures, gather=gather)
