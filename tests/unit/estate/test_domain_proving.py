"""Which names are a council's without anybody being asked?"""

import pytest

from wardmote.estate.models import Proof
from wardmote.estate.proving import Grounds, proof_of

GROUNDS = Grounds(
    register=frozenset({"elm.gov.uk", "www.elm.gov.uk"}),
    anchors=frozenset({"elm.gov.uk", "elm.org", "shared.gov.uk"}),
    others=frozenset({"oak.elm.gov.uk", "ash.gov.uk", "shared.gov.uk", "own.of.oak.org"}),
)


@pytest.mark.parametrize(
    ("name", "proof"),
    [
        ("elm.gov.uk", Proof.REGISTER),
        ("www.elm.gov.uk", Proof.REGISTER),
        ("intranet.elm.gov.uk", Proof.BELOW),
        ("a.b.c.elm.org", Proof.BELOW),
        ("oak.elm.gov.uk", None),
        ("mail.oak.elm.gov.uk", None),
        ("ash.gov.uk", None),
        ("www.ash.gov.uk", None),
        ("elm.co.uk", None),
        ("notelm.org", None),
        # Two councils may share one domain in the register: names below it are both's.
        ("a.shared.gov.uk", Proof.BELOW),
    ],
)
def test_the_register_and_names_above_prove_unless_somebody_else_stands_between(name: str, proof: Proof | None) -> None:
    assert proof_of(name, GROUNDS) == proof
