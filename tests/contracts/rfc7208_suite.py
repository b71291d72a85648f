"""Where is the public test suite of RFC 7208, and what does it hold?

The suite is © Stuart Gathman, Julian Mehnle and Scott Kitterman under a BSD licence, and no part of this repository. It
is looked for in the file that `WARDMOTE_SPF_SUITE` names, in Debian's package python3-spf, and in the source of pyspf
under WARDMOTE_HOME/cache; if it is in none of them, pip is asked once for that source, whose hash is pinned here.
"""

import gzip
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.unit.engines.checks.zone import TIMEOUT, Zone

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = Path("/usr/share/doc/python3-spf/rfc7208-tests.yml.gz")
SOURCE = "pyspf-2.0.14.tar.gz"
MEMBER = "pyspf-2.0.14/test/rfc7208-tests.yml"
PINNED = "pyspf==2.0.14 --hash=sha256:57a7ef01bda090173aafb6af0106251686ed73f03db4e911fcd34c57fc347186\n"
NAMES_OF_RECORDS = frozenset(("A", "AAAA", "MX", "PTR", "CNAME"))


@dataclass(frozen=True)
class SuiteCase:
    """One test of the suite: who sends from where, over which zone, and which results are right."""

    name: str
    host: str
    helo: str
    sender: str
    results: tuple[str, ...]
    explanation: str | None
    zone: Zone

    @property
    def domain(self) -> str:
        """The domain whose policy is asked for."""
        return self.sender.rpartition("@")[2] or self.helo


@cache
def text_of_suite() -> str | None:
    """Return the suite's text, or None where it can't be had."""
    named = os.environ.get("WARDMOTE_SPF_SUITE")
    if named:
        return Path(named).read_text(encoding="utf-8")
    if DEBIAN.is_file():
        return gzip.decompress(DEBIAN.read_bytes()).decode()
    source = _home() / "cache" / SOURCE
    if not source.is_file():
        _download(source)
    if not source.is_file():
        return None
    with tarfile.open(source) as archive:
        member = archive.extractfile(MEMBER)
        return member.read().decode() if member else None


def _home() -> Path:
    """Return the folder that outlives this run: the settings of the tests name a temporary one where none is set."""
    named = os.environ.get("WARDMOTE_HOME", "")
    return Path(named).expanduser() if named and not named.startswith(tempfile.gettempdir()) else ROOT / ".wardmote"


def _download(source: Path) -> None:
    """Let pip fetch the pinned source; without a network, nothing comes of it."""
    source.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(PINNED, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        command += ["--retries", "1", "--timeout", "10", "--require-hashes", "--dest", folder, "-r", str(wanted)]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return
        if (Path(folder) / SOURCE).is_file():
            (Path(folder) / SOURCE).replace(source)


def each_case() -> list[SuiteCase]:
    """Return every test of the suite; none where it can't be had."""
    text = text_of_suite()
    if not text:
        return []
    return [
        _case(name, test, Zone(_records(scenario["zonedata"])))
        for scenario in yaml.safe_load_all(text)
        for name, test in scenario["tests"].items()
    ]


def _case(name: str, test: dict[str, Any], zone: Zone) -> SuiteCase:
    results = test["result"] if isinstance(test["result"], list) else [test["result"]]
    return SuiteCase(
        name, test["host"], test["helo"], test.get("mailfrom") or "", tuple(results), test.get("explanation"), zone
    )


def _records(zonedata: dict[str, list[Any]]) -> dict[str, list[str]]:
    return {name.lower(): _of_name(listed) for name, listed in zonedata.items()}


def _of_name(listed: list[Any]) -> list[str]:
    """Return a name's records; SPF ones stand for TXT where none is stated, as the suite wishes."""
    pairs = [next(iter(record.items())) for record in listed if record != TIMEOUT]
    has_txt = any(kind == "TXT" for kind, _ in pairs)
    texts = [TIMEOUT] if TIMEOUT in listed else []
    for kind, value in pairs:
        if kind in NAMES_OF_RECORDS:
            texts.append(f"{kind} {value[1] if kind == 'MX' else value}")
        elif value != "NONE" and kind == ("TXT" if has_txt else "SPF"):
            texts.append(f"TXT {''.join(value)}")
    return texts
