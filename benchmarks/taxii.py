"""How long does a page of a TAXII collection of 20,000 objects take, and adding 100, through the whole site?

With a token, labels, filters and, on PostgreSQL, the wall in the database. Run on SQLite, and again on PostgreSQL with
DATABASE_URL. Peers are quoted: OpenTAXII with a page of 100 p50 197 ms on PostgreSQL and 14 ms on SQLite, a page of
1,000 273 ms and adding 100 552 ms; a bare yardstick that only sends stored text 2.9 ms.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Table

OBJECTS, TIMES, ADDED = 20_000, 60, 100
AT_ONCE = 5_000
ACCEPT = "application/taxii+json;version=2.1"
KINDS = ("indicator", "malware", "attack-pattern", "report")


def run(console: Console) -> bool:
    """Measure in a database of its own, print the table, and say whether every figure is reached."""
    _begin()
    from django.db import connection

    from wardmote.kernel.viewer import seeing_as_system

    with seeing_as_system():
        began = time.perf_counter()
        found = fill(OBJECTS)
        console.print(f"{connection.vendor}: filled in {time.perf_counter() - began:.0f} s")
    _count_rows(connection.vendor)
    return _measure(console, connection.vendor, found)


def _count_rows(vendor: str) -> None:
    """Have PostgreSQL count what the tables hold, as its autovacuum does within a minute of such a filling."""
    if vendor == "postgresql":
        as_owner = {**os.environ, "WARDMOTE_DATABASE_AS_OWNER": "1"}
        command = [sys.executable, "-m", "django", "shell", "--no-imports", "--command"]
        ask = "from django.db import connection; connection.cursor().execute('ANALYZE')"
        subprocess.run([*command, ask], check=True, env=as_owner)


def fill(objects: int) -> dict[str, str]:
    """Make a WARP with a circle and a collection of this many objects; return a member's token and the collection."""
    from wardmote.engines.advisories.facts import Label
    from wardmote.kernel.moments import now
    from wardmote.kernel.roles import Role
    from wardmote.register.actions.grant_membership import grant_membership
    from wardmote.register.actions.issue_token import issue_token
    from wardmote.register.models import Affiliation, Body, BodyRecord, Person
    from wardmote.register.public import find_viewer
    from wardmote.warn.actions.add_objects import add_objects
    from wardmote.warn.actions.add_to_circle import add_to_circle
    from wardmote.warn.actions.open_circle import open_circle
    from wardmote.warn.actions.open_collection import Wanted, open_collection

    at = now()
    warp = Body.objects.create(code="bench-warp", kind="warp")
    councils = [Body.objects.create(code=f"taxii-{n}", kind="district") for n in range(24)]
    for body in (warp, *councils):
        BodyRecord.objects.create(body=body, name=body.code, short_name=body.code, source="benchmark")
    Affiliation.objects.bulk_create(Affiliation(group=warp, member=council, source="b") for council in councils)
    people = [Person.objects.create_user(f"{name}@bench.example", name) for name in ("operator", "member")]
    grant_membership(by=None, person=people[0], body=warp, role=Role.WARP_OPERATOR, at=at)
    grant_membership(by=None, person=people[1], body=councils[0], role=Role.CONTRIBUTOR, at=at)
    operator, member = (find_viewer(person, at.date()) for person in people)
    circle = open_circle(by=operator, owner=warp, name="Bench", at=at)
    for council in councils[:12]:
        add_to_circle(by=operator, circle=circle, body=council, at=at)
    wanted = Wanted("Bench", Label.AMBER, circle, can_be_written=True)
    collection = open_collection(by=operator, owner=warp, wanted=wanted, at=at)
    chance = random.Random(1)
    for start in range(0, objects, AT_ONCE):
        raws = [thing(chance) for _ in range(min(AT_ONCE, objects - start))]
        add_objects(by=operator, collection=collection, raws=raws, at=at)
    scopes = ["warnings:read", "warnings:write"]
    token = issue_token(by=member, name="bench", scopes=scopes, days=30, at=at)[1]
    return {"token": token, "collection": str(collection.uuid)}


def thing(chance: random.Random) -> bytes:
    """Return an object of about a kilobyte, of one of four kinds."""
    kind = chance.choice(KINDS)
    day = f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T09:00:00.{chance.randint(0, 999):03}Z"
    number = UUID(int=chance.getrandbits(128), version=4)
    made: dict[str, Any] = {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{number}",
        "created": day,
        "modified": day,
        "name": f"Object {chance.random()}",
        "description": "A few words about what was seen and what to do. " * 12,
        "labels": ["local-government"],
    }
    more: dict[str, dict[str, Any]] = {
        "indicator": {"pattern": "[file:name = 'a']", "pattern_type": "stix", "valid_from": day},
        "malware": {"is_family": True},
        "report": {"published": day, "object_refs": [f"malware--{number}"]},
    }
    return json.dumps(made | more.get(kind, {})).encode()


