"""Whatever stands in the DNS, does every check give a finding, with a fix just where one is needed?"""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.engines.checks.stated import at_once
from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing
from wardmote.engines.checks.facts.records import Mx, Txt
from wardmote.engines.checks.facts.told import Told
from wardmote.engines.checks.gather.dns.kinds import Kind
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.registry import checks
from wardmote.engines.checks.verdicts import Severity, Verdict

T = TypeVar("T")
CHECKS = [check for check in checks() if check.area in ("dns", "mail")]
BEGINNINGS = (
    "v=spf1 ",
    "v=DMARC1; ",
    "v=DKIM1; ",
    "v=BIMI1; ",
    "v=STSv1; ",
    "v=TLSRPTv1; ",
    " v=spf1 ",
    "v=dmarc1;",
    "",
)
PIECES = (
    *("+all", "~all", "include:example.gov.uk", "redirect=a.example", "ip4:0.0.0.0/0", "ip4:10.0.0.0/8", "ip4:x", "a"),
    *("mx", "ptr", "exists:%{i}.a.example", "include:%{d}", "p=reject", "p=none", "p=", "sp=none", "np=x", "t=y"),
    *("pct=20", "psd=y", "psd=n", "rua=mailto:a@b.example", "rua=x", "ruf=mailto:a@mailcheck.service.ncsc.gov.uk"),
    *("k=ed25519", "p=AAAA", "l=https://a.example/x.svg", "id=1", ";", ";;", '"', "\x00", "\xff", "=", ",", "all all"),
)
TEXTS = st.builds(
    lambda beginning, pieces, between: beginning + between.join(pieces),
    st.sampled_from(BEGINNINGS),
    st.lists(st.sampled_from(PIECES), max_size=6),
    st.sampled_from((" ", "; ", ";", "")),
)
NAMES = st.sampled_from((".", "example.gov.uk", "mx.example.net", "\\000.example", "192.0.2.1", "a" * 63 + ".example"))


class Everywhere:
    """Answers alike at every name: with these texts and mail servers, and no other records."""

    def __init__(self, texts: list[str], servers: list[str]) -> None:
        self._records: dict[str, tuple[object, ...]] = {
            "TXT": tuple(Txt((text.encode("latin-1"),)) for text in texts),
            "MX": tuple(Mx(10, name) for name in servers),
        }

    def ask(self, name: str, kind: Kind[T], *, unchecked: bool = False, client: str = "") -> Awaitable[Answer[T]]:
        """Answer one question."""
        found = self._records.get(kind.name)
        return at_once(Answered(cast(tuple[Any, ...], found)) if found else Absent(Missing.NODATA))


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=3), st.lists(NAMES, max_size=3), st.booleans(), st.sampled_from(("", "www.", "a.b.")))
def test_no_record_makes_a_check_raise_or_leave_a_fault_without_a_fix(
    texts: list[str], servers: list[str], is_parked: bool, label: str
) -> None:
    told = Told(is_parked=is_parked, selectors=("odd name", "x"), look_alikes=("a.example", "not a name", ".."))
    sources = Sources(Everywhere(texts, servers), told=told)

    facts = asyncio.run(gather(f"{label}example.gov.uk", sources, [check.asks for check in CHECKS]))

    for id_, finding in judge_all(CHECKS, facts).items():
        is_fault = finding.verdict in (Verdict.WEAK, Verdict.BAD)
        assert finding.says, id_
        assert bool(finding.fix) is is_fault, id_
        assert (finding.severity is not Severity.NONE) is is_fault, id_
        assert "\x00" not in f"{finding.says}{finding.fix}{finding.evidence}", id_
