"""An installation of its own with domains to watch, and a slow name server that stands in for the world's."""

import json
import subprocess
import sys
from dataclasses import dataclass

from benchmarks.survival import Installation

FILL = """
import sys
import django
django.setup()
from wardmote.estate.models import Domain, Proof
from wardmote.kernel.moments import now
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
with seeing_as_system():
    at = now()
    Domain.objects.all().delete()
    councils = list(Body.objects.filter(is_demonstration=False, end_date__isnull=True, kind="district")[:10])
    Domain.objects.bulk_create(
        Domain(council=councils[n % 10], name=f"d{n}.gov.uk", token="t", proof=Proof.DNS, verified_at=at, added_at=at)
        for n in range(int(sys.argv[1]))
    )
"""

COUNT = """
import json
import django
django.setup()
from django.db.models import Count
from wardmote.kernel.viewer import seeing_as_system
from wardmote.kernel.models import AuditEntry
from wardmote.watch.models import Change, Finding, Round, Visit
with seeing_as_system():
    doubled = Finding.objects.filter(until__isnull=True).values("domain", "check_id").annotate(n=Count("pk"))
    print(json.dumps({
        "rounds": Round.objects.count(),
        "finished": Round.objects.filter(finished_at__isnull=False).count(),
        "states": dict(Visit.objects.values_list("state").annotate(n=Count("pk"))),
        "visited": Visit.objects.values("domain").distinct().count(),
        "findings": Finding.objects.count(),
        "closed": Finding.objects.filter(until__isnull=False).count(),
        "doubled": doubled.filter(n__gt=1).count(),
        "whole": len({n for (n,) in Finding.objects.values_list("domain").annotate(n=Count("pk")).values_list("n")}),
        "changes": Change.objects.count(),
        "ended": AuditEntry.objects.filter(action="checks.round-finished").count(),
    }))
"""


@dataclass(frozen=True)
class Night:
    """What a night came to."""

    rounds: int
    finished: int
    states: dict[str, int]
    visited: int
    findings: int
    closed: int
    doubled: int
    whole: int
    changes: int
    ended: int


@dataclass
class Watching(Installation):
    """An installation whose checks ask one name server and connect to nothing."""

    resolver: str = "127.0.0.1:9"

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that its processes get."""
        return super().environment | {"WARDMOTE_RESOLVERS": self.resolver, "WARDMOTE_CHECKS_CONNECT": "no"}

    def fill(self, domains: int) -> None:
        """Give ten councils this many domains."""
        self._script(FILL, str(domains))

    def count(self) -> Night:
        """Return what is stored."""
        return Night(**json.loads(self._script(COUNT)))

    def _script(self, text: str, *arguments: str) -> str:
        command = [sys.executable, "-c", text, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
