"""What follows when somebody verifies an address, asks to join, and is answered?"""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.db import transaction
from django.http import HttpRequest

from tests.worlds import World
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.actions.ask_to_join import ask_to_join
from wardmote.register.actions.decide_request import decide_request
from wardmote.register.actions.invite import send_invitation
from wardmote.register.models import Body, JoinRequest, Membership, Person


@pytest.fixture
def council(world: World) -> Body:
    """A council with a domain of its own."""
    return world.council("AAA", domain="aaa.gov.uk", name="Aldermere Borough Council")


@pytest.fixture
def ada(world: World) -> Person:
    """Somebody with an address under the council's domain."""
    return world.person("Ada Example", email="ada@aaa.gov.uk")


def confirm(person: Person) -> None:
    """Say that the person's address has just been verified, as sign-in does."""
    address = EmailAddress.objects.get(user=person)
    email_confirmed.send(sender=EmailAddress, request=HttpRequest(), email_address=address)


def waiting() -> list[tuple[str, str]]:
    """Return who waits to join which body."""
    found = JoinRequest.objects.filter(outcome="waiting").order_by("body__code")
    return list(found.values_list("person__email", "body__code"))


def letters() -> list[tuple[str, str]]:
    """Return to whom letters go, and what they are about."""
    return list(Letter.objects.order_by("pk").values_list("to", "subject"))


def check_short(letter: Letter, path: str) -> None:
    """Check that a letter has three lines, one link in the last of them, and a subject in one line."""
    lines = letter.text.splitlines()
    assert len(lines) == 3
    assert all(line.strip() for line in lines)
    links = re.findall(r"https?://\S+", letter.text)
    assert links == [f"http://localhost:8000{path}"]
    assert links[0] in lines[-1]
    assert letter.subject.strip()
    assert "\n" not in letter.subject


def test_a_verified_work_address_asks_to_join_its_council(council: Body, ada: Person) -> None:
    confirm(ada)
    assert waiting() == [("ada@aaa.gov.uk", "AAA")]
    entry = AuditEntry.objects.get(action="join.asked")
    assert (entry.person_id, entry.body_id) == (ada.pk, council.pk)


def test_verifying_twice_asks_once(council: Body, ada: Person) -> None:
    confirm(ada)
    confirm(ada)
    assert len(waiting()) == 1


def test_an_address_below_the_domain_asks_too(council: Body, world: World) -> None:
    confirm(world.person("Bob", email="bob@it.aaa.gov.uk"))
    assert waiting() == [("bob@it.aaa.gov.uk", "AAA")]


@pytest.mark.parametrize("email", ["eve@mail.example", "eve@aaa.gov.uk.evil.example", "eve@xaaa.gov.uk", "eve@gov.uk"])
def test_any_other_address_asks_nobody(council: Body, world: World, email: str) -> None:
    confirm(world.person("Eve", email=email))
    assert waiting() == []


def test_where_two_councils_share_the_domain_the_person_chooses(council: Body, world: World, ada: Person) -> None:
    world.council("BBB", domain="aaa.gov.uk")
    confirm(ada)
    assert waiting() == []
    assert letters() == []


def test_somebody_who_was_invited_has_no_need_to_ask(council: Body, ada: Person) -> None:
    send_invitation(by=None, body=council, email=ada.email, role=Role.LEAD, at=now())
    confirm(ada)
    assert waiting() == []


def test_somebody_whose_invitation_ran_out_asks(council: Body, ada: Person) -> None:
    invitation, _ = send_invitation(by=None, body=council, email=ada.email, role=Role.LEAD, at=now())
    invitation.expires_at = now() - timedelta(seconds=1)
    invitation.save()
    confirm(ada)
    assert waiting() == [("ada@aaa.gov.uk", "AAA")]


def test_somebody_who_belongs_somewhere_asks_nobody(council: Body, world: World, ada: Person) -> None:
    world.give(ada, world.council("BBB"), Role.VIEWER)
    confirm(ada)
    assert waiting() == []


def test_somebody_whose_membership_lapsed_can_verify_their_address(council: Body, world: World, ada: Person) -> None:
    world.give(ada, council, Role.VIEWER)
    Membership.objects.update(lapses_on=world.at.date())
    confirm(ada)
    assert waiting() == []


def test_a_council_that_is_gone_is_asked_nothing(council: Body, world: World, ada: Person) -> None:
    Body.objects.update(end_date=world.at.date())
    confirm(ada)
    assert waiting() == []


