"""Is whatever people type read as the domain that they mean, and rubbish refused with what to do?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.estate.domain_facts import DomainFacts, fit_domain, fit_look_alikes, fit_selectors
from wardmote.estate.names import in_letters, is_shared, read_domain, read_domains
from wardmote.kernel.denial import Denied

NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{1,63}")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("elm.gov.uk", "elm.gov.uk"),
        ("  Elm.GOV.uk. ", "elm.gov.uk"),
        ("https://www.elm.gov.uk/pay?x=1#top", "www.elm.gov.uk"),
        ("HTTP://user:pass@elm.gov.uk:8080/", "elm.gov.uk"),
        ("elm.gov.uk/", "elm.gov.uk"),
        ("elm.gov.uk:443", "elm.gov.uk"),
        ("jo.bloggs@elm.gov.uk", "elm.gov.uk"),
        ("mailto:jo@elm.gov.uk", "elm.gov.uk"),
        ("<elm.gov.uk>", "elm.gov.uk"),
        ("“elm.gov.uk”", "elm.gov.uk"),
        ("Ynys-Môn.cymru", "xn--ynys-mn-y0a.cymru"),
        ("elm。gov。uk", "elm.gov.uk"),
        ("xn--ynys-mn-y0a.cymru", "xn--ynys-mn-y0a.cymru"),
        ("3com.com", "3com.com"),
        ("council.wales", "council.wales"),
    ],
)
def test_what_people_type_is_read_as_the_domain_that_they_mean(typed: str, name: str) -> None:
    assert read_domain(typed) == name


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "isn't a domain name"),
        ("elm gov uk", "isn't a domain name"),
        ("elm..gov.uk", "isn't a domain name"),
        ("-elm.gov.uk", "isn't a domain name"),
        ("elm-.gov.uk", "isn't a domain name"),
        ("elm!.gov.uk", "isn't a domain name"),
        ("x" * 64 + ".gov.uk", "isn't a domain name"),
        ("a." * 130 + "uk", "isn't a domain name"),
        ("elm.123", "isn't a domain name"),
        ("<script>alert(1)</script>", "isn't a domain name"),
        ("elm\x00.gov.uk", "isn't a domain name"),
        ("a" * 5000, "isn't a domain name"),
        ("*.elm.gov.uk", "has a star"),
        ("_dmarc.elm.gov.uk", "is a record in a domain"),
        ("192.0.2.1", "is a machine's address"),
        ("[2001:db8::1]", "is a machine's address"),
        ("http://192.0.2.1:80/", "is a machine's address"),
        ("elm", "isn't a whole domain"),
        ("server.local", "inside a network only"),
        ("1.0.10.in-addr.arpa", "inside a network only"),
        ("straße.de", "can be read in two ways"),
        ("uk", "is shared by many organisations"),
        ("gov.uk", "is shared by many organisations"),
        ("https://www.gov.uk/../", ""),
        ("co.uk", "is shared by many organisations"),
        ("nhs.uk", "is shared by many organisations"),
        ("sch.uk", "is shared by many organisations"),
        ("surrey.sch.uk", "is shared by many organisations"),
        ("service.gov.uk", "is shared by many organisations"),
        ("azurewebsites.net", "is shared by many organisations"),
    ],
)
def test_what_is_no_domain_of_ones_own_is_refused_in_words(typed: str, says: str) -> None:
    if not says:
        assert read_domain(typed) == "www.gov.uk"
        return
    with pytest.raises(Denied, match=re.escape(says)):
        read_domain(typed)


def test_names_below_shared_ones_are_fine() -> None:
    fine = ("elm.gov.uk", "oak.surrey.sch.uk", "x.service.gov.uk", "trust.nhs.uk", "elm.azurewebsites.net", "elm.co.uk")
    assert [is_shared(name) for name in fine] == [False] * 6


def test_lines_are_read_each_once_and_every_wrong_line_is_named() -> None:
    read, faults = read_domains("elm.gov.uk\n\n https://ELM.gov.uk/ ,\noak.org.uk;\n")
    assert [(line.name, line.is_as_typed) for line in read] == [("elm.gov.uk", True), ("oak.org.uk", True)]
    assert faults == ()
    _read, faults = read_domains("elm.gov.uk\nnot this\n\ngov.uk")
    assert [fault[:7] for fault in faults] == ["Line 2:", "Line 4:"]


def test_a_name_in_another_script_is_said_back_in_letters() -> None:
    assert in_letters("xn--ynys-mn-y0a.cymru") == "ynys-môn.cymru"
    assert in_letters("elm.gov.uk") == "elm.gov.uk"
    assert in_letters("xn--\x80bad.uk") == "xn--\x80bad.uk"


@given(st.one_of(st.text(max_size=300), st.from_regex(r"[a-zA-Z0-9._*@:/\[\]%ßéЖ。-]{0,80}", fullmatch=True)))
def test_any_text_is_read_as_a_name_or_refused_in_a_sentence(text: str) -> None:
    name, sentence = "", ""
    try:
        name = read_domain(text)
    except Denied as refusal:
        sentence = refusal.sentence
    assert bool(name) != bool(sentence)
    if sentence:
        assert sentence.endswith(".")
        assert len(sentence) < 200
        assert "\n" not in sentence
        return
    assert NAME.fullmatch(name)
    assert len(name) <= 253
    assert read_domain(name) == name
    assert not is_shared(name)
    assert in_letters(name)


@given(st.text(max_size=400))
def test_any_text_of_lines_is_read_without_a_fault_of_ours(text: str) -> None:
    read, faults = read_domains(text)
    assert len({line.name for line in read}) == len(read)
    assert len(read) + len(faults) <= len(text.splitlines())


def test_selectors_and_look_alikes_are_kept_once_and_tidy() -> None:
    assert fit_selectors([" Selector1 ", "selector1", "", "s1.mail", "k_2"]) == ("selector1", "s1.mail", "k_2")
    assert fit_look_alikes(["ELM-gov.uk ", "elm-gov.uk"], "elm.gov.uk") == ("elm-gov.uk",)


@pytest.mark.parametrize(
    "facts",
    [
        {"selectors": ("a b",)},
        {"selectors": ("-x",)},
        {"selectors": ("x" * 200,)},
        {"selectors": tuple(f"s{n}" for n in range(51))},
        {"look_alikes": ("elm.gov.uk",)},
        {"look_alikes": ("www.elm.gov.uk",)},
        {"look_alikes": ("nothing",)},
        {"look_alikes": tuple(f"elm{n}.org" for n in range(201))},
        {"owner": "x" * 121},
    ],
)
def test_unfit_facts_are_refused(facts: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(Denied):
        fit_domain(DomainFacts("elm.gov.uk", **facts))  # type: ignore[arg-type]
