"""Which resolvers are asked when nobody names one, and how is one named?"""

from pathlib import Path

import pytest

from wardmote.engines.checks.gather.dns.system import server_named, system_servers


def test_the_machines_resolvers_are_read_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "resolv.conf"
    path.write_text(
        "# a comment\nsearch example.gov.uk\nnameserver 192.0.2.53\nnameserver\nnameserver 2001:db8::53\nnameserver x\n"
    )

    assert system_servers(path) == (("192.0.2.53", 53), ("2001:db8::53", 53))


def test_without_any_named_the_machine_itself_is_asked(tmp_path: Path) -> None:
    assert system_servers(tmp_path / "missing") == (("127.0.0.1", 53),)


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("192.0.2.1", ("192.0.2.1", 53)),
        ("192.0.2.1:5353", ("192.0.2.1", 5353)),
        ("2001:db8::1", ("2001:db8::1", 53)),
        ("[2001:db8::1]", ("2001:db8::1", 53)),
        ("[2001:db8::1]:5353", ("2001:db8::1", 5353)),
    ],
)
def test_a_resolver_is_named_by_its_address(text: str, server: tuple[str, int]) -> None:
    assert server_named(text) == server


@pytest.mark.parametrize("text", ["", "dns.example", "192.0.2.1:0", "192.0.2.1:70000", "192.0.2.1:x", "[::1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no address of a resolver"):
        server_named(text)