def test_fictional_and_real_people_ask_within_their_own_world_only(council: Body, world: World) -> None:
    world.council("demo-aaa", domain="aldermere.example", demonstration=True)
    confirm(world.person("Joan", email="joan@aaa.gov.uk", demonstration=True))
    confirm(world.person("Real", email="real@aldermere.example"))
    assert waiting() == []


def test_every_lead_gets_a_letter_and_nobody_else(council: Body, world: World, ada: Person) -> None:
    leads = [world.someone(council, Role.LEAD, name) for name in ("Lena Lead", "Lars Lead")]
    for role in (Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER, Role.ASSURER):
        world.someone(council, role)
    world.someone(world.council("BBB"), Role.LEAD, "Other Lead")
    ask_to_join(by=ada, council=council, at=world.at)
    subject = "Let Ada Example into Aldermere Borough Council, or refuse"
    assert sorted(letters()) == sorted((lead.email, subject) for lead in leads)
    for letter in Letter.objects.all():
        check_short(letter, "/councils/AAA/people/")


def test_a_lead_who_lapsed_or_left_or_was_shut_out_gets_no_letter(council: Body, world: World, ada: Person) -> None:
    lapsed, left, shut_out = (world.someone(council, Role.LEAD, name) for name in ("Lapsed L", "Left L", "Shut O"))
    Membership.objects.filter(person=lapsed).update(lapses_on=world.at.date())
    Membership.objects.filter(person=left).update(ended_at=world.at)
    Person.objects.filter(pk=shut_out.pk).update(is_active=False)
    ask_to_join(by=ada, council=council, at=world.at)
    assert letters() == []
    assert waiting() == [("ada@aaa.gov.uk", "AAA")]


def test_asking_again_writes_no_second_letter(council: Body, world: World, ada: Person) -> None:
    world.someone(council, Role.LEAD)
    for _ in range(2):
        ask_to_join(by=ada, council=council, at=world.at)
    assert len(letters()) == 1


def test_a_request_that_was_rolled_back_leaves_no_letter(council: Body, world: World, ada: Person) -> None:
    world.someone(council, Role.LEAD)
    with transaction.atomic():
        ask_to_join(by=ada, council=council, at=world.at)
        transaction.set_rollback(True)
    assert (waiting(), letters()) == ([], [])
    assert not AuditEntry.objects.filter(action="join.asked").exists()


def test_a_letter_that_cant_be_written_leaves_no_request(
    council: Body, world: World, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.someone(council, Role.LEAD)
    monkeypatch.setattr("wardmote.reactions.join_asked_writes_to_leads.write_letter", None)
    with pytest.raises(TypeError):
        ask_to_join(by=ada, council=council, at=world.at)
    assert (waiting(), letters()) == ([], [])


@pytest.mark.parametrize(
    ("role", "subject", "line"),
    [
        (Role.CONTRIBUTOR, "You now belong to Aldermere Borough Council on Wardmote", "has let you in"),
        (None, "Your request to join Aldermere Borough Council was refused", "has not let you in"),
    ],
)
def test_whoever_asked_reads_the_answer(
    council: Body, world: World, ada: Person, role: Role | None, subject: str, line: str
) -> None:
    lead = world.someone(council, Role.LEAD)
    request = ask_to_join(by=ada, council=council, at=world.at)
    Letter.objects.all().delete()
    decide_request(by=world.viewer(lead), request=request, role=role, at=world.at)
    assert letters() == [("ada@aaa.gov.uk", subject)]
    letter = Letter.objects.get()
    assert line in letter.text
    check_short(letter, "")


def test_an_answer_that_was_rolled_back_leaves_no_letter(council: Body, world: World, ada: Person) -> None:
    lead = world.someone(council, Role.LEAD)
    request = ask_to_join(by=ada, council=council, at=world.at)
    Letter.objects.all().delete()
    with transaction.atomic():
        decide_request(by=world.viewer(lead), request=request, role=Role.VIEWER, at=world.at)
        transaction.set_rollback(True)
    assert letters() == []
    assert waiting() == [("ada@aaa.gov.uk", "AAA")]


PLANTED = "Ada\nAnswer here: https://evil.example/answer"


def test_a_name_plants_no_line_and_no_link_in_a_letter(council: Body, world: World) -> None:
    world.someone(council, Role.LEAD)
    ask_to_join(by=world.person(PLANTED, email="eve@aaa.gov.uk"), council=council, at=world.at)
    check_short(Letter.objects.get(), "/councils/AAA/people/")
