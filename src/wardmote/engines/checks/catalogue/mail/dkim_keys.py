"""Can the keys be trusted that the domain's mail is signed with?"""

from dataclasses import dataclass

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dmarc import with_tags
from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.facts.signing import DkimKeys, Selector
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.lines import txt_line
from wardmote.engines.checks.published import DkimKey, KeyKind, Strength, is_dkim, read_dkim
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_HOW = "make a key of 2,048 bits, publish it under a new name, sign with it, then delete"


@dataclass(frozen=True)
class _Found:
    """A selector with what stands there."""

    selector: Selector
    keys: tuple[DkimKey, ...]

    @property
    def is_live(self) -> bool:
        return any(key.strength is not Strength.REVOKED for key in self.keys)


def judge(dkim: DkimKeys) -> Finding:
    """Answer from the keys found (RFC 6376, section 3.6.1; RFC 8301, section 3.2)."""
    found = [one for one in map(_found, dkim.selectors) if one.keys]
    live = [one for one in found if one.is_live]
    if dkim.is_parked:
        return _parked(dkim, found, live)
    if not live:
        return _without_key(dkim, found)
    for one in live:
        if fault := _bad(dkim, one):
            return fault
    for selector in dkim.selectors:
        if lost := _lost(dkim, selector, found):
            return lost
    for one in live:
        if weakness := _weak(dkim, one):
            return weakness
    named = ", ".join(f"{one.selector.name} ({_size(one.keys[0])})" for one in live)
    return Finding(Verdict.GOOD, f"Keys that can be trusted are published: {named}.", _lines(dkim, live))


def _found(selector: Selector) -> _Found:
    records = selector.answer.records if isinstance(selector.answer, Answered) else ()
    return _Found(selector, tuple(read_dkim(record.text) for record in records if is_dkim(record.text)))


def _parked(dkim: DkimKeys, found: list[_Found], live: list[_Found]) -> Finding:
    if live:
        names = ", ".join(one.selector.name for one in live)
        fix = f"Delete {names} below _domainkey, and publish: {txt_line(f'*._domainkey.{dkim.domain}', 'v=DKIM1; p=')}"
        says = f"The domain is only held, and yet a key is published that mail could be signed with: {names}."
        return Finding(Verdict.WEAK, says, _lines(dkim, live), Severity.LOW, fix)
    if found:
        return Finding(Verdict.GOOD, "The domain says that it signs no mail.", _lines(dkim, found[:1]))
    if silent := next((one.answer for one in dkim.selectors if isinstance(one.answer, Unreachable)), None):
        return unknown(silent, "some of the keys")
    return Finding(Verdict.GOOD, "No key is published, as is right for a domain that is only held.")


def _without_key(dkim: DkimKeys, found: list[_Found]) -> Finding:
    for selector in dkim.selectors:
        if lost := _lost(dkim, selector, found):
            return lost
    if dkim.sends_nothing:
        return Finding(Verdict.NOT_APPLICABLE, "The domain sends no mail that could be signed.", _lines(dkim, found))
    if dkim.is_empty:
        says = "No DKIM key is published: nothing exists below _domainkey."
        return Finding(Verdict.BAD, says, (), Severity.MEDIUM, CHECK.fix)
    if len(found) == len(dkim.selectors) > 1:
        says = "The domain says that none of its mail is signed: every name below _domainkey holds an empty key."
        return Finding(Verdict.BAD, says, _lines(dkim, found[:1]), Severity.MEDIUM, CHECK.fix)
    if silent := next((one.answer for one in dkim.selectors if isinstance(one.answer, Unreachable)), None):
        return unknown(silent, "some of the keys")
    says = (
        "We found no key under the usual names. Tell us yours: it stands behind s= in the DKIM-Signature header of "
        "any mail that you send."
    )
    return Finding(Verdict.UNKNOWN, says, _lines(dkim, found))


def _lost(dkim: DkimKeys, selector: Selector, found: list[_Found]) -> Finding | None:
    """Judge a selector that somebody told us of and that has no key to sign with."""
    if not selector.is_told:
        return None
    if isinstance(selector.answer, Unreachable):
        return unknown(selector.answer, f"the key {selector.name}")
    there = next((one for one in found if one.selector is selector), None)
    if there and there.is_live:
        return None
    state = "holds an empty key, which means that it is revoked" if there else "holds no key"
    says = f"Mail signed as {selector.name} can't be checked: {selector.name}._domainkey.{dkim.domain} {state}."
    fix = f"Publish the key that your mail is signed with at {selector.name}._domainkey.{dkim.domain}, or stop signing."
    return Finding(Verdict.BAD, says, _lines(dkim, [there] if there else []), Severity.MEDIUM, fix)


def _bad(dkim: DkimKeys, one: _Found) -> Finding | None:
    name, shown = one.selector.name, _lines(dkim, [one])
    if len(one.keys) > 1:
        says = f"There are {len(one.keys)} keys at {name}, so receivers may take the wrong one."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, f"Delete the old one of these: {'; '.join(shown)}")
    key = one.keys[0]
    if key.strength is Strength.BROKEN:
        says = (
            f"The key {name} has only {key.bits} bits, so receivers refuse its signatures, and anybody can forge them."
        )
        return Finding(Verdict.BAD, says, shown, Severity.HIGH, f"Have whoever signs with it {_HOW}: {shown[0]}")
    if key.strength is Strength.UNREADABLE:
        reason = key.faults[0].says if key.faults else "Its kind isn't known."
        says = f"The key {name} is damaged: {reason}"
        fix = f"Copy the key once more from whoever sends your mail, whole and without spaces, to: {shown[0]}"
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    return None


def _weak(dkim: DkimKeys, one: _Found) -> Finding | None:
    key, name, shown = one.keys[0], one.selector.name, _lines(dkim, [one])
    if key.strength is Strength.SHORT:
        says = f"The key {name} has {key.bits:,} bits; 2,048 are the measure today."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, f"Have whoever signs with it {_HOW}: {shown[0]}")
    if key.is_testing:
        says = f"The key {name} is marked as a test (t=y), so receivers may treat its mail as unsigned."
        fix = f"Publish: {txt_line(_owner(dkim, one), with_tags(key.text, {'t': 's' if key.is_strict else None}))}"
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, fix)
    return None


def _size(key: DkimKey) -> str:
    return f"RSA of {key.bits:,} bits" if key.kind is KeyKind.RSA else "Ed25519"


def _lines(dkim: DkimKeys, found: list[_Found]) -> tuple[str, ...]:
    return tuple(txt_line(_owner(dkim, one), key.text) for one in found for key in one.keys)


def _owner(dkim: DkimKeys, one: _Found) -> str:
    return f"{one.selector.name}._domainkey.{dkim.domain}"


CHECK = Check(
    module=__name__,
    asks=DkimKeys,
    judge=judge,
    title="DKIM keys are sound",
    why="A DKIM signature lets receivers tell the council's own mail from forged mail, even when it was forwarded. "
    "A short or broken key is as good as none.",
    fix="Have each supplier that sends your mail sign it, and publish the keys that they show you below _domainkey.",
    references=(
        Reference("RFC 6376", "section 3.6.1"),
        Reference("RFC 8301", "section 3.2"),
        Reference("RFC 8020", "section 2"),
        Reference(
            "Protect domains that do not send email",
            "",
            "https://www.gov.uk/guidance/protect-domains-that-dont-send-email",
        ),
    ),
    caf=("B4.b",),
)
