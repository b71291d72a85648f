"""Does the real program check domains over a real socket, set up nothing, and say by its exit code how it went?"""

import asyncio
import csv
import io
import json
import os
import pty
import select
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import dns.message
import dns.rdatatype
import pytest

from tests.unit.engines.checks.gather.fake_server import FakeServer, answer, name_of, serving

PROGRAM = (sys.executable, "-c", "from wardmote.cli import main; main()", "check")
ZONE = {
    "good.example NS": ["ns1.good.example.", "ns2.good.example."],
    "ns1.good.example A": ["192.0.2.1"],
    "ns2.good.example A": ["198.51.100.1"],
    "good.example CAA": ['0 issue "ca.example"'],
    "good.example A": ["192.0.2.10"],
    "mailed.example MX": ["10 mx.mailed.example."],
    "mx.mailed.example A": ["127.0.0.1"],
    "hostile.example NS": ["ns1.good.example."],
    "hostile.example CAA": [r'0 issue "=cmd\027[2J<script>alert(1)</script>"'],
}


def from_zone(query: dns.message.Message) -> list[bytes]:
    """Answer from the zone; `slow.example` and what lies below it are never answered."""
    name, kind = name_of(query), dns.rdatatype.to_text(query.question[0].rdtype)
    if name.endswith("slow.example"):
        return []
    records = [f"{name}. 300 {kind} {data}" for data in ZONE.get(f"{name} {kind}", ())]
    known = any(key.split()[0].endswith(name) for key in ZONE)
    return [answer(query, *records, rcode=0 if known else 3).to_wire()]


