"""Does a refusal say the same to a person and to a machine?"""

from typing import get_args

import pytest

from wardmote.kernel.denial import STATUS, Denied, Reason, missing


@pytest.mark.parametrize(
    ("reason", "status"),
    [("refused", 403), ("sign-in", 401), ("missing", 404), ("conflict", 409), ("second-factor", 403)],
)
def test_each_reason_has_its_status(reason: Reason, status: int) -> None:
    assert Denied("No.", reason).status == status


def test_every_reason_has_a_status() -> None:
    assert set(STATUS) == set(get_args(Reason))


def test_the_sentence_is_kept_as_it_stands() -> None:
    refusal = Denied("Only a lead does this. Ask yours.")
    assert (refusal.sentence, str(refusal), refusal.reason) == (
        "Only a lead does this. Ask yours.",
        "Only a lead does this. Ask yours.",
        "refused",
    )


def test_what_isnt_there_and_what_isnt_yours_sound_the_same() -> None:
    assert missing().status == 404
    assert missing("token").sentence == "We can't find that token, or it isn't yours to see."
