"""Does every page of an assessment stay shut to whoever it isn't for, however the address is put together?

Pages are found by walking the room's addresses: a new one is asked here as soon as it is there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.unit.assess.assessments.frozen import SECRET
from tests.unit.assess.assessments.whole import Whole, rows_of, whole
from tests.worlds import World, signed_in
from wardmote.assess.assessment_urls import urlpatterns
from wardmote.assess.models import Review, State
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Membership, Person
from wardmote.register.models.sharing import Audience, Level

METHODS = ("GET", "POST")
# What an address names besides the council, as the assessment of that council would have it.
NAMED: dict[str, Callable[[Whole], object]] = {
    "number": lambda of: of.assessment.pk,
    "position": lambda of: 0,
    "outcome": lambda of: "A1.a",
    "objective": lambda of: "a",
    "piece": lambda of: of.shown.pk,
    "line": lambda of: of.line.pk,
    "paper": lambda of: of.paper.pk,
    "form": lambda of: "csv",
}
# What a form has to send before its page asks whose assessment it is.
SENT: dict[str, Callable[[Whole], dict[str, object]]] = {
    "papers": lambda of: {"kind": "report"},
    "evidence_use": lambda of: {"piece": of.shown.pk},
}
# The pages of a report, which those may read with whom the council shares.
SHARED = {"report", "objective", "summary", "export", "export_file", "papers"}
SHUT = {404, 405}
SECRET_OF_ELM = "elm.gov.uk"


@pytest.fixture(autouse=True)
def _own_uploads(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"


@dataclass(frozen=True)
class Page:
    """One page, and what its address names."""

    name: str
    names: tuple[str, ...]

    def address(self, code: str, named: dict[str, object]) -> str:
        """Return the address with these objects in it."""
        return reverse(f"assessments:{self.name}", kwargs={"code": code, **{key: named[key] for key in self.names}})


def pages(*names: str) -> list[Page]:
    """Return every page of the room's assessments whose address names these."""
    found = [Page(str(route.name), tuple(route.pattern.converters)) for route in urlpatterns]
    return [page for page in found if set(names) <= set(page.names)]


def named_by(of: Whole) -> dict[str, object]:
    """Return what addresses of this council's assessment name."""
    return {key: find(of) for key, find in NAMED.items()}


def knock(client: Client, page: Page, code: str, named: dict[str, object], of: Whole) -> Iterator[tuple[str, Any]]:
    """Ask a page by both methods, each as if it were the first to be asked."""
    address, sent = page.address(code, named), SENT[page.name](of) if page.name in SENT else {}
    for method in METHODS:
        with transaction.atomic():
            yield method, client.generic(method, address) if method == "GET" else client.post(address, sent)
            transaction.set_rollback(True)


def is_shut(response: Any) -> bool:
    """Say whether the page told nothing: it isn't there, takes no such request, or asks who this is."""
    if response.status_code == 302:
        return "/accounts/login/" in str(response.headers["Location"])
    return response.status_code in SHUT


def opened(client: Client, asked: list[Page], code: str, named: dict[str, object], of: Whole) -> list[str]:
    """Return which pages opened, by name and method with the status."""
    return [
        f"{page.name} {method} {response.status_code}"
        for page in asked
        for method, response in knock(client, page, code, named, of)
        if not is_shut(response)
    ]


# --- who comes to the door of `elm`, whose neighbour `moe` has the same of everything ---


@dataclass
class Town:
    """Two councils with one of everything each; the first shares with nobody."""

    world: World
    elm: Whole
    moe: Whole

    def left(self, person: Person, **over: Any) -> Person:
        """End what the person is."""
        Membership.objects.filter(person=person).update(**over)
        return person

    def operator(self) -> Person:
        """Make the operator of the WARP that both belong to."""
        return self.world.someone(self.world.warp("warp", self.elm.council, self.moe.council), Role.WARP_OPERATOR)

    def withdrawn(self) -> Person:
        """Take the assessment back from its assurer, who stays let in."""
        Review.objects.filter(assessment=self.elm.assessment).update(withdrawn_at=self.world.at)
        return self.elm.assurer

    def someone(self, body: Body, role: Role) -> Person:
        """Make somebody with a role."""
        return self.world.someone(body, role, f"The {role.value}")


