"""Does everything hold? Every static check, then the tests on SQLite and on PostgreSQL.

`make test` runs this with the test environment's own Python. Nothing stops at the first failure; the last
line says `N passed, N failed, N skipped` over both runs of the tests, each static check counted as one.
Everything it writes is under WARDMOTE_HOME.
"""

import argparse
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("WARDMOTE_HOME") or ROOT / ".wardmote").expanduser().absolute()
RESULTS = HOME / "test-results"
CACHE = HOME / "cache"
BIN = Path(sys.executable).parent

PARTS = ("static", "sqlite", "postgres")
CHECKS = {
    "mypy": ["mypy", "src", "tests", "scripts"],
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "import-linter": ["lint-imports", "--no-logo", "--cache-dir", str(CACHE / "import-linter")],
    "bandit": ["bandit", "-q", "-r", "src", "-c", "pyproject.toml"],
}
ON_POSTGRES = "not browser and not sqlite_only"
# What asks no database is the same on each of them, and is run once.
WITHOUT_DATABASE = (
    "tests/unit/engines",
    "tests/unit/config",
    "tests/unit/web/test_security_forms.py",
    "tests/unit/web/test_security_headers.py",
    "tests/architecture/test_house.py",
    "tests/contracts/test_dmarc_samples.py",
    "tests/contracts/test_official_wording.py",
    "tests/contracts/test_real_dns.py",
    "tests/contracts/test_real_mail.py",
    "tests/contracts/test_real_web.py",
    "tests/contracts/test_rfc7208_suite.py",
    "tests/contracts/test_advisory_samples.py",
    "tests/contracts/test_cpe_vectors.py",
    "tests/contracts/test_csaf_peer.py",
    "tests/contracts/test_csaf_samples.py",
    "tests/contracts/test_stix_objects.py",
    "tests/contracts/test_advisory_nvd_matching.py",
    "tests/unit/cli/test_check_command.py",
    "tests/unit/cli/test_check_forms.py",
    "tests/unit/cli/test_check_naming.py",
    # The story is told by actions that have tests of their own on both; that it can be told at all is tried on both.
    "tests/unit/demonstration/test_demonstration_assessments.py",
    "tests/unit/demonstration/test_demonstration_links.py",
    "tests/unit/demonstration/test_demonstration_watching.py",
)

# Real servers that checks are tested against: the program, and Debian's package of it. Without one, its tests skip.
SERVERS = {"nsd": "nsd", "unbound": "unbound", "nginx": "nginx-light", "postfix": "postfix"}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = ("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0")
APT_LIMIT_S = 600
SERVER_START_LIMIT_S = 60
SERVER_STOP_LIMIT_S = 30
RUN_LIMIT_S = 2_400
LONGEST_HOME_FOR_SOCKETS = 50
NO_TESTS_COLLECTED = 5


@dataclass(frozen=True)
class Tally:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both counted together."""
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        """Return the plain line that CI reads."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(arguments: list[str]) -> int:
    """Run the parts that were asked for; return 1 if anything failed or nothing ran."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    options, pytest_arguments = read_arguments(arguments)
    os.chdir(ROOT)
    RESULTS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    tally = Tally()
    with scratch_folder() as scratch:
        keep_to_ourselves(scratch)
        for part in [options.only] if options.only else PARTS:
            tally += run_part(part, scratch, pytest_arguments)
    say(f"All done in {time.monotonic() - started:.0f} s")
    say(str(tally))
    return 0 if tally.passed and not tally.failed else 1


def read_arguments(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return our own options, and everything else for pytest."""
    parser = argparse.ArgumentParser(prog="make test", allow_abbrev=False, add_help=False)
    parser.add_argument("--only", choices=PARTS)
    return parser.parse_known_args(arguments)


def run_part(part: str, scratch: Path, pytest_arguments: list[str]) -> Tally:
    """Run one of the three parts."""
    match part:
        case "static":
            return run_static_checks()
        case "sqlite":
            return ensure_chromium() + run_on_sqlite(pytest_arguments)
        case _:
            return run_on_postgres(scratch, pytest_arguments)


