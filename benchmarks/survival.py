"""Do two web processes and a worker on SQLite carry mixed load without ever saying "database is locked"?

`python benchmarks/survival.py` runs for WARDMOTE_BENCH_SECONDS (300) with real processes, and prints how many
requests there were, how many failed, and how often the database was locked. The contract tests use the same
`Installation`, and run the same load for a few seconds.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
WARDMOTE = [sys.executable, "-c", "from wardmote.cli import main; main()"]
HOST = "127.0.0.1"
COUNCIL = "EXE"
TOKEN = "a" * 32
PAGES = ("/", f"/councils/{COUNCIL}/", "/councils/", f"/councils/{COUNCIL}/people/", "/register/", "/health/ready/")
CLIENTS = 4
READS_FOR_EACH_WRITE = 3
START_LIMIT_S = 120

# Leads of one council with a second factor, each signed in: what the sign-in pages would have made.
SIGN_IN = """
import json, sys, time
import django
django.setup()
from importlib import import_module
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Body, Person
keys = []
with seeing_as_system():
    body = Body.objects.get(code=sys.argv[1])
    for number in range(int(sys.argv[2])):
        person = Person.objects.create_user(f"lead{number}@exeter.gov.uk", f"Lead {number}")
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        TOTP.activate(person, generate_totp_secret())
        grant_membership(by=None, person=person, body=body, role=Role.LEAD, at=now())
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session["_auth_user_id"] = str(person.pk)
        session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
        session["_auth_user_hash"] = person.get_session_auth_hash()
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session.save()
        keys.append(session.session_key)
print(json.dumps(keys))
"""


@dataclass
class Installation:
    """A Wardmote of its own in a folder of its own, with real processes."""

    home: Path
    port: int = field(default_factory=lambda: free_port())
    database_url: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that its processes get."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("WARDMOTE_", "DATABASE_"))}
        paths = [str(ROOT / "src"), *filter(None, [ours.get("PYTHONPATH")])]
        if self.database_url:
            ours["DATABASE_URL"] = self.database_url
        return ours | {
            "DJANGO_SETTINGS_MODULE": "wardmote.config.settings",
            "PYTHONPATH": os.pathsep.join(paths),
            "WARDMOTE_MODE": "local",
            "WARDMOTE_HOME": str(self.home),
            "WARDMOTE_DEMO": "no",
            "WARDMOTE_LOG_LEVEL": "WARNING",
            "WARDMOTE_PORT": str(self.port),
        }

    @property
    def log(self) -> Path:
        """Return where the processes' own words go."""
        return self.home.with_name(f"{self.home.name}.log")

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [*WARDMOTE, *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command that goes on."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*WARDMOTE, *arguments], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def serve(self) -> subprocess.Popen[bytes]:
        """Start two web processes, and wait until they answer."""
        process = self.start("serve", "--bind", f"{HOST}:{self.port}", "--workers", "2")
        self.wait_until_ready(process)
        return process

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """Return when the pages answer."""
        last_moment = time.monotonic() + START_LIMIT_S
        while time.monotonic() < last_moment:
            assert process.poll() is None, self.log.read_text()
            if Browser(self.port).get("/health/ready/") == 200:
                return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def sign_in(self, people: int) -> list[str]:
        """Return the session keys of this many leads."""
        command = [sys.executable, "-c", SIGN_IN, COUNCIL, str(people)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=True)
        keys: list[str] = json.loads(done.stdout)
        return keys

    def stop(self) -> None:
        """End whatever still runs, with all that it forked."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@dataclass(frozen=True)
class Browser:
    """One visitor, signed in or not. A status of 0 means that no answer came."""

    port: int
    session: str = ""

    def get(self, path: str) -> int:
        """Return the status of a page."""
        return self._ask("GET", path, None)

    def invite(self, email: str) -> int:
        """Invite a colleague: a row, an audit entry, a letter and a job in one transaction; 302 means accepted."""
        form = {"csrfmiddlewaretoken": TOKEN, "email": email, "role": "viewer"}
        return self._ask("POST", f"/councils/{COUNCIL}/people/invite/", urlencode(form))

    def _ask(self, method: str, path: str, body: str | None) -> int:
        headers = {"Cookie": f"wardmote_csrf={TOKEN}; wardmote_session={self.session}"} if self.session else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()
        return answer.status


@dataclass
class Load:
    """What a mixed load came to: how many answers of each status, and which writes were accepted."""

    statuses: Counter[int] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Return how many requests weren't answered as they should be."""
        return sum(n for status, n in self.statuses.items() if status not in (200, 302))

    def visit(self, browser: Browser, name: str, until: float) -> None:
        """Read and write in turn until a moment."""
        for number in count():
            if time.monotonic() > until:
                return
            for page in range(READS_FOR_EACH_WRITE):
                self.statuses[browser.get(PAGES[(number + page) % len(PAGES)])] += 1
            email = f"{name}.{number}@exeter.gov.uk"
            status = browser.invite(email)
            self.statuses[status] += 1
            if status == 302:
                self.accepted.append(email)


def run_load(installation: Installation, seconds: float) -> Load:
    """Let several visitors read and write at once, beside a worker that sends a letter for each write."""
    load, until = Load(), time.monotonic() + seconds
    visitors = [
        threading.Thread(target=load.visit, args=(Browser(installation.port, key), f"visitor{number}", until))
        for number, key in enumerate(installation.sign_in(CLIENTS))
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return load


def locked_count(installation: Installation) -> int:
    """Return how often web or worker complained that the database is locked."""
    return installation.log.read_text(encoding="utf-8").lower().count("locked")


def free_port() -> int:
    """Return a port that nobody uses at the moment."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


def main(out: IO[str]) -> int:
    """Run the load and print what came of it; 1 if anything failed."""
    seconds = float(os.environ.get("WARDMOTE_BENCH_SECONDS", "300"))
    with tempfile.TemporaryDirectory() as scratch:
        installation = Installation(Path(scratch) / "home")
        prepared = installation.run("upgrade")
        assert prepared.returncode == 0, prepared.stderr
        try:
            installation.serve()
            installation.start("worker")
            load = run_load(installation, seconds)
        finally:
            installation.stop()
        locked = locked_count(installation)
    requests = sum(load.statuses.values())
    out.write(f"{requests:,} requests in {seconds:.0f} s ({requests / seconds:.0f}/s), {len(load.accepted):,} writes\n")
    out.write(f"statuses: {dict(sorted(load.statuses.items()))}\n")
    out.write(f'failed: {load.failed}\n"database is locked": {locked}\n')
    return int(load.failed > 0 or locked > 0)


if __name__ == "__main__":
    sys.exit(main(sys.stdout))