STRANGERS: dict[str, Callable[[Town], Person | None]] = {
    "nobody": lambda _town: None,
    "somebody without a role": lambda town: town.world.person("Nora Norole"),
    "another council's lead": lambda town: town.moe.lead,
    "another council's leader": lambda town: town.someone(town.moe.council, Role.LEADER),
    "another council's assurer": lambda town: town.moe.assurer,
    "the administrator": lambda town: town.someone(town.world.platform(), Role.ADMINISTRATOR),
    "the programme": lambda town: town.someone(town.world.programme(), Role.PROGRAMME_TEAM),
    "the WARP's operator": lambda town: town.operator(),
    "a lead whose membership lapsed": lambda town: town.left(town.elm.lead, lapses_on=town.world.at.date()),
    "a lead who left": lambda town: town.left(town.elm.lead, ended_at=town.world.at),
    "an assurer whose membership ended": lambda town: town.left(town.elm.assurer, ended_at=town.world.at),
    "an assurer from whom it was taken back": lambda town: town.withdrawn(),
    "an assurer who was never asked": lambda town: town.someone(town.elm.council, Role.ASSURER),
}


@pytest.fixture
def town(world: World) -> Town:
    """Fill both councils, and let the first share with nobody."""
    found = Town(world, whole(world, "elm", systems=2), whole(world, "moe"))
    world.share(found.elm.council, Audience.PROGRAMME, Level.NOTHING)
    return found


@pytest.mark.parametrize("who", STRANGERS)
def test_no_page_of_an_assessment_opens_to_a_stranger(town: Town, who: str) -> None:
    """Neither by its own address nor by one that names the neighbour where the assessment names its council."""
    client = signed_in(STRANGERS[who](town))
    before = list(rows_of(town.elm.council))
    assert opened(client, pages(), "elm", named_by(town.elm), town.elm) == []
    assert opened(client, pages("number"), "elm", named_by(town.moe), town.moe) == []
    assert opened(client, pages("number"), "moe", named_by(town.elm), town.elm) == []
    assert list(rows_of(town.elm.council)) == before


def test_every_address_of_these_tests_leads_somewhere(town: Town) -> None:
    """Were an address here wrong, every stranger would be told that it isn't there, and the tests above would pass."""
    of = town.elm
    of.paper.assessment.papers.update(asked_by=of.lead)
    people = (of.lead, of.assurer, town.someone(of.council, Role.LEADER))
    clients = [signed_in(person) for person in people]
    unknown = {key for page in pages() for key in page.names} - set(NAMED) - {"code"}
    assert not unknown, f"Say in NAMED what {unknown} is in an address"
    for page in pages():
        for method in METHODS:
            got = {dict(knock(client, page, "elm", named_by(of), of))[method].status_code for client in clients}
            assert got == {405} or got - {404, 405}, f"Say in SENT what {method} {page.name} is to be sent: {got}"
            assert max(got) < 500


# --- what belongs to one council, asked for beside what belongs to another ---


@pytest.mark.parametrize("who", ["lead", "assurer"])
def test_what_belongs_to_another_council_isnt_found_within_ones_own(town: Town, who: str) -> None:
    """Whoever is at home in `moe` names its assessment, and one thing of `elm`, which has a system more."""
    client = signed_in(getattr(town.moe, who))
    foreign = {**named_by(town.elm), "position": 2, "outcome": "Z9.z", "objective": "z", "form": "exe"}
    before = list(rows_of(town.elm.council))
    for key in set(foreign) - {"number"}:
        named = {**named_by(town.moe), key: foreign[key]}
        assert opened(client, pages(key), "moe", named, town.moe) == []
    assert list(rows_of(town.elm.council)) == before