def keep_to_ourselves(scratch: Path) -> None:
    """Point every tool's files below WARDMOTE_HOME, and the tests away from what is already there.

    The tests get a home of their own, in `scratch`: they never see the rows, uploads and keys of a Wardmote
    that is used from this checkout, nor a database that the environment names for one.
    """
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(scratch))
    os.environ.update(
        {
            "TMPDIR": str(scratch),
            "WARDMOTE_HOME": str(scratch / "home"),
            "WARDMOTE_MODE": "local",
            "MYPY_CACHE_DIR": str(CACHE / "mypy"),
            "RUFF_CACHE_DIR": str(CACHE / "ruff"),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
            "PYTHONPYCACHEPREFIX": str(CACHE / "python"),
            "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        }
    )


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder for temporary files, removed at the end.

    It is under WARDMOTE_HOME unless that path is so long that a socket there (Chromium's, PostgreSQL's)
    couldn't be named in the 107 bytes that the system allows.
    """
    parent = HOME / "tmp" if len(str(HOME)) <= LONGEST_HOME_FOR_SOCKETS else None
    if parent:
        parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="test-", dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run_static_checks() -> Tally:
    """Run the checks that read the code, two at a time, and show what a failed one said."""
    say("Static checks")
    tally = Tally()
    with ThreadPoolExecutor(max_workers=2) as pool:
        for future in as_completed([pool.submit(run_check, name) for name in CHECKS]):
            name, duration_s, output = future.result()
            say(f"  {name:<14} {'FAILED' if output else 'ok':<7} {duration_s:5.1f} s")
            tally += Tally(failed=1) if output else Tally(passed=1)
            say(output.rstrip(), unless_empty=True)
    return tally


def run_check(name: str) -> tuple[str, float, str]:
    """Run one check; return its name, how long it took, and what it said if it failed."""
    started = time.monotonic()
    program, *arguments = CHECKS[name]
    done = subprocess.run(
        [str(BIN / program), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    complaint = (done.stdout or f"{name} said nothing\n") if done.returncode else ""
    return name, time.monotonic() - started, complaint


def ensure_chromium() -> Tally:
    """Find Chromium and real servers, or install Debian's where we may; without one, only what needs it is skipped."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install([] if find_chromium() else ["chromium"], missing_servers())
    chromium = find_chromium()
    if chromium:
        os.environ["WARDMOTE_CHROMIUM"] = chromium
        return Tally()
    os.environ["WARDMOTE_NO_BROWSER"] = "1"
    say(
        "There is no Chromium here, so the browser journeys are skipped. "
        "To run them, install it: sudo apt-get install chromium (Fedora: sudo dnf install chromium)"
    )
    return Tally(failed=1) if os.environ.get("CI") else Tally()


def find_chromium() -> str | None:
    """Return the path of the first Chromium on this machine."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def missing_servers() -> list[str]:
    """Return the packages of real servers that aren't here; root's path has them, a person's may not."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    return [package for program, package in SERVERS.items() if not shutil.which(program, path=path)]


def install(browser: list[str], servers: list[str]) -> None:
    """Let apt install what is missing, at once and before any test might; what it says goes to a file."""
    wanted = [*browser, *servers]
    if not wanted:
        return
    say(f"Installing Debian's {', '.join(wanted)} for the tests (about a minute) ...")
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = RESULTS / "apt.log"
    with log.open("w") as output:
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *wanted]):
            try:
                subprocess.run(
                    [*APT, *arguments],
                    env=variables,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=APT_LIMIT_S,
                    check=True,
                )
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
                say(f"apt-get {arguments[0]} didn't succeed; {log} says why.")


