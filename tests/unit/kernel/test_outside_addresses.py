"""Are only addresses called that say where they lead?"""

import pytest

from wardmote.kernel.denial import Denied
from wardmote.kernel.outside_addresses import read_address

LIKE = "https://chat.example.gov.uk/hooks/1"


def test_a_good_address_is_taken_without_what_surrounds_it() -> None:
    assert read_address(f" {LIKE}?key=1 ", like=LIKE) == f"{LIKE}?key=1"
    assert read_address("https://hooks.example.gov.uk:443/in", like=LIKE) == "https://hooks.example.gov.uk:443/in"


def test_who_writes_no_address_is_shown_one() -> None:
    with pytest.raises(Denied, match=r"Write it like https://chat\.example\.gov\.uk/hooks/1"):
        read_address("https://hooks.example.gov.uk:port/", like=LIKE)


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.gov.uk/",
        "ftp://hooks.example.gov.uk/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://2130706433.1/",
        "https://[::1]/",
        "https://hooks.example.gov.uk:8443/",
        "https://somebody:secret@hooks.example.gov.uk/",
        "https://hooks.example.gov.uk/#part",
        "https://hooks.example.gov.uk/a b",
        "https://hooks.example.gov.uk:port/",
        "https://" + "x" * 500 + ".uk/",
        "",
    ],
)
def test_an_address_that_hides_where_it_leads_is_refused(address: str) -> None:
    with pytest.raises(Denied):
        read_address(address, like=LIKE)
