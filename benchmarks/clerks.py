"""Two clerks of one council, and one of the programme, who use the product as browsers do: through the whole stack."""

import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from wardmote.assess.frameworks import framework_of
from wardmote.assess.models import Assessment, OutcomeAnswer, Paper, Report, State
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Body, Person

from .assessments import at_once, form_of, p95

SAVES_TIMED = 120


class Clerks:
    """The people, their browsers, and what they do."""

    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = bodies
        self.council = bodies[0]
        self.one = self._person("one", self.council, Role.LEAD)
        self.two = self._person("two", self.council, Role.LEAD)
        self.programme = self._person("programme", Body.objects.get(code="national-programme"), Role.PROGRAMME_TEAM)
        self._application: Any = get_wsgi_application()
        self._cookies = {person.pk: self._sign_in(person) for person in (self.one, self.two, self.programme)}
        self._requests = RequestFactory(SERVER_NAME="localhost")
        self._outcomes = list(framework_of("caf", "3.2").outcomes.values())

    def p95_of_saves(self) -> float:
        """Save one outcome after another, each with a change, and return the 95th percentile in milliseconds."""
        taken = []
        for number in range(SAVES_TIMED + 5):
            outcome = self._outcomes[number % len(self._outcomes)]
            sent = self._sending(outcome, f"Round {number}: {secrets.token_hex(4)}")
            begun = time.perf_counter()
            status, _body = self._ask(self.one, self._address(outcome.id), sent)
            taken.append((time.perf_counter() - begun) * 1000)
            if not status.startswith("302"):
                raise RuntimeError(f"Saving {outcome.id} answered {status}")
        return p95(taken[5:])

    def save_side_by_side(self, rounds: int) -> int:
        """Have both people save different outcomes at the same moment; returns how many saves were lost."""
        lost = 0
        for number in range(rounds):
            mine, theirs = self._outcomes[number % 39], self._outcomes[(number + 7) % 39]
            words = f"Mine {number}", f"Theirs {number}"
            at_once(
                self._saving(self.one, mine, words[0]),
                self._saving(self.two, theirs, words[1]),
            )
            kept = [self._answer(outcome.id).justification for outcome in (mine, theirs)]
            lost += sum(said != word for said, word in zip(kept, words, strict=True))
        return lost

    def save_the_same(self, rounds: int) -> int:
        """Have both save the same outcome at the same moment; returns in how many rounds one was shown both."""
        asked = 0
        for number in range(rounds):
            outcome = self._outcomes[number % 39]
            answers: list[Any] = at_once(
                self._saving(self.one, outcome, f"One said {number}"),
                self._saving(self.two, outcome, f"Two said {number}"),
            )
            refused = [body for status, body in answers if status.startswith("409")]
            both = refused and all(f"{who} said {number}".encode() in refused[0] for who in ("One", "Two"))
            asked += bool(both) and len(refused) == 1
        return asked

    def page(self, outcome: str) -> Callable[[], bytes]:
        """Return a request for the form of an outcome of the draft."""
        return self._getting(self.one, self._address(outcome))

    def report_page(self) -> Callable[[], bytes]:
        """Return a request for the full report."""
        with seeing_as_system():
            report = Report.objects.get(council=self.council, is_latest=True)
        return self._getting(self.one, f"/councils/{self.council.code}/assessments/{report.assessment_id}/report/")

    def make_pdf(self) -> tuple[float, str]:
        """Have a PDF of the report made by its job; returns the seconds that the job took, and its state."""
        from wardmote.assess.actions.ask_paper import ask_paper
        from wardmote.assess.jobs import make_paper
        from wardmote.assess.models import PaperKind
        from wardmote.register.public import find_viewer

        best, state = 99.0, ""
        for _ in range(4):
            with seeing_as_system():
                report, at = Report.objects.get(council=self.council, is_latest=True), now()
                paper = ask_paper(
                    by=find_viewer(self.one, at.date()),
                    kind=PaperKind.REPORT,
                    council=self.council,
                    assessment=report.assessment_id,
                    report=report,
                    at=at,
                )
                begun = time.perf_counter()
                make_paper.call(paper.pk)
                best = min(best, time.perf_counter() - begun)
                state = Paper.objects.get(pk=paper.pk).state
        return best, state

    def list_page(self) -> Callable[[], bytes]:
        """Return a request for the programme's list of submitted assessments."""
        return self._getting(self.programme, "/map/assessments/")

    def roll_up_page(self) -> Callable[[], bytes]:
        """Return a request for the national roll-up of outcomes."""
        return self._getting(self.programme, "/map/outcomes/")

    def count_queries(self, page: Callable[[], bytes]) -> int:
        """Return how many statements one request sends to the database, sign-in included."""
        with CaptureQueriesContext(connection) as sent:
            page()
        begins = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "PRAGMA")
        return len([q for q in sent.captured_queries if not q["sql"].startswith(begins)])

    def history_bytes(self, saves: int) -> int:
        """Save so many times in one assessment and return by how much its history has grown in the database."""
        before = _size_of_history()
        for number in range(saves):
            outcome = self._outcomes[number % 39]
            self._saving(self.two, outcome, f"{self._answer(outcome.id).justification}, seen {number}", flips=True)()
        return _size_of_history() - before

    def _person(self, name: str, body: Body, role: Role) -> Person:
        person = Person.objects.create_user(f"{name}@bench.example", name.title())
        TOTP.activate(person, generate_totp_secret())
        with seeing_as_system():
            grant_membership(by=None, person=person, body=body, role=role, at=now())
        return person

    def _sign_in(self, person: Person) -> str:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session.save()
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def _draft(self) -> Assessment:
        with seeing_as_system():
            return Assessment.objects.get(council=self.council, state=State.OPEN)

    def _address(self, outcome: str) -> str:
        position = 0 if outcome[0] in "AD" else 1
        return f"/councils/{self.council.code}/assessments/{self._draft().pk}/{position}/{outcome}/"

    def _answer(self, outcome: str) -> OutcomeAnswer:
        with seeing_as_system():
            return OutcomeAnswer.objects.get(assessment=self._draft(), outcome=outcome)

    def _sending(self, outcome: Any, words: str, *, flips: bool = False) -> str:
        """Return what the page of an outcome sends: everything as it stands, with other reasons."""
        current = self._answer(outcome.id)
        ticked = {statement for statement, reply in current.replies.items() if reply == "true"}
        if flips:
            ticked ^= {outcome.statements[-1].id}
        described = {f"alternative-{statement}": said for statement, said in current.alternatives.items()}
        return form_of(
            statement=sorted(ticked),
            confidence=current.confidence,
            justification=words,
            is_confirmed="on",
            edition=current.edition,
            csrfmiddlewaretoken="c" * 32,
            **described,
        )

    def _saving(self, person: Person, outcome: Any, words: str, *, flips: bool = False) -> Callable[[], object]:
        sent, address = self._sending(outcome, words, flips=flips), self._address(outcome.id)
        return lambda: self._ask(person, address, sent)

    def _getting(self, person: Person, address: str) -> Callable[[], bytes]:
        def ask() -> bytes:
            status, body = self._ask(person, address)
            if not status.startswith("200"):
                raise RuntimeError(f"{address} answered {status}")
            return body

        ask()
        return ask

    def _ask(self, person: Person, address: str, sent: str = "") -> tuple[str, bytes]:
        kind = "application/x-www-form-urlencoded"
        made = self._requests.post(address, sent, content_type=kind) if sent else self._requests.get(address)
        environ = made.environ
        cookies = {settings.SESSION_COOKIE_NAME: self._cookies[person.pk], settings.CSRF_COOKIE_NAME: "c" * 32}
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        status: list[str] = []
        body = b"".join(self._application(environ, lambda code, _headers: status.append(code)))
        return status[0], body


def _size_of_history() -> int:
    """Return what answers' changes and the audit log take in the database, their indexes included, in bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name IN ('assess_answerchange', 'kernel_auditentry')")
        names = [name for (name,) in cursor.fetchall() if re.fullmatch(r"\w+", name)]
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"SELECT sum(payload) FROM dbstat WHERE name IN ({marks})", names)  # noqa: S608 - marks only
        return int(cursor.fetchone()[0] or 0)