def run_on_sqlite(pytest_arguments: list[str]) -> Tally:
    """Run every test on SQLite."""
    variables = {**os.environ, "WARDMOTE_TEST_DATABASE": "sqlite"}
    variables.pop("WARDMOTE_TEST_DATABASE_URL", None)
    return run_pytest("sqlite", variables, pytest_arguments)


def run_on_postgres(scratch: Path, pytest_arguments: list[str]) -> Tally:
    """Run the tests that can differ on PostgreSQL: on the named server, or else on one for this run."""
    try:
        with postgres_url(scratch / "postgres") as url:
            variables = {
                **os.environ,
                "WARDMOTE_TEST_DATABASE": "postgres",
                "WARDMOTE_TEST_DATABASE_URL": url,
                "DATABASE_URL": url,
            }
            return run_pytest("postgres", variables, pytest_arguments)
    except RuntimeError as reason:
        say(str(reason))
        return Tally(failed=1)


@contextmanager
def postgres_url(folder: Path) -> Iterator[str]:
    """Give the URL of a PostgreSQL server: the one that the environment names, or one for this run."""
    named = os.environ.get("WARDMOTE_TEST_DATABASE_URL")
    if named:
        yield named
        return
    # In a session of its own, so that Ctrl-C ends the tests first; it stops when its standard input ends,
    # even where this process was killed.
    command = [sys.executable, str(ROOT / "tests" / "postgres_server.py"), str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            yield first_line(server)
        finally:
            stop(server)


def first_line(server: subprocess.Popen[str]) -> str:
    """Return the URL that the starting server prints, or refuse to wait for ever."""
    if server.stdout is not None and select.select([server.stdout], [], [], SERVER_START_LIMIT_S)[0]:
        url = server.stdout.readline().strip()
        if url:
            return url
    server.terminate()
    raise RuntimeError("PostgreSQL for the tests didn't start; the lines above may say why.")


def stop(server: subprocess.Popen[str]) -> None:
    """Let the server end and remove its data before anything else goes on."""
    if server.stdin is not None:
        server.stdin.close()
    try:
        server.wait(SERVER_STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        server.kill()


def run_pytest(database: str, variables: dict[str, str], arguments: list[str]) -> Tally:
    """Run pytest on one database, in two processes, and count what its report says."""
    say(f"Tests on {database}")
    started = time.monotonic()
    report = RESULTS / f"{database}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-n", "2"]  # whole files for each: tests/by_file.py
    command += [f"--junitxml={report}", "-o", f"cache_dir={CACHE / 'pytest'}"]
    if database == "postgres":
        command += ["-m", ON_POSTGRES, *(f"--ignore={path}" for path in WITHOUT_DATABASE)]
    try:
        code = subprocess.run([*command, *arguments], env=variables, timeout=RUN_LIMIT_S, check=False).returncode
    except subprocess.TimeoutExpired:
        say(f"The tests on {database} were stopped after {RUN_LIMIT_S // 60} minutes.")
        code = 1
    # Whoever asks for some tests only may leave none for one of the databases.
    tally = count(report, code, may_be_empty=bool(arguments))
    say(f"  {database}: {tally}, in {time.monotonic() - started:.0f} s")
    return tally


def count(report: Path, code: int, *, may_be_empty: bool) -> Tally:
    """Return pytest's figures; a run that failed without a failed test counts as one failure."""
    tally = read_report(report) if report.is_file() else Tally()
    failed_otherwise = code and not tally.failed and not (code == NO_TESTS_COLLECTED and may_be_empty)
    return tally + Tally(failed=1) if failed_otherwise else tally


def read_report(report: Path) -> Tally:
    """Return the figures of a JUnit report."""
    root = ElementTree.parse(report).getroot()  # noqa: S314 - pytest wrote this file a moment ago
    suites = list(root.iter("testsuite"))
    total, failed, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites for name in names)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return Tally(max(total - failed - skipped, 0), failed, skipped)


def say(line: str, *, unless_empty: bool = False) -> None:
    """Show one line at once."""
    if line or not unless_empty:
        print(line, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
