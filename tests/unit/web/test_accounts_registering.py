"""Who may register, and what do they and the others read?"""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from wardmote.kernel.models import Letter
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Invitation, Person

NEW, KNOWN = "bob@exampleshire.gov.uk", "ada@exampleshire.gov.uk"
REFUSAL = "That address isn't under a council's domain that we know."


def invite(body: Body, address: str) -> None:
    """Leave an open invitation for an address."""
    Invitation.objects.create(
        body=body,
        email=address,
        role=Role.ASSURER.value,
        digest="d",
        invited_at=now(),
        expires_at=now() + timedelta(days=1),
    )


def test_a_colleague_registers_types_the_code_and_is_in(visitor: Any, council: Body) -> None:
    page = visitor.register("Bob Example", NEW)
    assert "Confirm your e-mail address" in visitor.read(page)
    letter = visitor.letter(NEW)
    assert "15 minutes" in letter.subject
    assert len(letter.text.strip().splitlines()) == 3
    visitor.send("account_email_verification_sent", code=visitor.mailed_code(NEW))
    assert visitor.is_signed_in
    person = Person.objects.get(email=NEW)
    assert person.name == "Bob Example"
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified


def test_somebody_who_cant_read_the_letter_doesnt_get_in(visitor: Any, council: Body) -> None:
    visitor.register("Mallory", NEW)
    code = visitor.mailed_code(NEW)
    for _ in range(3):
        page = visitor.send("account_email_verification_sent", code=visitor.wrong(code))
    assert page.request["PATH_INFO"] == "/accounts/login/"
    visitor.send("account_email_verification_sent", code=code)
    assert not visitor.is_signed_in


def test_somebody_who_lost_the_page_signs_in_with_a_new_code(visitor: Any, stranger: Any, council: Body) -> None:
    visitor.register("Bob", NEW)
    stranger.sign_in(NEW)
    assert stranger.is_signed_in
    assert EmailAddress.objects.get(email=NEW).verified


@pytest.mark.parametrize("address", ["bob@mail.example", "bob@exampleshire.gov.uk.evil.example", "bob@gov.uk"])
def test_an_address_outside_any_council_is_refused_in_words(visitor: Any, council: Body, address: str) -> None:
    page = visitor.register("Bob", address)
    assert REFUSAL in visitor.read(page)
    assert "invite this address" in visitor.read(page)
    assert f'value="{address}"' in visitor.read(page)
    assert not Person.objects.exists()
    assert not Letter.objects.exists()


def test_an_address_below_a_councils_domain_is_welcome(visitor: Any, council: Body) -> None:
    visitor.register("Bob", "bob@it.exampleshire.gov.uk")
    assert Person.objects.filter(email="bob@it.exampleshire.gov.uk").exists()


def test_an_invited_address_outside_any_council_is_welcome(visitor: Any, council: Body) -> None:
    invite(council, "eve@assurers.example")
    visitor.register("Eve", "Eve@Assurers.example")
    visitor.send("account_email_verification_sent", code=visitor.mailed_code("eve@assurers.example"))
    assert visitor.is_signed_in


def test_an_invitation_that_ran_out_doesnt_count(visitor: Any, council: Body) -> None:
    invite(council, "eve@assurers.example")
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    assert REFUSAL in visitor.read(visitor.register("Eve", "eve@assurers.example"))


def test_an_existing_address_gets_the_same_page_as_a_new_one(visitor: Any, stranger: Any, person: Person) -> None:
    known, new = visitor.register("Ada", KNOWN), stranger.register("Bob", NEW)
    assert (known.status_code, known.redirect_chain) == (new.status_code, new.redirect_chain)
    assert len(known.content) == len(new.content)
    assert visitor.read(known).replace(KNOWN, "") == visitor.read(new).replace(NEW, "")
    for _ in range(3):
        known = visitor.send("account_email_verification_sent", code="00000000")
        new = stranger.send("account_email_verification_sent", code="00000000")
        assert known.redirect_chain == new.redirect_chain
        assert visitor.read(known).replace(KNOWN, "") == visitor.read(new).replace(NEW, "")


def test_an_outside_address_that_has_an_account_is_refused_like_any_other(
    visitor: Any, stranger: Any, council: Body
) -> None:
    Person.objects.create_user("eve@assurers.example", "Eve")
    known = visitor.register("Eve", "eve@assurers.example")
    unknown = stranger.register("Eve", "xyz@assurers.example")
    assert visitor.read(known).replace("eve@", "") == visitor.read(unknown).replace("xyz@", "")


def test_whoever_registers_twice_is_told_by_letter_to_sign_in_and_can(visitor: Any, person: Person) -> None:
    visitor.register("Ada", KNOWN)
    letter = visitor.letter(KNOWN)
    assert "registered already" in letter.text
    assert "/accounts/login/" in letter.text
    visitor.sign_in(KNOWN)
    assert visitor.is_signed_in
    assert Person.objects.count() == 1


def test_a_mistyped_address_can_be_put_right(visitor: Any, council: Body) -> None:
    visitor.register("Bob", "bbo@exampleshire.gov.uk")
    page = visitor.open("account_signup")
    assert "Register with your work e-mail" in visitor.read(page)
    visitor.register("Bob", NEW)
    visitor.send("account_email_verification_sent", code=visitor.mailed_code(NEW))
    assert visitor.is_signed_in


def test_a_name_is_asked_for_in_words_and_nothing_typed_is_lost(visitor: Any, council: Body) -> None:
    page = visitor.register("", NEW)
    assert "Type your name" in visitor.read(page)
    assert f'value="{NEW}"' in visitor.read(page)
    assert "<title>Error: Register" in visitor.read(page)


def test_a_name_with_marks_is_written_plainly_on_the_page(visitor: Any, council: Body) -> None:
    visitor.register("O'Neil <b>", NEW)
    visitor.send("account_email_verification_sent", code=visitor.mailed_code(NEW))
    assert "O&#39;Neil &lt;b&gt;" in visitor.open("mfa_index").content.decode()
