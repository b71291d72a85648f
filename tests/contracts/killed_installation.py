"""An installation whose worker is killed again and again, each life an hour later, and a mail server that counts.

The worker is the program's own. One process has loaded the program and forks a life whenever it is told: a start from
nothing takes seconds, and fifty of those would show nothing else. A life sees a clock that is so many minutes ahead,
so that what is due each hour is due in each life.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope

from benchmarks.survival import Installation

SOURCE = "kills"
COUNCILS = 4

FILL = """
import json, sys
import django
django.setup()
from allauth.account.models import EmailAddress
from wardmote.estate.actions.replace_items import replace_items
from wardmote.estate.line_facts import LineFacts
from wardmote.estate.models import Domain, ItemSource
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Body, Person
from wardmote.warn.models import Choice, Pace, Source, Way
with seeing_as_system():
    at, people = now(), []
    Domain.objects.all().delete()
    Source.objects.update(is_on=False)
    Source.objects.create(key=sys.argv[1], title="Kills", way=Way.FOLDER, every_h=1, silent_after_h=500, added_at=at)
    line = LineFacts("Civica OpenRevenues 23.1", cpe="cpe:2.3:a:civica:openrevenues:23.1:*:*:*:*:*:*:*")
    living = Body.objects.filter(is_demonstration=False, end_date__isnull=True, kind="district")
    for council in living[:int(sys.argv[2])]:
        replace_items(by=None, council=council, batch="all", source=ItemSource.PUSHED, lines=[line], at=at)
        for pace in (Pace.AT_ONCE, Pace.HOURLY):
            email = f"{pace.value}.{council.code.lower()}@council.gov.uk"
            person = Person.objects.create_user(email, email)
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
            grant_membership(by=None, person=person, body=council, role=Role.CONTRIBUTOR, at=at)
            Choice.objects.create(council=council, person=person, pace=pace, changed_at=at)
            people.append(email)
print(json.dumps(people))
"""

LIVES = """
import os, signal, sys
from datetime import datetime, timedelta
from wardmote.cli.starting import start_django
start_django()
from django.core.mail.utils import DNS_NAME
from django.urls import reverse
from django.utils import timezone
from wardmote.cli.children import die_with_parent
from wardmote.kernel import moments
from wardmote.kernel.viewer import seeing_as_system
from wardmote.kernel.worker import duties, run_worker
duties()
# Found out once, as by a worker that lives for days.
str(DNS_NAME), reverse("warn:listing", args=["ADU"])

def live(minutes, until_idle):
    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=minutes)
    moments.datetime = timezone.datetime = Later
    with seeing_as_system():
        run_worker(until_idle=until_idle)

for line in sys.stdin:
    minutes, until_idle = map(int, line.split())
    mother, child = os.getpid(), os.fork()
    if not child:
        die_with_parent(mother)
        live(minutes, bool(until_idle))
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""

LOOK = """
import json
import django
django.setup()
from collections import Counter
from django_tasks_db.models import DBTaskResult
from wardmote.kernel.models import Letter
from wardmote.kernel.viewer import seeing_as_system
from wardmote.warn.models import Notice, SourceRun, Story, Telling
with seeing_as_system():
    told = Telling.objects.order_by("pk")
    print(json.dumps({
        "stories": Story.objects.count(),
        "notices": Notice.objects.count(),
        "told": list(told.values_list("person__email", "notice__story__title", "occasion", "letter__message_id")),
        "letters": dict(Counter(Letter.objects.values_list("state", flat=True))),
        "jobs": dict(Counter(DBTaskResult.objects.values_list("status", flat=True))),
        "stopped": SourceRun.objects.filter(log__icontains="stopped in the middle").count(),
    }))
"""


@dataclass(frozen=True)
class Aftermath:
    """What the database holds at the end; `told` are (address, title, occasion, Message-ID)."""

    stories: int
    notices: int
    told: list[tuple[str, str, str, str]]
    letters: dict[str, int]
    jobs: dict[str, int]
    stopped: int