def foreign_forms(town: Town) -> Iterator[tuple[str, dict[str, object], str]]:
    """Yield what the neighbour's lead could send that names something of `elm`: page, form and query."""
    elm = town.elm
    service, system = elm.council.services.get().pk, elm.council.systems.all()[0].pk
    piece, edition = elm.shown.pk, town.moe.desk().assessment.edition
    lead, assurer = elm.lead.pk, elm.assurer.pk
    yield "evidence_use", {"piece": piece}, ""
    yield "evidence_use", {"piece": piece, "act": "unuse"}, ""
    yield "evidence_add", {"title": "x", "reference": "y"}, f"?for={elm.assessment.pk}:0:A1.a"
    yield "assign", {"outcomes": ["A1.a"], "person": lead}, ""
    yield "ask_assurer", {"assurer": assurer, "kind": "peer", "edition": edition}, ""
    ours = town.moe.assurer.pk
    yield "ask_assurer", {"assurer": ours, "kind": "peer", "evidence": [piece], "edition": edition}, ""
    yield "scope", {"services": [service], "edition": edition}, ""
    yield "scope", {"considered": [system], "edition": edition}, ""
    yield "scope", {"considered": [system], "chosen": [system], "edition": edition}, ""
    yield "papers", {"kind": "report", "version": "2"}, ""


def test_a_form_that_names_what_belongs_to_another_council_is_refused(town: Town) -> None:
    """The neighbour's assessment is open, so that its lead may do all of this with what is theirs."""
    Review.objects.filter(assessment=town.moe.assessment).update(withdrawn_at=town.world.at)
    town.moe.put(State.OPEN)
    town.moe.assessment.refresh_from_db()
    client, by_name = signed_in(town.moe.lead), {page.name: page for page in pages()}
    before = [list(rows_of(whole.council)) for whole in (town.elm, town.moe)]
    for name, sent, query in foreign_forms(town):
        response = client.post(by_name[name].address("moe", named_by(town.moe)) + query, sent)
        assert response.status_code in (404, 422), (name, sent, response.status_code)
        assert SECRET_OF_ELM not in response.content.decode()
    assert [list(rows_of(whole.council)) for whole in (town.elm, town.moe)] == before


# --- what a council shares ---


def test_the_programme_reads_the_report_of_a_council_that_shares_and_nothing_else(town: Town) -> None:
    client, moe = signed_in(town.someone(town.world.programme(), Role.PROGRAMME_TEAM)), town.moe
    found = opened(client, pages(), "moe", named_by(moe), moe)
    assert {line.split()[0] for line in found} == SHARED
    assert {line.split()[2] for line in found} <= {"200", "302"}


def test_results_that_are_shared_come_without_a_word_of_the_reasons(town: Town) -> None:
    client, moe = signed_in(town.someone(town.world.programme(), Role.PROGRAMME_TEAM)), town.moe
    shown = [page for page in pages() if page.name in SHARED - {"papers"}]
    told = [(page, signed_in(moe.lead).get(page.address("moe", named_by(moe))).content.decode()) for page in shown]
    assert [page.name for page, text in told if SECRET in text]
    for page, _text in told:
        content = client.get(page.address("moe", named_by(moe))).content.decode()
        assert not [
            words for words in (SECRET, "I saw no minutes", "Between us", "Kept", "Mail is") if words in content
        ]


def test_the_answers_as_they_stand_are_no_report_for_those_outside(town: Town) -> None:
    client, named = signed_in(town.someone(town.world.programme(), Role.PROGRAMME_TEAM)), named_by(town.moe)
    for page in pages():
        if page.name in SHARED - {"papers"}:
            for version in ("draft", "2"):
                assert client.get(page.address("moe", named) + f"?version={version}").status_code == 404
    sent = {"kind": "report", "version": "draft"}
    assert client.post(reverse("assessments:papers", args=["moe", named["number"]]), sent).status_code == 404


def test_an_assurer_opens_the_pages_of_the_review_and_none_of_the_councils_own(town: Town) -> None:
    of = town.elm
    found = opened(signed_in(of.assurer), pages(), "elm", named_by(of), of)
    theirs = {"review", "review_outcome", "finish_review", "overview", "scope", "scope_sign", "evidence_file"}
    assert {line.split()[0] for line in found} == SHARED | theirs


def test_an_assurer_gets_no_file_that_isnt_shown_nor_one_when_evidence_isnt(town: Town) -> None:
    of = town.elm
    client, named = signed_in(of.assurer), named_by(of)
    page = next(page for page in pages() if page.name == "evidence_file")
    kept = of.council.evidence.get(is_shown=False).pk
    assert opened(client, [page], "elm", {**named, "piece": kept}, of) == []
    Review.objects.filter(assessment=of.assessment).update(shows_evidence=False)
    assert opened(client, [page], "elm", named, of) == []
