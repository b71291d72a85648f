"""Is every address refused that lies inside somebody's network, in whatever form it is written?"""

import pytest

from wardmote.engines.checks.targets import is_inside, is_permitted

PUBLIC = ["8.8.8.8", "151.101.1.1", "2606:4700::1111", "2a00:1450:4009::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
INSIDE = [
    "0.0.0.0",  # noqa: S104 # nobody binds to it
    "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "fd00::1", "fd00:ec2::254", "fc00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "2001:db8::1", "2001::1", "2001:10::1", "3fff::1", "100::1", "64:ff9b:1::808:808", "5f00::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::1",
]  # fmt: skip
NO_ADDRESS = ["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "8.8.8.8/32", " 8.8.8.8", "[::1]"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_permitted(address: str) -> None:
    assert is_permitted(address)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_somebodys_network_is_refused(address: str) -> None:
    assert not is_permitted(address)


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_address_is_refused_even_when_all_are_allowed(address: str) -> None:
    assert not is_permitted(address, ["0.0.0.0/0", "::/0"])


def test_a_6to4_address_is_judged_by_what_it_carries() -> None:
    assert is_permitted("2002:808:808::1")
    assert not is_permitted("2002:c0a8:1::1")


def test_a_network_that_is_allowed_is_permitted_and_no_other() -> None:
    allow = ["127.0.0.0/8", "fd00:1::/32"]

    assert is_permitted("127.0.0.1", allow)
    assert is_permitted("::ffff:127.0.0.1", allow)
    assert is_permitted("fd00:1::5", allow)
    assert not is_permitted("10.0.0.1", allow)
    assert not is_permitted("fd00:2::5", allow)
    assert not is_permitted("::1", allow)


@pytest.mark.parametrize("address", ["10.0.0.1", "172.31.255.1", "192.168.1.1", "127.0.0.1", "169.254.1.1", "fd00::1"])
def test_an_address_of_one_network_is_inside(address: str) -> None:
    assert is_inside(address)


@pytest.mark.parametrize("address", ["192.0.2.1", "172.32.0.1", "100.64.0.1", "2001:db8::1", "8.8.8.8", "2a00::1"])
def test_an_address_for_examples_or_for_all_is_not_inside(address: str) -> None:
    assert not is_inside(address)
