"""Which domains do the region's councils hold, and what did each publish and show from which night on? Pure."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from .region import read_data

# Nights before loading: of the first look, and between those that the year's figures are drawn from.
FIRST_NIGHT, STEP = 336, 7


@dataclass(frozen=True)
class Published:
    """What the world sees of a domain. The defaults are a domain on which there is nothing to mend.

    `mail` names who takes its mail, or nobody; `spf` is how the record ends, "nobody", "broken" or "" for none;
    `dmarc` is its policy, `subdomains` that for names below. Days of certificates count from the look
    (`certificate_left`) or from loading (`certificate_ends_in`); their keys are of elliptic curves unless `rsa_bits`
    says otherwise. `cookies`: they are kept from scripts and from open lines.
    """

    mail: str = "microsoft"
    spf: str = "-all"
    dmarc: str = "reject"
    subdomains: str = ""
    reports_to: str = "own"
    dkim_bits: int = 2048
    mta_sts: str = "enforce"
    tls_reports: bool = True
    starttls: bool = True
    signed: bool = True
    caa: bool = True
    servers: int = 2
    web: bool = True
    tls: tuple[str, ...] = ("TLSv1.2", "TLSv1.3")
    hsts_days: int = 365
    headers: bool = True
    csp: str = "strict"
    cookies: bool = True
    security_txt: bool = True
    statement: bool = True
    leaks: str = ""
    also_named: tuple[str, ...] = ()
    rsa_bits: int = 0
    certificate_left: int = 64
    certificate_ends_in: int | None = None


@dataclass(frozen=True)
class WatchedDomain:
    """A domain, whose it is, what its council says of it, and its states by the night from which each holds.

    `proof` is None where the register or a name above shows that it is the council's.
    """

    council: str
    name: str
    states: tuple[tuple[int, Published], ...]
    proof: str | None = None
    owner: str = ""
    is_parked: bool = False
    renews_in: int | None = None
    added: int | None = None

    @property
    def is_proved(self) -> bool:
        """Say whether it is shown to be the council's, and so looked at."""
        return self.proof != ""

    def state_on(self, ago: int) -> Published | None:
        """Return what holds so many nights before loading; None before the first look."""
        return next((state for since, state in reversed(self.states) if since >= ago), None)

    @property
    def nights(self) -> tuple[tuple[int, Published], ...]:
        """Return the nights on which something new is seen, and the newest one."""
        return self.states if self.states[-1][0] == 0 else (*self.states, (0, self.states[-1][1]))


@cache
def watched_domains() -> tuple[WatchedDomain, ...]:
    """Return all domains of the region, in the order of the file."""
    data = read_data("domains")
    return tuple(_domain(row, data["kinds"]) for row in data["domains"])


@cache
def dkim_key(bits: int) -> str:
    """Return a public key as a record holds it; its private half is nowhere."""
    return str(read_data("domains")[f"dkim_{bits}"])


def _domain(row: dict[str, Any], kinds: dict[str, dict[str, Any]]) -> WatchedDomain:
    told = row.get("told", {})
    state = Published(**_frozen(kinds[row["kind"]] | row.get("at_first", {})))
    states = [(FIRST_NIGHT, state)]
    for change in row.get("changes", []):
        state = replace(state, **_frozen({key: value for key, value in change.items() if key != "ago"}))
        states.append((change["ago"], state))
    return WatchedDomain(
        council=row["council"],
        name=row["name"],
        states=tuple(states),
        proof=row.get("proof"),
        owner=told.get("owner", ""),
        is_parked=told.get("is_parked", False),
        renews_in=told.get("renews_in"),
        added=row.get("added"),
    )


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