def _measure(console: Console, vendor: str, found: dict[str, str]) -> bool:
    ask = _asker(found)
    chance = random.Random(2)
    firsts = json.loads(ask("objects/?limit=1000"))
    some = [one["id"] for one in firsts["objects"]]
    kept: dict[int, list[str]] = {limit: _cursors(ask, limit) for limit in (100, 1_000)}

    def page(limit: int, more: str = "") -> Callable[[], bytes]:
        return lambda: ask(f"objects/?limit={limit}&next={chance.choice(kept[limit])}{more}")

    def add() -> bytes:
        objects = b",".join(thing(chance) for _ in range(ADDED))
        return ask("objects/", b'{"objects":[' + objects + b"]}")

    figures = [
        ("page of 100, anywhere", page(100), TIMES, 10.0, "OpenTAXII p50 197 (PostgreSQL), 14 (SQLite); bare 2.9"),
        ("page of 100, one type", page(100, "&match[type]=malware"), TIMES, 10.0, ""),
        ("page of 100, two types", page(100, "&match[type]=malware,report"), TIMES, 10.0, ""),
        ("page of 100, all versions", page(100, "&match[version]=all"), TIMES, 10.0, ""),
        ("one object by match[id]", lambda: ask(f"objects/?match[id]={chance.choice(some)}"), TIMES, 10.0, ""),
        ("manifest of 100", lambda: ask(f"manifest/?limit=100&next={chance.choice(kept[100])}"), TIMES, 10.0, ""),
        ("page of 1,000", page(1_000), TIMES // 2, 50.0, "OpenTAXII 273"),
        (f"add {ADDED} objects", add, TIMES // 3, 40.0, "OpenTAXII 552"),
    ]
    table = Table(title=f"TAXII on {vendor}: {OBJECTS:,} objects, ms through the whole site, with a token and labels")
    for heading in ("figure", "quoted peers", "p50", "p95", "asked, p95", "reached"):
        table.add_column(heading)
    reached = True
    for name, call, times, asked, peer in figures:
        p50, p95 = _times(call, times)
        reached &= p95 <= asked
        table.add_row(name, peer, f"{p50:.1f}", f"{p95:.1f}", f"{asked:.0f}", "yes" if p95 <= asked else "NO")
    console.print(table)
    return reached


def _cursors(ask: Callable[..., bytes], limit: int) -> list[str]:
    """Return the beginnings of pages all over the collection."""
    found: list[str] = []
    cursor = ""
    while True:
        told = json.loads(ask(f"objects/?limit={limit}{cursor and f'&next={cursor}'}"))
        if not told.get("more"):
            return found[:-1] or found
        cursor = told["next"]
        found.append(cursor)


def _times(call: Callable[[], bytes], times: int) -> tuple[float, float]:
    for _ in range(5):
        call()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken), quantiles(taken, n=20)[18]


def _asker(found: dict[str, str]) -> Callable[..., bytes]:
    """Return what asks the site's own WSGI application, as its web server would."""
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory

    application: Any = get_wsgi_application()
    requests = RequestFactory(SERVER_NAME="localhost")
    headers = {"HTTP_AUTHORIZATION": f"Bearer {found['token']}", "HTTP_ACCEPT": ACCEPT}

    def ask(rest: str, body: bytes = b"") -> bytes:
        address = f"/taxii2/bench-warp/collections/{found['collection']}/{rest}"
        extra: dict[str, Any] = dict(headers)
        request = requests.post(address, body, ACCEPT, **extra) if body else requests.get(address, **extra)
        status: list[str] = []
        answer = application(request.environ, lambda code, _headers: status.append(code))
        text = b"".join(answer)
        answer.close()
        if not status[0].startswith("202" if body else "200"):
            raise RuntimeError(f"{rest} answered {status[0]}")
        return text

    return ask


def _begin() -> None:
    os.environ.setdefault("WARDMOTE_MODE", "local")
    os.environ["WARDMOTE_HOME"] = tempfile.mkdtemp(prefix="wardmote-benchmark-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "wardmote.config.settings"
    as_owner = {**os.environ, "WARDMOTE_DATABASE_AS_OWNER": "1"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], check=True, env=as_owner)
    import django

    django.setup()
