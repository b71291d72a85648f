"""Does the audit log hold what happened, refuse to be changed, and show it if somebody did?"""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from wardmote.kernel import audit
from wardmote.kernel.audit import GENESIS, Fault, Head
from wardmote.kernel.models import AuditEntry

AT = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)
Tamper = Callable[..., None]


def act(number: int) -> AuditEntry:
    return audit.record(
        by=number,
        body=100 + number,
        action=f"test.act-{number}",
        subject=f"thing:{number}",
        at=AT + timedelta(seconds=number),
        before={"level": number},
        after={"level": number + 1, "nested": {"b": [1, None, "ü–’"], "a": 62.5}},
    )


@pytest.fixture
def chain(db: None) -> list[AuditEntry]:
    """Five entries."""
    return [act(number) for number in range(1, 6)]


@pytest.fixture
def tamper(db: None) -> Tamper:
    """Change the table as somebody could who owns the database: the triggers are taken off first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("RESET ROLE")
            cursor.execute("DROP TRIGGER audit_refuses ON kernel_auditentry")
        else:
            cursor.execute("DROP TRIGGER audit_refuses_update")
            cursor.execute("DROP TRIGGER audit_refuses_delete")

    def change(sql: str, *values: int | str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return change


def rewrite_from(sequence: int, tamper: Tamper) -> None:
    """Make the chain consistent again after a change, as a forger with the source code would."""
    previous = AuditEntry.objects.get(sequence=sequence - 1).digest
    for entry in AuditEntry.objects.filter(sequence__gte=sequence).order_by("sequence"):
        entry.previous_digest = previous
        previous = audit.digest_of(entry)
        tamper(
            "UPDATE kernel_auditentry SET previous_digest = %s, digest = %s WHERE sequence = %s",
            entry.previous_digest,
            previous,
            entry.sequence,
        )


def test_an_empty_log_holds(db: None) -> None:
    assert audit.verify() == (Head(0, GENESIS), None)


def test_each_entry_follows_from_the_one_before(chain: list[AuditEntry]) -> None:
    assert [entry.sequence for entry in chain] == [1, 2, 3, 4, 5]
    assert [entry.previous_digest for entry in chain] == [GENESIS, *[entry.digest for entry in chain[:-1]]]
    assert len({entry.digest for entry in chain}) == 5


def test_an_untouched_chain_holds_up_to_its_head(chain: list[AuditEntry]) -> None:
    assert audit.verify() == (Head(5, chain[-1].digest), None)


def test_an_entry_says_what_happened_when_read_back(chain: list[AuditEntry]) -> None:
    entry = AuditEntry.objects.get(sequence=2)
    assert (entry.person_id, entry.body_id, entry.action, entry.subject) == (2, 102, "test.act-2", "thing:2")
    assert entry.at == AT + timedelta(seconds=2)
    assert (entry.before, entry.after["nested"]) == ({"level": 2}, {"b": [1, None, "ü–’"], "a": 62.5})


def test_the_moment_counts_and_not_the_zone_it_was_told_in(db: None) -> None:
    from zoneinfo import ZoneInfo

    summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London"))
    audit.record(by=None, body=None, action="test", subject="zone", at=summer)
    assert AuditEntry.objects.get().at == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert audit.verify()[1] is None


def test_an_entry_goes_with_the_act_that_was_undone(chain: list[AuditEntry]) -> None:
    with contextlib.suppress(RuntimeError), transaction.atomic():
        act(6)
        raise RuntimeError
    assert act(7).sequence == 6
    assert audit.verify()[1] is None


@pytest.mark.parametrize(
    "change",
    [
        "at = '2020-01-01 00:00:00+00:00'",
        "person_id = 99",
        "person_id = NULL",
        "body_id = 99",
        "action = 'test.other'",
        "subject = 'thing:99'",
        "before = '{}'",
        """after = '{"level": 99}'""",
        f"digest = '{'f' * 64}'",
    ],
)
def test_a_changed_entry_shows(chain: list[AuditEntry], tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE kernel_auditentry SET {change} WHERE sequence = 3")  # noqa: S608
    head, fault = audit.verify()
    assert fault == Fault(3, "this entry has been changed")
    assert head == Head(2, chain[1].digest)


@pytest.mark.parametrize("sequence", [1, 3])
def test_a_removed_entry_shows(chain: list[AuditEntry], tamper: Tamper, sequence: int) -> None:
    tamper("DELETE FROM kernel_auditentry WHERE sequence = %s", sequence)
    assert audit.verify()[1] == Fault(sequence, "this entry has been removed")


def test_a_gap_closed_by_renumbering_shows(chain: list[AuditEntry], tamper: Tamper) -> None:
    tamper("DELETE FROM kernel_auditentry WHERE sequence = 3")
    tamper("UPDATE kernel_auditentry SET sequence = 3 WHERE sequence = 4")
    tamper("UPDATE kernel_auditentry SET sequence = 4 WHERE sequence = 5")
    assert audit.verify()[1] == Fault(3, "this entry doesn't follow from the one before it")


def test_entries_in_another_order_show(chain: list[AuditEntry], tamper: Tamper) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        tamper("UPDATE kernel_auditentry SET sequence = %s WHERE sequence = %s", new, old)
    assert audit.verify()[1] == Fault(3, "this entry doesn't follow from the one before it")


def test_a_tail_cut_off_shows_to_whoever_kept_the_head(chain: list[AuditEntry], tamper: Tamper) -> None:
    seen, _fault = audit.verify()
    tamper("DELETE FROM kernel_auditentry WHERE sequence > 3")
    assert audit.verify() == (Head(3, chain[2].digest), None)
    assert audit.verify(seen)[1] == Fault(4, "entries 4 to 5 were there and are gone")


def test_a_log_emptied_whole_shows_to_whoever_kept_the_head(chain: list[AuditEntry], tamper: Tamper) -> None:
    seen, _fault = audit.verify()
    tamper("DELETE FROM kernel_auditentry")
    assert audit.verify(seen)[1] == Fault(1, "entries 1 to 5 were there and are gone")


def test_a_chain_rewritten_whole_shows_to_whoever_kept_the_head(chain: list[AuditEntry], tamper: Tamper) -> None:
    seen, _fault = audit.verify()
    tamper("UPDATE kernel_auditentry SET subject = 'thing:99' WHERE sequence = 3")
    rewrite_from(3, tamper)
    assert audit.verify()[1] is None
    fault = audit.verify(seen)[1]
    assert fault is not None
    assert fault.sequence == 5
    assert "rewritten" in fault.sentence


def test_a_chain_that_only_grew_agrees_with_the_head_kept(chain: list[AuditEntry]) -> None:
    seen, _fault = audit.verify()
    grown = act(6)
    assert audit.verify(seen) == (Head(6, grown.digest), None)


def test_a_head_of_an_empty_log_asks_for_nothing(chain: list[AuditEntry]) -> None:
    assert audit.verify(Head(0, GENESIS))[1] is None


@pytest.mark.parametrize(
    "sql", ["UPDATE kernel_auditentry SET subject = 'x' WHERE sequence = 2", "DELETE FROM kernel_auditentry"]
)
def test_the_database_itself_refuses_to_change_an_entry(chain: list[AuditEntry], sql: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("RESET ROLE")  # not even the owner
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql)
    assert audit.verify() == (Head(5, chain[-1].digest), None)
