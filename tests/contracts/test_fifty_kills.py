"""Does each member get each warning once although the worker is killed fifty times between ingest and send?

A source's folder gets another advisory before each life of the worker, which reads it, matches it with the lists of
four councils, tells two people of each, and sends their letters to a real mail server. Each life is ended by SIGKILL at
a random moment of the time that a life takes which nobody ends, or at a random letter, just after the mail server has
taken it and before it could say so.

A letter is known by its Message-ID, which is made with the letter and sent again with it: where the kill fell between
the mail server's taking it and our writing so down, the same letter is delivered twice, and mailboxes show it once.
That counts as once. Nobody can do better by SMTP; what must not be is a warning in two letters, or in none.
"""

import os
import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.contracts.killed_installation import COUNCILS, Aftermath, Killer, Mail, Mortal

pytestmark = pytest.mark.xdist_group("survival")

KILLS, SEED = 50, 20261123
# A life later, what falls due each hour falls due again, and whoever died is known to be dead.
LIFE_MIN = 61
CALM_LIVES, LONGEST_S = 3, 3.0
RUNNING = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"


@dataclass(frozen=True)
class Killed:
    """What fifty kills left: the people, the titles, what the mail server got, and what the database says."""

    people: list[str]
    titles: list[str]
    mail: Mail
    aftermath: Aftermath
    in_the_middle: int


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """Give an empty database where this run is on PostgreSQL; nothing means a file of the installation's own."""
    if connection.vendor != "postgresql":
        yield ""
        return
    server, name = os.environ["DATABASE_URL"], f"kills_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as found:
        found.execute(f'CREATE DATABASE "{name}"'.encode())
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    with psycopg.connect(server, autocommit=True) as found:
        found.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Killed]:
    """Kill the worker fifty times, let it finish, and look."""
    installation = Mortal(tmp_path_factory.mktemp("kills") / "home", database_url=database_url)
    try:
        prepared = installation.run("upgrade")
        assert prepared.returncode == 0, prepared.stderr
        people = installation.fill()
        calm = [installation.publish(life) for life in range(CALM_LIVES)]
        finish(installation, first_life=0, lives=CALM_LIVES - 1)
        begun = time.monotonic()
        calm.append(installation.publish(CALM_LIVES))
        finish(installation, first_life=CALM_LIVES - 1, lives=1)
        titles, in_the_middle = kill_all(installation, min(time.monotonic() - begun, LONGEST_S))
        finish(installation, first_life=CALM_LIVES + KILLS, lives=3)
        titles = calm + titles
        yield Killed(people, titles, installation.mail, installation.look(), in_the_middle)
    finally:
        installation.stop()


def kill_all(installation: Mortal, whole_s: float) -> tuple[list[str], int]:
    """Live and be killed; returns what was published, and how many kills fell into the middle of a job."""
    chance = random.Random(SEED)
    titles, in_the_middle = [], 0
    with closing(opened(installation)) as database:
        for life in range(CALM_LIVES, CALM_LIVES + KILLS):
            titles.append(installation.publish(life + 1))
            process = installation.begin(life * LIFE_MIN)
            letters = chance.randint(1, 2 * COUNCILS) if chance.random() < 0.3 else 0
            after_s = chance.random() * whole_s
            Killer(installation.mail, process, 2 * whole_s if letters else after_s, letters).wait()
            assert installation.end(), "the worker had ended by itself"
            in_the_middle += bool(database.execute(RUNNING).fetchone()[0])
    return titles, in_the_middle


def finish(installation: Mortal, *, first_life: int, lives: int) -> None:
    """Let the worker do what is left, in lives of which nobody ends one."""
    for life in range(first_life, first_life + lives):
        installation.begin(life * LIFE_MIN, until_idle=True)
        assert installation.end() == 0, installation.log.read_text()


def opened(installation: Mortal) -> Any:
    """Return a connection to the installation's database that reads as its owner."""
    if installation.database_url:
        return psycopg.connect(installation.database_url, autocommit=True)
    return sqlite3.connect(installation.home / "wardmote.sqlite3")


def test_the_kills_fell_into_the_middle_of_the_work(killed: Killed) -> None:
    assert killed.in_the_middle > KILLS / 4


def test_each_member_got_each_warning_in_one_letter(killed: Killed) -> None:
    wrong = {}
    for person in killed.people:
        got = Counter(found for texts in killed.mail.letters[person].values() for found in titles_in(texts[0]))
        if got != Counter(killed.titles):
            wrong[person] = {title: got[title] for title in killed.titles if got[title] != 1}
    assert wrong == {}


def titles_in(text: str) -> list[str]:
    """Return which warnings a letter tells of."""
    return re.findall(r"^- (Fault \d{3} of OpenRevenues) \(", text.replace("\r\n", "\n"), re.MULTILINE)


def test_nobody_else_got_anything_of_it(killed: Killed) -> None:
    strangers = {to: texts for to, texts in killed.mail.letters.items() if to not in killed.people}
    assert not [text for texts in strangers.values() for same in texts.values() for text in same if titles_in(text)]


def test_a_letter_that_was_delivered_twice_is_the_same_letter(killed: Killed) -> None:
    every = [texts for letters in killed.mail.letters.values() for texts in letters.values()]
    assert all(len(set(texts)) == 1 for texts in every)
    assert any(len(texts) > 1 for texts in every), "no kill fell between the mail server and us: another seed"


def test_the_database_says_what_the_mailboxes_hold(killed: Killed) -> None:
    after = killed.aftermath
    assert (after.stories, after.notices) == (len(killed.titles), len(killed.titles) * COUNCILS)
    everybody = sorted((person, title, "new") for person in killed.people for title in killed.titles)
    assert sorted((person, title, occasion) for person, title, occasion, _ in after.told) == everybody
    for person, title, _occasion, message_id in after.told:
        assert title in killed.mail.letters[person][message_id][0]


def test_no_job_and_no_letter_is_left_behind(killed: Killed) -> None:
    assert set(killed.aftermath.jobs) == {"SUCCESSFUL"}
    assert set(killed.aftermath.letters) == {"sent"}
