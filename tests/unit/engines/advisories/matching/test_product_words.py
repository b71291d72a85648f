"""Under which words is a product found, and which ways to write it are one?"""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wardmote.engines.advisories.facts import Affected, Product
from wardmote.engines.advisories.matching import Index, asked_keys, held_of, product_keys, word_forms

SAME = (
    (Product("Civica UK Ltd", "Civica OpenRevenues"), Product("civica", "Open Revenues")),
    (Product("", "Civica OpenRevenues"), Product("Civica", "OpenRevenues")),
    (Product("Red Hat, Inc.", "Enterprise Linux"), Product(cpe="cpe:2.3:o:redhat:enterprise_linux:8:*:*:*:*:*:*:*")),
    (Product("Apache Software Foundation", "Apache HTTP Server"), Product("Apache", "HTTP Server")),
    (Product("Cisco", "Cisco IOS XE Software"), Product(cpe="cpe:2.3:o:cisco:ios_xe:*:*:*:*:*:*:*:*")),
    (Product("Microsoft", "Windows 10 Version 22H2 for x64-based Systems"), Product("Microsoft", "Windows 10 22H2")),
    (
        Product("Microsoft", "Windows Server 2019 (Server Core installation)"),
        Product("microsoft", "windows_server_2019"),
    ),
    (Product("n/a", "Café Manager"), Product("Unknown", "Cafe  manager")),
    (Product("Capita", "Revenues & Benefits"), Product("CAPITA plc", "Revenues and Benefits")),
    (Product("NEC Software Solutions UK Limited", "NEC Housing"), Product("NEC Software Solutions", "Housing")),
    (Product("Notepad++", "Notepad++"), Product(cpe=r"cpe:2.3:a:notepad\+\+:notepad\+\+:8:*:*:*:*:*:*:*")),
)
DIFFERENT = (
    (Product("Cisco", "IOS"), Product("Apple", "iOS")),
    (Product("Cisco", "IOS"), Product("Cisco", "IOS XE")),
    (Product("Notepad++", "Notepad++"), Product("Notepad", "Notepad")),
    (Product("Microsoft", "C#"), Product("Microsoft", "C")),
    (Product("Idox", "Uniform"), Product("", "Uniform")),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_a_product_are_one(one: Product, other: Product) -> None:
    assert set(word_forms(one)) & set(word_forms(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_products_are_two(one: Product, other: Product) -> None:
    assert not set(word_forms(one)) & set(word_forms(other))


def test_a_product_is_found_under_each_of_its_names() -> None:
    product = Product("Apache", "Log4j", "cpe:2.3:a:apache:log4j:2.0:*:*:*:*:*:*:*", "pkg:maven/org.apache/log4j-core")
    assert product_keys(product) == ("cpe:a:apache:log4j", "purl:maven/org.apache/log4j-core", "words:apachelog4j")
    assert product_keys(Product()) == ()
    assert product_keys(Product(vendor="Civica")) == ()


def test_an_item_asks_for_criteria_with_wildcards_too() -> None:
    item = Product(cpe="cpe:2.3:a:apache:log4j:2.0:*:*:*:*:*:*:*")
    for criterion in ("a:*:log4j", "a:apache:log*", "*:apache:log4j", "a:*:*"):
        part, vendor, name = criterion.split(":")
        keys = product_keys(Product(cpe=f"cpe:2.3:{part}:{vendor}:{name}:*:*:*:*:*:*:*:*"))
        assert set(keys) & set(asked_keys(item)), criterion
    other = Product(cpe="cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*")
    assert not set(product_keys(other)) & set(asked_keys(item))


def test_an_item_whose_part_is_open_asks_for_each_part() -> None:
    item = Product(cpe="cpe:2.3:*:busybox:busybox:1.34.1:*:*:*:*:*:*:*")
    assert set(product_keys(Product(cpe="cpe:2.3:o:busybox:busybox:*:*:*:*:*:*:*:*"))) & set(asked_keys(item))


names = some.text(max_size=60)


@given(names, names, names)
def test_any_text_has_words_or_none(vendor: str, name: str, cpe: str) -> None:
    for product in (Product(vendor, name), Product(vendor, name, f"cpe:2.3:a:{cpe}:{name}:*:*:*:*:*:*:*:*")):
        assert set(product_keys(product)) <= set(asked_keys(product))


def test_an_index_gives_what_came_in_in_that_order() -> None:
    chrome = Product("Google", "Chrome", "cpe:2.3:a:google:chrome:*:*:*:*:*:*:*:*")
    same = Product("Google", "Chrome", "cpe:2.3:a:google:chrome:*:*:*:*:*:*:*:*")
    index = Index.of([("CVE-1", Affected(chrome)), ("CVE-2", Affected(Product("a", "b"))), ("CVE-3", Affected(same))])
    found = index.candidates(held_of(Product("", "Google Chrome")))
    assert len(index) == 3
    assert [identity for identity, _ in found] == ["CVE-1", "CVE-3"]
    assert found[0][1].product is found[1][1].product
    assert index.candidates(held_of(Product("Mozilla", "Firefox"))) == []
