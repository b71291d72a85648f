"""Is a letter that came back for good known to have, once, and nothing else taken for one?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.watch.imap_server import PASSWORD, USER, Letterbox, serving
from tests.worlds import World, signed_in
from wardmote.kernel.bounced_mail import failure_in
from wardmote.kernel.bounces import BouncesUnread, note_bounce, read_bounces
from wardmote.kernel.letters import write_letter
from wardmote.kernel.mailboxes import Mailbox
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.kernel.worker import read_returned_letters

SAYS = "smtp; 550 5.1.1 <a@council.example> No such user\r\n here"

# Parts within parts within parts.
NESTED = b'Content-Type: multipart/report; report-type=delivery-status; boundary="%d"\r\n\r\n--%d\r\n'


def returned(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", kind: str = "delivery-status", whole: bool = True
) -> bytes:
    """Return a notification as mail servers send it (RFC 3464, appendix E)."""
    how = "message/rfc822" if whole else "text/rfc822-headers"
    lines = f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: no-reply@wardmote.example
Subject: Undelivered mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

Your letter {message_id} could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; a@council.example
Action: {action}
Status: {status}
Diagnostic-Code: {SAYS}

--b
Content-Type: {how}

From: Wardmote <no-reply@wardmote.example>
Subject: New warning
Message-ID: {message_id}

Words.
--b--
"""
    return lines.replace("\r\n", "\n").replace("\n", "\r\n").encode()


@pytest.fixture
def letter(world: World) -> Letter:
    return write_letter(to="a@council.example", subject="New warning", text="Words.", at=world.at)


@pytest.mark.parametrize("whole", [True, False])
def test_a_final_failure_of_a_letter_of_ours_is_noted_once(world: World, letter: Letter, whole: bool) -> None:
    mail = returned(letter.message_id, whole=whole)
    assert [note_bounce(mail, at=world.at) for _ in range(2)] == [True, False]
    letter.refresh_from_db()
    assert letter.bounced_at == world.at
    assert letter.trouble == "550 5.1.1 <a@council.example> No such user here"


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "failed", "status": "4.7.0"},
        {"action": "delivered", "status": "2.0.0"},
        {"kind": "disposition-notification"},
    ],
)
def test_a_delay_a_receipt_and_a_failure_for_now_are_no_return(
    world: World, letter: Letter, changes: dict[str, str]
) -> None:
    assert not note_bounce(returned(letter.message_id, **changes), at=world.at)  # type: ignore[arg-type]


def test_what_speaks_of_no_letter_of_ours_changes_nothing(world: World, letter: Letter) -> None:
    assert not note_bounce(returned("<somebody@else.example>"), at=world.at)
    assert not Letter.objects.filter(bounced_at__isnull=False).exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts",
        returned("<x@y>")[:400],
        returned("<x@y>").replace(b"message/rfc822", b"message/delivery-status"),
        b"".join(NESTED % (n, n) for n in range(3_000)),
    ],
)
def test_what_is_broken_or_built_to_harm_is_no_failure(raw: bytes) -> None:
    assert failure_in(raw) is None


@pytest.fixture
def box(letter: Letter) -> Letterbox:
    return Letterbox({3: b"Subject: Lunch?\r\n\r\nAt one?\r\n", 8: returned(letter.message_id)})


@pytest.fixture
def mailbox(box: Letterbox, tmp_path: Path, settings: Any) -> Iterator[Mailbox]:
    server, authority = serving(box, tmp_path)
    settings.WATCH_AUTHORITIES = str(authority)
    yield Mailbox("localhost", server.server_address[1], USER, PASSWORD, "INBOX")
    server.shutdown()
    server.server_close()


def test_a_mailbox_is_read_and_nothing_in_it_is_changed(
    world: World, letter: Letter, box: Letterbox, mailbox: Mailbox
) -> None:
    assert [read_bounces(mailbox, at=world.at) for _ in range(2)] == [1, 0]
    assert not [asked for asked in box.asked if asked.split()[0] in ("SELECT", "STORE", "EXPUNGE", "MOVE")]
    assert all("PEEK" in asked for asked in box.asked if "FETCH" in asked)


def test_a_mailbox_that_refuses_says_so_without_its_password(
    world: World, letter: Letter, mailbox: Mailbox, settings: Any
) -> None:
    wrong = Mailbox(mailbox.host, mailbox.port, USER, "wrong/word", "INBOX")
    with pytest.raises(BouncesUnread, match="can't be read") as caught:
        read_bounces(wrong, at=world.at)
    assert "wrong/word" not in str(caught.value)
    settings.BOUNCES_MAILBOX = wrong
    assert "can't be read" in read_returned_letters.func()


def test_without_a_mailbox_nothing_is_read() -> None:
    assert read_returned_letters.func() == "no mailbox"


def test_leads_see_whose_letters_come_back(world: World) -> None:
    council = world.council("aaa")
    lead = world.lead_of(council)
    colleague = world.someone(council, Role.CONTRIBUTOR, "Carol Contributor")
    page = f"/councils/{council.code}/people/"
    assert "come back" not in signed_in(lead).get(page).content.decode()
    letter = write_letter(to=colleague.email, subject="New warning", text="Words.", at=world.at)
    assert note_bounce(returned(letter.message_id), at=world.at)
    assert "Letters to Carol Contributor come back." in signed_in(lead).get(page).content.decode()
