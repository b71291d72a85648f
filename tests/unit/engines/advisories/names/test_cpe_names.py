"""Are CPE names read and written as NISTIR 7695 says?"""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wardmote.engines.advisories.names import Cpe, read_cpe

# NISTIR 7695, sections 6.1.3 and 6.2.3: the name, its formatted string and its URI where it has one.
EXAMPLES = (
    (
        Cpe("a", "microsoft", "internet_explorer", r"8\.0\.6001", "beta", language="*"),
        "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
        "cpe:/a:microsoft:internet_explorer:8.0.6001:beta",
    ),
    (
        Cpe("a", "microsoft", "internet_explorer", r"8\.*", "sp?"),
        "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*",
        "cpe:/a:microsoft:internet_explorer:8.%02:sp%01",
    ),
    (
        Cpe(
            "a",
            "hp",
            "insight_diagnostics",
            r"7\.4\.0\.1570",
            "-",
            sw_edition="online",
            target_sw="win2003",
            target_hw="x64",
        ),
        "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*",
        "cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~",
    ),
    (
        Cpe("a", "hp", "openview_network_manager", r"7\.51", target_sw="linux"),
        "cpe:2.3:a:hp:openview_network_manager:7.51:*:*:*:*:linux:*:*",
        "cpe:/a:hp:openview_network_manager:7.51::~~~linux~~",
    ),
    (
        Cpe("a", r"foo\\bar", r"big\$money_2010", target_sw="ipod_touch", sw_edition="special", target_hw=r"80gb"),
        r"cpe:2.3:a:foo\\bar:big\$money_2010:*:*:*:*:special:ipod_touch:80gb:*",
        "cpe:/a:foo%5cbar:big%24money_2010:::~~special~ipod_touch~80gb~",
    ),
)
# Whose URI isn't the shortest way to write the name.
URIS = (
    ("cpe:/a:microsoft:internet_explorer:8.%2a:sp%3f", Cpe("a", "microsoft", "internet_explorer", r"8\.\*", r"sp\?")),
    ("cpe:/o:microsoft:windows_xp:::pro", Cpe("o", "microsoft", "windows_xp", edition="pro")),
    ("cpe:/a:hp:insight_diagnostics:8::~", None),
    ("cpe:/a:foo~bar:big%7emoney_2010", Cpe("a", r"foo\~bar", r"big\~money_2010")),
    ("CPE:/A:Cisco:Prime", Cpe("a", "cisco", "prime")),
    ("cpe:/a:foo:bar:12.%02.1234", None),
)
BROKEN = (
    "",
    "cpe",
    "cpe:2.3:",
    "cpe:2.3:a:vendor:product",
    "cpe:2.3:x:vendor:product:*:*:*:*:*:*:*:*",
    "cpe:2.3:a:vendor::*:*:*:*:*:*:*:*",
    "cpe:2.3:a:ve*dor:product:*:*:*:*:*:*:*:*",
    "cpe:2.3:a:**:product:*:*:*:*:*:*:*:*",
    "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*:more",
    "cpe:2.3:a:" + "v" * 1000 + ":p:1:*:*:*:*:*:*:*",
    "vendor product",
)


@pytest.mark.parametrize(("name", "string", "uri"), EXAMPLES)
def test_a_name_is_read_from_both_and_written_to_both(name: Cpe, string: str, uri: str) -> None:
    assert read_cpe(string) == name
    assert read_cpe(uri) == name
    assert name.bound() == string
    assert name.uri() == uri


@pytest.mark.parametrize(("uri", "name"), URIS)
def test_a_uri_is_read_or_left(uri: str, name: Cpe | None) -> None:
    assert read_cpe(uri) == name


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_name_is_none(text: str) -> None:
    assert read_cpe(text) is None


def test_capitals_and_needless_backslashes_make_no_other_name() -> None:
    one = read_cpe(r"cpe:2.3:o:Cisco:IOS:15.2\(7\)E3:*:*:*:*:*:*:*")
    other = read_cpe(r"cpe:2.3:o:cisco:ios:15\.2\(7\)e3:*:*:*:*:*:*:*")
    assert one == other is not None
    assert one is not None
    assert one.words("version") == "15.2(7)e3"
    assert one.bound() == r"cpe:2.3:o:cisco:ios:15.2\(7\)e3:*:*:*:*:*:*:*"


def test_words_are_what_people_write() -> None:
    name = read_cpe(r"cpe:2.3:a:f5:big-ip_access_policy_manager:*:-:*:*:*:*:*:*")
    assert name is not None
    assert (name.words("vendor"), name.words("product")) == ("f5", "big-ip access policy manager")
    assert (name.words("version"), name.words("update")) == ("", "")


values = some.text("abc012._-~:!*?\\/%é", min_size=1, max_size=6)


@given(some.lists(values, min_size=10, max_size=10))
def test_what_is_read_is_written_so_that_it_is_read_again(fields: list[str]) -> None:
    read = read_cpe("cpe:2.3:a:" + ":".join(fields))
    if read is not None:
        assert read_cpe(read.bound()) == read
        assert read_cpe(read.uri()) == read


@given(some.text(max_size=200) | some.text("cpe:23.a/~%0*?\\-", max_size=60).map("cpe:2.3:a:".__add__))
def test_any_text_is_read_or_left(text: str) -> None:
    read = read_cpe(text)
    assert read is None or isinstance(read, Cpe)
    read_cpe("cpe:/" + text)