@dataclass
class Mail:
    """A mail server of our own: what came to whom, by Message-ID, and how often."""

    letters: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    # Called once a letter is kept and before its sender hears so.
    on_letter: Callable[[], None] = lambda: None

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter, as aiosmtpd calls it."""
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        body = letter.get_body(("plain",))
        assert body is not None
        for address in envelope.rcpt_tos:
            self.letters[address][letter["Message-ID"].strip()].append(body.get_content())
        self.on_letter()
        return "250 OK"


@dataclass
class Mortal(Installation):
    """An installation with a mail server, councils' people, and a worker that lives as often as it is told."""

    mail: Mail = field(default_factory=Mail)
    mother: subprocess.Popen[str] | None = None
    server: Controller = field(init=False)

    def __post_init__(self) -> None:
        self.server = Controller(self.mail, hostname="127.0.0.1", port=self.port, server_hostname="mail.test")
        self.server.start()

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that its processes get."""
        mail = f"smtp://127.0.0.1:{self.port}"
        asks = {"WARDMOTE_RESOLVERS": "127.0.0.1:9", "WARDMOTE_CHECKS_CONNECT": "no"}
        return super().environment | asks | {"WARDMOTE_MAIL_URL": mail}

    def fill(self) -> list[str]:
        """Make the source, and people of a few councils that run the same; returns their addresses."""
        found: list[str] = json.loads(self._script(FILL, SOURCE, str(COUNCILS)))
        return found

    def publish(self, number: int) -> str:
        """Lay another advisory into the source's folder, all at once; returns its title."""
        folder = self.home / "advisories" / SOURCE
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{number}.part"
        part.write_text(json.dumps(record(number)))
        part.rename(folder / f"{number:03}.json")
        return title(number)

    def begin(self, minutes: int, *, until_idle: bool = False) -> int:
        """Begin a life so many minutes from now; returns its process."""
        if self.mother is None:
            with self.log.open("ab") as log:
                self.mother = subprocess.Popen(
                    [sys.executable, "-c", LIVES],
                    env=self.environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        assert self.mother.stdin
        self.mother.stdin.write(f"{minutes} {int(until_idle)}\n")
        self.mother.stdin.flush()
        return int(self._line())

    def end(self) -> int:
        """Return how the present life ended."""
        return int(self._line())

    def stop(self) -> None:
        """End everything."""
        if self.mother:
            self.mother.kill()
            self.mother.communicate()
        super().stop()
        self.server.stop()

    def look(self) -> Aftermath:
        """Return what is stored."""
        found = json.loads(self._script(LOOK))
        return Aftermath(**{**found, "told": [tuple(row) for row in found["told"]]})

    def _line(self) -> str:
        assert self.mother
        assert self.mother.stdout
        line = self.mother.stdout.readline()
        assert line, self.log.read_text()
        return line

    def _script(self, text: str, *arguments: str) -> str:
        command = [sys.executable, "-c", text, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@dataclass
class Killer:
    """Kills one life, once: after a time, or when so many letters have come."""

    mail: Mail
    process: int
    after_s: float
    letters: int = 0
    struck: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        """Return when the life is over."""
        if self.letters:
            self.mail.on_letter = self._count
        self.struck.wait(self.after_s)
        self.mail.on_letter = lambda: None
        self._strike()

    def _count(self) -> None:
        self.letters -= 1
        if self.letters == 0:
            self._strike()

    def _strike(self) -> None:
        if not self.struck.is_set():
            self.struck.set()
            os.kill(self.process, signal.SIGKILL)


def title(number: int) -> str:
    """Return what an advisory is called; no title is the beginning of another."""
    return f"Fault {number:03} of OpenRevenues"


def record(number: int) -> dict[str, object]:
    """Return a CVE record about versions that the councils run."""
    name = f"CVE-2026-{50_000 + number}"
    about = {
        "vendor": "civica",
        "product": "openrevenues",
        "cpes": ["cpe:2.3:a:civica:openrevenues:*:*:*:*:*:*:*:*"],
        "versions": [{"version": "0", "lessThan": "24.0", "status": "affected", "versionType": "custom"}],
    }
    score = {"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}
    told = {"title": title(number), "affected": [about], "descriptions": [{"lang": "en", "value": "A fault."}]}
    return {
        "dataType": "CVE_RECORD",
        "dataVersion": "5.1",
        "cveMetadata": {"cveId": name, "state": "PUBLISHED", "datePublished": "2026-11-01T00:00:00Z"},
        "containers": {"cna": told | {"metrics": [{"cvssV3_1": score}]}},
    }
