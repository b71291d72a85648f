"""Does a record that we tell people to publish never go more than one step further than what applies now?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.dmarc import (
    CAUTION,
    InForce,
    Policy,
    in_force,
    mailbox_first,
    next_step,
    one_of_several,
    read_dmarc,
)

NOTHING, WATCHED = InForce(), InForce(Policy.NONE, Policy.NONE, Policy.NONE)
STRENGTH = {None: -1, Policy.NONE: 0, Policy.QUARANTINE: 1, Policy.REJECT: 2}
policies = st.sampled_from([None, *Policy])
texts = st.builds(
    lambda p, sp, np, rest: "; ".join(("v=DMARC1", f"p={p}", *(part for part in (sp, np, rest) if part))),
    st.sampled_from(list(Policy)),
    st.sampled_from(["", "sp=none", "sp=quarantine", "sp=reject"]),
    st.sampled_from(["", "np=none", "np=quarantine", "np=reject"]),
    st.sampled_from(["", "t=y", "pct=5", "psd=n"]),
)


@pytest.mark.parametrize(
    ("text", "now", "step", "begins"),
    [
        ("v=DMARC1; p=reject", NOTHING, "v=DMARC1; p=none", "Publish this, read the reports"),
        ("v=DMARC1; p=reject", WATCHED, "v=DMARC1; p=quarantine", f"{CAUTION} this, and some weeks later the same"),
        ("v=DMARC1; p=quarantine", WATCHED, "v=DMARC1; p=quarantine", CAUTION),
        ("v=DMARC1; p=none", NOTHING, "v=DMARC1; p=none", "Publish"),
        ("v=DMARC1; p=none; sp=reject", WATCHED, "v=DMARC1; p=none; sp=quarantine", CAUTION),
    ],
)
def test_a_stricter_policy_comes_one_step_at_a_time_and_with_a_caution(
    text: str, now: InForce, step: str, begins: str
) -> None:
    found = next_step(text, now)

    assert found.text == step
    assert found.words.startswith(begins)


@given(texts, st.builds(InForce, policies, policies, policies))
def test_no_policy_rises_by_more_than_one_step(text: str, now: InForce) -> None:
    found = next_step(text, now)
    after = in_force(read_dmarc(found.text))

    for before, policy in zip(now.each, after.each, strict=True):
        assert STRENGTH[policy] <= STRENGTH[before] + 1
    rises = any(
        STRENGTH[policy] > max(STRENGTH[before], 0) for before, policy in zip(now.each, after.each, strict=True)
    )
    assert found.words.startswith(CAUTION) == rises


@given(st.lists(texts, min_size=2, max_size=4))
def test_of_several_records_the_softest_policy_is_kept(several: list[str]) -> None:
    kept = read_dmarc(one_of_several(several))

    assert STRENGTH[kept.p] == min(STRENGTH[read_dmarc(text).p] for text in several)


def test_a_test_and_a_share_of_the_mail_count_as_one_step_less() -> None:
    assert in_force(read_dmarc("v=DMARC1; p=reject; t=y")).own is Policy.QUARANTINE
    assert in_force(read_dmarc("v=DMARC1; p=quarantine; pct=5")).own is Policy.NONE


def test_a_mailbox_outside_the_organisation_must_take_the_reports() -> None:
    address = "mailto:dmarc@a.gov.uk"

    assert mailbox_first(address, "www.a.gov.uk", "a.gov.uk") == "Make this mailbox first: dmarc@a.gov.uk. "
    assert "www.a.gov.uk._report._dmarc.a.gov.uk. TXT" in mailbox_first(address, "www.a.gov.uk", "www.a.gov.uk")
