"""Can a stranger, or a lead, find out which addresses have an account?"""

import re
from typing import Any

import pytest
from django.test import Client

from tests.worlds import World, signed_in
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.actions.invite import send_invitation
from wardmote.register.models import Body, Person

KNOWN, UNKNOWN = "ada@exampleshire.gov.uk", "bob@exampleshire.gov.uk"


def plain(answer: Any, *names: str) -> tuple[int, str, Any]:
    """Return what a visitor can tell answers apart by, without the address itself and what differs each time."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    for name in names:
        text = text.replace(name, "NAME")
    return answer.status_code, text, getattr(answer, "redirect_chain", None)


def test_inviting_somebody_says_the_same_of_known_and_unknown_addresses(
    world: World, council: Body, person: Person
) -> None:
    """The list shows both invitations in the end; so each lead invites one."""
    found: list[tuple[int, str, Any]] = []
    for address in (KNOWN, UNKNOWN):
        client = signed_in(world.someone(council, Role.LEAD, "Lena Lead") if not found else world.lead_of(council))
        answer = client.post(
            f"/councils/{council.code}/people/invite/", {"email": address, "role": "viewer"}, follow=True
        )
        invitation = council.invitations.get(email=address)
        found.append(plain(answer, address, f"invitations/{invitation.pk}/"))
        client.post(f"/councils/{council.code}/people/invitations/{invitation.pk}/withdraw/")
    assert found[0] == found[1]
    assert "We have sent an invitation to NAME." in found[0][1]


def test_the_letter_and_the_audit_entry_of_an_invitation_are_the_same_too(council: Body, person: Person) -> None:
    made = []
    for address in (KNOWN, UNKNOWN):
        _, secret = send_invitation(by=None, body=council, email=address, role=Role.VIEWER, at=now())
        letter, entry = Letter.objects.get(to=address), AuditEntry.objects.latest("sequence")
        made.append((letter.subject, letter.text.replace(secret.text, "SECRET"), entry.action, entry.after))
    assert made[0] == made[1]


def test_an_invitations_page_doesnt_tell_its_holder_whether_the_address_is_known(council: Body, person: Person) -> None:
    pages = []
    for address in (KNOWN, UNKNOWN):
        _, secret = send_invitation(by=None, body=council, email=address, role=Role.VIEWER, at=now())
        answer = Client().get(f"/invitations/{secret.text}/")
        assert answer.status_code == 200
        assert address not in answer.content.decode()
        pages.append(plain(answer, secret.text))
    assert pages[0] == pages[1]


def test_an_invitation_to_another_address_doesnt_say_whose_it_is(world: World, council: Body, person: Person) -> None:
    pages: list[list[tuple[int, str, Any]]] = []
    for address in (KNOWN, UNKNOWN):
        _, secret = send_invitation(by=None, body=council, email=address, role=Role.VIEWER, at=now())
        client = signed_in(world.person("Eve", email=f"eve{len(pages)}@elsewhere.example"))
        answers = [client.get(f"/invitations/{secret.text}/"), client.post(f"/invitations/{secret.text}/")]
        assert [answer.status_code for answer in answers] == [200, 403]
        pages.append([plain(answer, secret.text) for answer in answers])
        assert all(address not in page for _, page, _ in pages[-1])
    assert pages[0] == pages[1]


def test_what_isnt_there_and_what_isnt_good_any_more_give_no_name_away(council: Body, person: Person) -> None:
    _, secret = send_invitation(by=None, body=council, email=KNOWN, role=Role.VIEWER, at=now())
    council.invitations.update(revoked_at=now())
    revoked, unknown = Client().get(f"/invitations/{secret.text}/"), Client().get("/invitations/no-such-secret/")
    assert plain(revoked, secret.text) == plain(unknown, "no-such-secret")
    assert revoked.status_code == 404
    assert council.code not in revoked.content.decode()


def test_a_sign_out_then_a_sign_in_leaves_no_trace_of_the_last_person(visitor: Any, person: Person) -> None:
    visitor.sign_in(KNOWN)
    visitor.client.post("/accounts/logout/")
    page = visitor.read(visitor.open("account_login"))
    assert KNOWN not in page
    assert person.name not in page


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER, Role.ASSURER])
def test_only_those_who_manage_people_read_addresses(world: World, council: Body, person: Person, role: Role) -> None:
    world.give(person, council, Role.VIEWER)
    reader = world.someone(council, role, "Rita Reader")
    client = signed_in(reader)
    for page in ("/", "people/", "activity/", "stocktake/", "sharing/", "passing-on/", ""):
        address = page if page.startswith("/") else f"/councils/{council.code}/{page}"
        assert KNOWN not in client.get(address, follow=True).content.decode()