@pytest.fixture(scope="module")
def resolver() -> Iterator[str]:
    """Serve the zone from a thread, and give its address."""
    ready: Future[int] = Future()
    over = threading.Event()

    async def serve() -> None:
        async with serving(FakeServer(from_zone)) as server:
            ready.set_result(server.port)
            while not over.is_set():
                await asyncio.sleep(0.02)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    yield f"127.0.0.1:{ready.result(timeout=10)}"
    over.set()
    thread.join()


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """Give an environment in which nothing of Wardmote is set."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("WARDMOTE_", "DJANGO_"))}
    return {**kept, "HOME": str(tmp_path)}


@pytest.fixture
def check(resolver: str, bare: dict[str, str], tmp_path: Path) -> Run:
    """Run the program on the DNS part of the catalogue in an empty folder."""

    def run(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[str]:
        whole = [*PROGRAM, "--resolver", resolver, "--dns-only", "--area", "dns", *arguments]
        return subprocess.run(
            whole, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path, env=bare, **settings
        )

    return run


def test_the_result_comes_first_and_then_what_is_wrong_with_its_fix(check: Run) -> None:
    shown = check("hostile.example")
    lines = shown.stdout.splitlines()
    assert lines[0].startswith("hostile.example: ")
    assert "points" in lines[1]
    assert shown.stdout.index("✘ bad") < shown.stdout.index("! weak") < shown.stdout.index("What to do, worst first:")
    assert "  name_servers: " in shown.stdout
    assert shown.returncode == 1


def test_nothing_bad_ends_with_0(check: Run) -> None:
    shown = check("good.example")
    assert "0 bad" in shown.stdout.splitlines()[0]
    assert shown.returncode == 0


def test_nothing_is_set_up_and_django_is_not_started(check: Run, tmp_path: Path, resolver: str) -> None:
    check("good.example")
    assert list(tmp_path.iterdir()) == []
    code = (
        "import sys\nfrom wardmote.cli import main\n"
        f"try: main(['check', '--resolver', '{resolver}', '--dns-only', 'good.example', '--html'])\n"
        "finally: sys.stderr.write(str([m for m in sys.modules if m.partition('.')[0] == 'django']))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert shown.stderr.splitlines()[-1].endswith("[]")


def test_too_little_known_ends_with_3_within_the_time_given(check: Run) -> None:
    began = time.monotonic()
    shown = check("slow.example", "good.example", "--timeout", "1", "--json")
    assert time.monotonic() - began < 8
    slow, good = json.loads(shown.stdout)["domains"]
    assert (slow["grade"]["letter"], good["grade"]["letter"]) == (None, "A")
    unknown = {finding["says"] for finding in slow["findings"] if finding["verdict"] == "unknown"}
    assert "Nothing is known: the check was stopped before the answer came." in unknown
    assert "answers unknown" in shown.stderr
    assert shown.returncode == 3


def test_a_file_a_council_and_an_address_are_checked_together_and_each_once(check: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.txt").write_text("# ours\nGOOD.example.   # the main one\n\nhttps://other.example/page\n")
    shown = check("good.example", "--file", "ours.txt", "--council", "kent county council", "--json")
    found = [one["domain"] for one in json.loads(shown.stdout)["domains"]]
    assert found == ["good.example", "other.example", "kent.gov.uk"]
    assert "“https://other.example/page” is taken as other.example." in shown.stderr
    assert "1 named more than once" in shown.stderr


def test_domains_come_from_standard_input(check: Run) -> None:
    shown = check("--file", "-", "--json", input="good.example\nhostile.example\n")
    assert [one["domain"] for one in json.loads(shown.stdout)["domains"]] == ["good.example", "hostile.example"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "wardmote check example.gov.uk"),
        (["rub bish"], "“rub bish” is no domain"),
        (["ada@good.example"], "e-mail address"),
        (["192.0.2.1"], "is an address"),
        (["--council", "Kentt"], "KEN (Kent County Council)"),
        (["--council", "EMCA"], "no domain of East Midlands"),
        (["good.example", "--resolver", "dns.example"], "no address of a resolver"),
        (["good.example", "--allow-private", "10.0.0.1/8"], "no network"),
        (["good.example", "--selector", "a b"], "no DKIM selector"),
        (["good.example", "--output", "."], "is a folder"),
        (["good.example", "--output", "/dev/null"], "no ordinary file"),
        (["good.example", "--output", "missing/x.json"], "There is no folder"),
        (["good.example", "--timeout", "0"], "--timeout"),
        (["good.example", "--area", "moon"], "--area"),
        (["good.example", "--file", "missing.txt"], "missing.txt"),
        (["--explain", "caa_presnt"], "Near: caa_present"),
    ],
)
def test_what_cannot_be_done_is_refused_with_2_before_anything_is_asked(
    check: Run, arguments: list[str], words: str
) -> None:
    refused = check(*arguments)
    assert words in " ".join(refused.stderr.split())
    assert (refused.returncode, refused.stdout) == (2, "")


def test_a_resolver_that_never_answers_is_named_at_once_and_nothing_is_checked(
    bare: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "result.csv").write_text("older")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        command = [*PROGRAM, "--resolver", place, "--dns-only", "good.example", "--csv", "--output", "result.csv"]
        refused = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=60, env=bare, cwd=tmp_path
        )
    said = " ".join(refused.stderr.split())
    assert f"No resolver answers at {place.replace(':', ' port ')}, so nothing was checked" in said
    assert "--resolver ADDRESS" in said
    assert (refused.returncode, refused.stdout, (tmp_path / "result.csv").read_text()) == (2, "", "older")


def test_rubbish_in_a_file_is_refused_by_its_lines(check: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.txt").write_text("good.example\nrub bish\n" + "??\n" * 7)
    refused = check("--file", "ours.txt")
    assert "ours.txt, line 2: “rub bish” is no domain" in refused.stderr
    assert "and 3 lines more." in refused.stderr
    assert refused.returncode == 2


def test_networks_may_come_from_the_environment(check: Run, bare: dict[str, str]) -> None:
    bare["WARDMOTE_ALLOW_PRIVATE_TARGETS"] = "10.0.0.0/8, fd00::/8"
    assert check("good.example").returncode == 0
    bare["WARDMOTE_ALLOW_PRIVATE_TARGETS"] = "10.0.0.0/8, moon"
    assert check("good.example").returncode == 2


def test_a_result_in_a_file_replaces_the_one_before_and_leaves_nothing_beside_it(check: Run, tmp_path: Path) -> None:
    (tmp_path / "result.csv").write_text("older")
    shown = check("good.example", "--csv", "--output", "result.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "result.csv").read_text())))
    assert {row["domain"] for row in rows} == {"good.example"}
    assert shown.stdout == "1 domain: 1 A. Written to result.csv.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["result.csv"]


@pytest.fixture
def mail_server() -> Iterator[int]:
    """Run a mail server that offers no encryption, and give its port."""

    class Plain(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 mail.good.example ESMTP\r\n")
            for line in self.rfile:
                self.wfile.write(b"221 Bye\r\n" if line.startswith(b"QUIT") else b"250 mail.good.example\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Plain) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_servers_inside_a_network_are_contacted_only_where_that_is_allowed(
    resolver: str, bare: dict[str, str], mail_server: int
) -> None:
    bare |= {"WARDMOTE_RESOLVERS": resolver, "WARDMOTE_TARGET_PORTS": f"25:{mail_server}"}

    def starttls(*arguments: str) -> dict[str, str]:
        command = [*PROGRAM, "mailed.example", "--area", "mail", "--json", *arguments]
        shown = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=bare)
        (domain,) = json.loads(shown.stdout)["domains"]
        found: dict[str, str] = next(one for one in domain["findings"] if one["check"] == "starttls")
        return found

    refused, met = starttls(), starttls("--allow-private", "127.0.0.0/8")
    assert (refused["verdict"], "not a public address" in refused["says"]) == ("unknown", True)
    assert met["verdict"] == "bad"


@pytest.mark.parametrize("form", [[], ["--csv"], ["--json"], ["--sarif"], ["--html"]])
def test_no_form_lets_published_text_act(check: Run, form: list[str]) -> None:
    shown = check("hostile.example", *form)
    assert "alert" in shown.stdout
    assert not {char for char in shown.stdout if ord(char) < 32} - {"\n"}
    assert "\x7f" not in shown.stdout
    if form == ["--html"]:
        assert "<script>" not in shown.stdout


def test_colours_stand_on_a_terminal_only_and_not_where_nobody_wants_them(
    resolver: str, bare: dict[str, str], check: Run
) -> None:
    assert "\x1b[31m" in on_terminal(resolver, bare)
    assert "\x1b[31m" not in on_terminal(resolver, {**bare, "NO_COLOR": "1"})
    assert "\x1b" not in check("hostile.example").stdout


def test_work_that_takes_over_two_seconds_shows_a_bar(resolver: str, bare: dict[str, str]) -> None:
    assert "Checking" in on_terminal(resolver, bare, "slow.example", "--timeout", "3.5")
    assert "Checking" not in on_terminal(resolver, bare, "slow.example", "--timeout", "1")
    assert "Checking" not in on_terminal(resolver, bare, "slow.example", "--timeout", "3.5", "--json")


def on_terminal(resolver: str, environment: dict[str, str], *arguments: str) -> str:
    """Return what a person sees at a terminal."""
    ours, theirs = pty.openpty()
    command = [*PROGRAM, "--resolver", resolver, "--dns-only", "--area", "dns", *(arguments or ("hostile.example",))]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**environment, "TERM": "xterm"}
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 65_536):
                seen += piece
        except OSError:
            pass
        process.wait(timeout=30)
    os.close(ours)
    return seen.decode()


def read_until(screen: int, words: bytes) -> bytes:
    """Return what a terminal shows until these words stand on it."""
    seen, ends = b"", time.monotonic() + 60
    while words not in seen:
        assert select.select([screen], [], [], max(0.0, ends - time.monotonic()))[0], (
            f"never shown: {words!r} in {seen!r}"
        )
        seen += os.read(screen, 65_536)
    return seen


def test_interrupting_writes_what_was_finished_and_ends_with_130(resolver: str, bare: dict[str, str]) -> None:
    command = [*PROGRAM, "--resolver", resolver, "--dns-only", "--area", "dns", "--json", "--timeout", "60"]
    screen, theirs = pty.openpty()
    with subprocess.Popen(
        [*command, "slow.example", "good.example"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**bare, "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        read_until(screen, b"1/2")  # the bar says that one of the two is finished
        process.send_signal(signal.SIGINT)
        said = read_until(screen, b"is written.\r\n").decode()
        out, _ = process.communicate(timeout=60)
    os.close(screen)
    result = json.loads(out)
    assert [one["domain"] for one in result["domains"]] == ["good.example"]
    assert result["summary"] == {
        "domains": 1,
        "is_whole": False,
        "grades": {"A": 1},
        "verdicts": result["summary"]["verdicts"],
    }
    assert said.endswith("Interrupted: what was finished is written.\r\n")
    assert process.returncode == 130


def test_checks_are_listed_and_explained(check: Run) -> None:
    listed = json.loads(check("--list", "--json").stdout)
    assert {"check", "area", "title", "why", "fix", "references", "caf"} == set(listed[0])
    assert "caa_present" in check("--list").stdout
    explained = check("--explain", "caa_present").stdout
    assert explained.startswith("caa_present (dns): ")
    for words in ("Why: ", "Fix: ", "RFC 8659 section 4 https://www.rfc-editor.org/rfc/rfc8659#section-4", "CAF 3.2"):
        assert words in explained
