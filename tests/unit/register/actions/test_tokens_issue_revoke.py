"""Can a person make and take back keys for their programs, within limits?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import digest_of
from wardmote.kernel.models import AuditEntry
from wardmote.register.actions.issue_token import MOST_TOKENS, SCOPES, issue_token
from wardmote.register.actions.revoke_token import revoke_token
from wardmote.register.models import ApiToken
from wardmote.register.queries.people import tokens_of
from wardmote.register.queries.viewers import Viewer

Acts = Callable[[], list[str]]
READ = ["members:read"]


@pytest.fixture
def ada(world: World) -> Viewer:
    return world.viewer(world.person("Ada"))


def test_the_text_is_handed_over_and_only_its_digest_kept(world: World, ada: Viewer, acts: Acts) -> None:
    token, text = issue_token(
        by=ada, name=" Nightly copy ", scopes=["results:read", *READ, *READ], days=30, at=world.at
    )
    assert text.startswith("wm_")
    assert token.digest == digest_of(text)
    assert (token.name, token.scopes) == ("Nightly copy", ["members:read", "results:read"])
    assert token.expires_at == world.at + timedelta(days=30)
    assert text not in str(ApiToken.objects.values_list())
    assert acts() == ["token.issued"]


def test_the_audit_log_says_what_the_token_may_do_but_not_the_token(world: World, ada: Viewer) -> None:
    _token, text = issue_token(by=ada, name="x", scopes=READ, days=30, at=world.at)
    entry = AuditEntry.objects.get()
    assert entry.after["scopes"] == READ
    assert text[3:] not in f"{entry.subject}{entry.after}"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "   "}, "Give the token a name"),
        ({"scopes": []}, "Choose at least one thing"),
        ({"scopes": ["members:read", "everything"]}, "Choose at least one thing"),
        ({"days": 0}, "from 1 to 366 days"),
        ({"days": 367}, "from 1 to 366 days"),
        ({"days": -1}, "from 1 to 366 days"),
    ],
)
def test_a_token_without_bounds_is_refused(
    world: World, ada: Viewer, change: dict[str, object], says: str, acts: Acts
) -> None:
    wanted = {"name": "x", "scopes": READ, "days": 30} | change
    with pytest.raises(Denied, match=says):
        issue_token(by=ada, at=world.at, **wanted)  # type: ignore[arg-type]
    assert not ApiToken.objects.exists()
    assert acts() == []


@pytest.mark.parametrize("days", [1, 366])
def test_the_longest_and_the_shortest_are_allowed(world: World, ada: Viewer, days: int) -> None:
    assert issue_token(by=ada, name="x", scopes=list(SCOPES), days=days, at=world.at)


def test_nobody_holds_more_than_twenty_good_tokens(world: World, ada: Viewer) -> None:
    for _ in range(MOST_TOKENS):
        token, _text = issue_token(by=ada, name="x", scopes=READ, days=30, at=world.at)
    with pytest.raises(Denied, match=r"You have 20 tokens already. Revoke one"):
        issue_token(by=ada, name="x", scopes=READ, days=30, at=world.at)
    other = world.viewer(world.person("Bea"))
    assert issue_token(by=other, name="x", scopes=READ, days=30, at=world.at)
    revoke_token(by=ada, token_id=token.pk, at=world.at)
    assert issue_token(by=ada, name="x", scopes=READ, days=30, at=world.at)


def test_tokens_that_ran_out_dont_count(world: World, ada: Viewer) -> None:
    for _ in range(MOST_TOKENS):
        issue_token(by=ada, name="x", scopes=READ, days=1, at=world.at)
    assert issue_token(by=ada, name="x", scopes=READ, days=1, at=world.at + timedelta(days=1))


def test_a_person_revokes_their_own_token_once(world: World, ada: Viewer, acts: Acts) -> None:
    token, _text = issue_token(by=ada, name="x", scopes=READ, days=30, at=world.at)
    acts()
    revoke_token(by=ada, token_id=token.pk, at=world.at)
    token.refresh_from_db()
    assert token.revoked_at == world.at
    assert acts() == ["token.revoked"]
    with pytest.raises(Denied) as refusal:
        revoke_token(by=ada, token_id=token.pk, at=world.at)
    assert refusal.value.status == 404
    assert acts() == []


def test_anybody_elses_token_isnt_there(world: World, ada: Viewer) -> None:
    token, _text = issue_token(by=ada, name="x", scopes=READ, days=30, at=world.at)
    other = world.viewer(world.person("Bea"))
    for token_id in (token.pk, token.pk + 99):
        with pytest.raises(Denied, match="can't find that token"):
            revoke_token(by=other, token_id=token_id, at=world.at)
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_person_lists_only_their_own_good_tokens_newest_first(world: World, ada: Viewer) -> None:
    old, new, gone = (
        issue_token(by=ada, name=name, scopes=READ, days=30, at=world.at + timedelta(seconds=n))[0]
        for n, name in enumerate(("old", "new", "gone"))
    )
    issue_token(by=world.viewer(world.person("Bea")), name="hers", scopes=READ, days=30, at=world.at)
    revoke_token(by=ada, token_id=gone.pk, at=world.at)
    assert tokens_of(ada.person) == [new, old]
