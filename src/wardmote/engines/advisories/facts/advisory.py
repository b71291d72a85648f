"""What does one source say of one vulnerability?"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wardmote.engines.advisories.facts.affected import Affected
from wardmote.engines.advisories.facts.labels import Label


class Kind(StrEnum):
    """What a source's document is."""

    CVE = "cve"
    NVD = "nvd"
    CSAF = "csaf"
    KEV = "kev"
    EPSS = "epss"
    STIX = "stix"
    NEWS = "news"
    MAIL = "mail"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Score:
    """A CVSS vector as published ("CVSS:3.1/AV:N/…", "CVSS:4.0/…", CVSS 2 without a prefix), and who gave it."""

    vector: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Exploited:
    """Attackers are known to use it: listed since when, to be mended by when, and whether for ransomware."""

    listed_on: date
    due_on: date | None = None
    for_ransomware: bool = False
    action: str = ""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """EPSS: the probability of exploitation within 30 days and its percentile, both 0 to 1, on a day."""

    probability: float
    percentile: float
    on: date


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done. `kind` is CSAF's category: vendor_fix, mitigation, workaround, none_available …"""

    kind: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where to read on."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Advisory:
    """What one source says of one vulnerability, or of one matter without an id.

    `key` is the document's own id at its source, unique there and the same at each revision; where a document speaks
    of several vulnerabilities each is an Advisory with a key of its own (`ICSA-23-005-03 CVE-2023-1234`). `ids` are
    the vulnerability's ids everywhere (CVE, GHSA, vendor's), upper case: sources that share one tell one story. Times
    are aware. `is_whole` is false where a source only adds to what others say (KEV, EPSS): it never replaces words.
    Texts are plain: no markup, no control characters, at most 20,000 characters.
    """

    kind: Kind
    key: str
    title: str
    ids: tuple[str, ...] = ()
    summary: str = ""
    publisher: str = ""
    published: datetime | None = None
    revised: datetime | None = None
    revision: str = ""
    is_withdrawn: bool = False
    is_whole: bool = True
    scores: tuple[Score, ...] = ()
    affected: tuple[Affected, ...] = ()
    exploited: Exploited | None = None
    likelihood: Likelihood | None = None
    remedies: tuple[Remedy, ...] = ()
    references: tuple[Reference, ...] = ()
    label: Label = Label.CLEAR
