"""Is an SPF record read by the grammar of RFC 7208, and is each fault found where it stands?"""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.spf import Qualifier, is_spf, read_spf
from wardmote.engines.checks.spf.names import LONGEST_NAME, shortened


def test_a_whole_record_is_read() -> None:
    record = read_spf("v=spf1 +a:m.example/24//64 ?MX ip4:192.0.2.7/24 ip6:2001:db8::/32 exp=e.example -all")

    assert [mechanism.name for mechanism in record.mechanisms] == ["a", "mx", "ip4", "ip6", "all"]
    host, mx, four, six, ending = record.mechanisms
    assert (host.target and host.target.text, host.prefix4, host.prefix6) == ("m.example", 24, 64)
    assert mx.qualifier is Qualifier.NEUTRAL
    assert (four.network, six.network) == (ip_network("192.0.2.0/24"), ip_network("2001:db8::/32"))
    assert ending.qualifier is Qualifier.FAIL
    assert record.modifier("exp") is not None
    assert record.faults == ()


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("v=spf1 ip4:1.2.3 -all", 11),
        ("v=spf1 ip4:1.2.3.4/33 -all", 19),
        ("v=spf1 ip4:1.2.3.4/08", 19),
        ("v=spf1 ip4:01.2.3.4", 11),
        ("v=spf1 ip6:fe80::1%eth0", 11),
        ("v=spf1 ip6:::1/129", 15),
        ("v=spf1 all.", 7),
        ("v=spf1 all:x", 10),
        ("v=spf1 include -all", 14),
        ("v=spf1 include: -all", 15),
        ("v=spf1 a:museum", 9),
        ("v=spf1 a:h.example/33", 18),
        ("v=spf1 exists:%{x}.example", 14),
        ("v=spf1 exists:%{t}.example", 14),
        ("v=spf1 exists:%{d0}.example", 14),
        ("v=spf1 exists:100%.example", 17),
        ("v=spf1 -redirect=a.example", 7),
        ("v=spf1 redirect=a.example redirect=b.example", 26),
        ("v=spf1 moo", 7),
        ("v=spf1 a\tmx", 8),
        ("v=spf1 -аll", 8),
        ("v=spf1 x=a%b", 10),
    ],
)
def test_a_fault_is_found_where_it_stands(text: str, position: int) -> None:
    (fault,) = read_spf(text).faults

    assert fault.position == position


@pytest.mark.parametrize("text", ["v=spf1", "v=spf1 -all", "V=SPF1 a", "v=spf1  "])
def test_a_version_before_a_space_or_the_end_makes_it_spf(text: str) -> None:
    assert is_spf(text)


@pytest.mark.parametrize("text", ["v=spf10", "v=spf1;", "v=spf1\t-all", " v=spf1", "spf2.0/pra", ""])
def test_anything_else_is_not_spf(text: str) -> None:
    assert not is_spf(text)


@pytest.mark.parametrize(
    "text", ["a:foo:bar/baz.example", "a:%{d}", "exists:%{ir}.%{v}._spf.%{d2}", "a:x.%%", "x.y-z_1=%{S}"]
)
def test_odd_but_right_terms_are_taken(text: str) -> None:
    assert read_spf(f"v=spf1 {text}").faults == ()


def test_all_anywhere_silences_the_redirect() -> None:
    record = read_spf("v=spf1 redirect=a.example ~all")

    assert record.redirect is None
    assert record.modifier("redirect") is not None


def test_faults_of_a_hostile_record_are_told_up_to_a_number() -> None:
    assert len(read_spf("v=spf1 " + "moo " * 10_000).faults) == 20


@given(st.text(max_size=2_000))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    for fault in read_spf(f"v=spf1 {text}").faults:
        assert 0 <= fault.position <= len(text) + 7


@given(st.text(alphabet="aimxptrlsude46:/.%{}d0r=+-~? \t1", max_size=300))
def test_no_text_near_the_grammar_makes_the_reader_raise(text: str) -> None:
    record = read_spf(f"v=spf1 {text}")

    for mechanism in record.mechanisms:
        assert record.text[mechanism.position :].startswith(mechanism.text)


@given(st.lists(st.text(alphabet="ab", min_size=1, max_size=63), min_size=1, max_size=40).map(".".join))
def test_a_long_name_is_cut_at_its_labels_from_the_left(name: str) -> None:
    short = shortened(name)

    assert len(short) <= LONGEST_NAME
    assert name == short or name.endswith(f".{short}")
