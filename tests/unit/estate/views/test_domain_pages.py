"""Do the pages about domains teach, say back what was understood, refuse by line and show what to publish?"""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.unit.estate.stated_dns import StatedDns
from tests.worlds import World, signed_in
from wardmote.estate.models import Domain
from wardmote.estate.queries.domains import domains_of
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, BodyRecord

ListDomain = Callable[..., Domain]
ESTATE = "/councils/elm/estate/"
DOMAINS = f"{ESTATE}domains/"
XSS = "<script>alert('x')</script>"


def words(answer: Any) -> str:
    """Return a page's text without markup, in single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def names(council: Body) -> list[str]:
    return list(domains_of(council).values_list("name", flat=True))


def test_an_empty_list_offers_the_registers_domain_with_one_button(browser: Client, council: Body) -> None:
    page = words(browser.get(DOMAINS))
    assert "Yours is probably elm.gov.uk" in page
    assert "Add elm.gov.uk now" in page
    assert "Yours is probably elm.gov.uk" in words(browser.get(ESTATE))
    done = browser.post(f"{DOMAINS}from-register/", follow=True)
    assert "Added: elm.gov.uk." in words(done)
    assert Domain.objects.get().proof == "register"


def test_a_council_without_a_domain_in_the_register_is_asked_for_it(browser: Client, council: Body) -> None:
    BodyRecord.objects.filter(body=council).update(domain="")
    assert "Yours is probably" not in words(browser.get(DOMAINS))
    assert "Enter it yourself" in words(browser.post(f"{DOMAINS}from-register/", follow=True))
    assert not Domain.objects.exists()


def test_lines_are_understood_and_said_back(browser: Client, council: Body) -> None:
    sent = {"names": "https://WWW.elm.gov.uk/pay\nelm.gov.uk\nelm.org.uk", "owner": "Web team"}
    page = words(browser.post(f"{DOMAINS}add/", sent, follow=True))
    assert "3 domains added." in page
    assert "We read “https://WWW.elm.gov.uk/pay” as www.elm.gov.uk." in page
    assert "Now show that it is yours." in page
    assert "We hold 3 domains" in page
    assert names(council) == ["elm.gov.uk", "elm.org.uk", "www.elm.gov.uk"]
    assert set(domains_of(council).values_list("owner", flat=True)) == {"Web team"}


def test_one_new_name_without_a_proof_leads_to_what_to_publish(browser: Client, council: Body) -> None:
    page = browser.post(f"{DOMAINS}add/", {"names": "elm.org.uk"}, follow=True)
    domain = Domain.objects.get()
    assert page.redirect_chain[-1][0] == f"{DOMAINS}{domain.pk}/"
    assert ">_wardmote.elm.org.uk</textarea>" in page.content.decode()
    assert f">wardmote-verification={domain.token}</textarea>" in page.content.decode()


def test_every_wrong_line_is_named_and_nothing_is_added_or_lost(browser: Client, council: Body) -> None:
    typed = f"elm.gov.uk\ngov.uk\n{XSS}"
    page = browser.post(f"{DOMAINS}add/", {"names": typed})
    assert page.status_code == 422
    assert "Line 2: “gov.uk” is shared by many organisations." in words(page)
    assert "Line 3:" in words(page)
    assert XSS not in page.content.decode()
    assert "elm.gov.uk\ngov.uk\n" in html.unescape(page.content.decode())
    assert names(council) == []


@pytest.mark.parametrize("typed", ["", " \n ,", "\n".join(f"n{n}.org.uk" for n in range(51))])
def test_no_names_or_too_many_are_refused(browser: Client, council: Body, typed: str) -> None:
    assert browser.post(f"{DOMAINS}add/", {"names": typed}).status_code == 422
    assert names(council) == []


def test_a_look_at_the_dns_says_plainly_what_was_found(
    browser: Client, council: Body, list_domain: ListDomain, dns: StatedDns
) -> None:
    domain = list_domain("elm.org.uk")
    place = f"{DOMAINS}{domain.pk}/verify/"
    assert "Nothing stands there yet." in words(browser.post(place))
    dns.publish("elm.org.uk", XSS)
    other = browser.post(place)
    assert XSS in words(other) or "alert('x')" in words(other)
    assert XSS not in other.content.decode()
    dns.failing.add("_wardmote.elm.org.uk")
    silent = words(browser.post(place))
    assert "We got no answer, so we can't say whether it stands there." in silent
    assert "the name servers failed to answer" in silent
    dns.failing.clear()
    dns.publish("elm.org.uk", f"wardmote-verification={domain.token}")
    assert "elm.org.uk is yours: it is checked from now on." in words(browser.post(place, follow=True))
    assert browser.get(place).status_code == 302


def test_the_eleventh_look_within_an_hour_is_refused_in_words(
    browser: Client, list_domain: ListDomain, dns: StatedDns
) -> None:
    place = f"{DOMAINS}{list_domain('elm.org.uk').pk}/verify/"
    codes = [browser.post(place).status_code for _ in range(10)]
    last = browser.post(place)
    assert (set(codes), last.status_code) == ({200}, 409)
    assert "Wait a while" in words(last)


def test_a_domain_is_described_and_the_page_gives_it_back(browser: Client, list_domain: ListDomain) -> None:
    domain = list_domain("elm.gov.uk")
    place = f"{DOMAINS}{domain.pk}/change/"
    sent = {
        "is_parked": "on",
        "owner": "IT",
        "renews_on": "2027-03-31",
        "selectors": "s1, s2\ns1",
        "look_alikes": "elm-gov.uk\nhttps://e1m.gov.uk/",
    }
    page = words(browser.post(place, sent, follow=True))
    for text in ("Parked: neither", "IT", "31 March 2027", "s1, s2", "elm-gov.uk, e1m.gov.uk"):
        assert text in page
    form = browser.get(place).content.decode()
    assert 'value="s1, s2"' in form
    assert 'value="2027-03-31"' in form
    assert "elm-gov.uk\ne1m.gov.uk</textarea>" in form


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("renews_on", "soon", "Enter a date like 31/03/2027"),
        ("renews_on", "1999-01-01", "between 2000 and 2099"),
        ("selectors", "a b!c", "isn't a DKIM selector"),
        ("look_alikes", "fine.org\nnot this", "Line 2: “not this” isn't a domain name."),
        ("look_alikes", "www.elm.gov.uk", "is your own name"),
    ],
)
def test_unfit_descriptions_are_refused_in_words(
    browser: Client, list_domain: ListDomain, field: str, value: str, says: str
) -> None:
    domain = list_domain("elm.gov.uk")
    page = browser.post(f"{DOMAINS}{domain.pk}/change/", {"owner": "kept", field: value})
    assert (page.status_code, says in words(page)) == (422, True)
    assert 'value="kept"' in page.content.decode()
    assert Domain.objects.get().owner == ""


def test_a_colleagues_words_are_shown_and_not_overwritten(browser: Client, list_domain: ListDomain) -> None:
    domain = list_domain("elm.gov.uk")
    place = f"{DOMAINS}{domain.pk}/change/"
    found = re.search(r'name="edition" value="(\w+)"', browser.get(place).content.decode())
    assert found
    browser.post(place, {"owner": "Ada", "edition": found[1]})
    page = browser.post(place, {"owner": "Bob", "edition": found[1]})
    assert page.status_code == 409
    assert "Who looks after it? (optional) Ada" in words(page)
    again = re.search(r'name="edition" value="(\w+)"', page.content.decode())
    assert again
    assert browser.post(place, {"owner": "Bob", "edition": again[1]}).status_code == 302
    assert Domain.objects.get().owner == "Bob"


def test_removing_says_what_rests_on_the_domain(browser: Client, council: Body, list_domain: ListDomain) -> None:
    elm = list_domain("elm.gov.uk")
    list_domain("www.elm.gov.uk")
    place = f"{DOMAINS}{elm.pk}/remove/"
    assert "1 domain below it stays on your list: www.elm.gov.uk" in words(browser.get(place))
    assert "elm.gov.uk has been removed." in words(browser.post(place, follow=True))
    assert "elm.gov.uk was removed already." in words(browser.post(place, follow=True))
    assert names(council) == ["www.elm.gov.uk"]
    assert browser.get(f"{DOMAINS}{elm.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.VIEWER, Role.LEADER])
def test_a_reader_sees_domains_but_no_token_and_no_way_to_change(
    world: World, council: Body, list_domain: ListDomain, role: Role
) -> None:
    domain = list_domain("elm.org.uk")
    reader = signed_in(world.someone(council, role))
    page = reader.get(f"{DOMAINS}{domain.pk}/")
    assert page.status_code == 200
    assert domain.token not in page.content.decode()
    for place in ("add/", "upload/", f"{domain.pk}/change/", f"{domain.pk}/remove/", f"{domain.pk}/verify/"):
        assert reader.post(DOMAINS + place).status_code == 403
    assert reader.post(f"{DOMAINS}from-register/").status_code == 403


def test_another_councils_domain_isnt_there(world: World, browser: Client) -> None:
    oak = world.council("oak")
    theirs = Domain.objects.create(council=oak, name="oak.gov.uk", token="x", added_at=world.at)
    for place in ("", "change/", "remove/"):
        assert browser.get(f"{DOMAINS}{theirs.pk}/{place}").status_code == 404
        assert browser.get(f"/councils/oak/estate/domains/{theirs.pk}/{place}").status_code == 404
    assert browser.get(f"{DOMAINS}{10**30}/").status_code == 404


def test_many_domains_come_in_pages_with_the_unproved_first(world: World, browser: Client, council: Body) -> None:
    Domain.objects.bulk_create(
        Domain(council=council, name=f"n{n:03}.org.uk", token="x", proof="dns", verified_at=world.at, added_at=world.at)
        for n in range(120)
    )
    Domain.objects.create(council=council, name="zz.org.uk", token="x", added_at=world.at)
    page = browser.get(DOMAINS)
    assert "Page 1 of 3" in words(page)
    assert words(page).index("zz.org.uk") < words(page).index("n000.org.uk")
    assert len(page.content) < 100_000


def test_the_table_goes_out_and_comes_back(world: World, browser: Client, list_domain: ListDomain) -> None:
    list_domain("elm.gov.uk", is_parked=True, selectors=("s1", "s2"), renews_on=date(2027, 3, 31), owner="=IT()")
    table = browser.get(f"{ESTATE}domains.csv").content.decode()
    lines = table.splitlines()
    assert lines[0] == "name,parked,selectors,renews_on,owner,proof"
    assert lines[1] == "elm.gov.uk,yes,s1; s2,2027-03-31,'=IT(),register"
    Domain.objects.update(removed_at=world.at)
    file = SimpleUploadedFile("d.csv", (table + "elm.org.uk,,,,,\n").encode())
    assert "2 domains added." in words(browser.post(f"{DOMAINS}upload/", {"table": file}, follow=True))
    again = browser.get(f"{ESTATE}domains.csv").content.decode().splitlines()
    assert again == [*lines, "elm.org.uk,no,,,,none"]


def test_a_table_with_wrong_lines_adds_nothing(browser: Client, council: Body) -> None:
    rows = "name,parked,renews_on\nelm.gov.uk,,\ngov.uk,,\nx.org.uk,perhaps,\ny.org.uk,,soon\nELM.gov.uk,,\n"
    page = browser.post(f"{DOMAINS}upload/", {"table": SimpleUploadedFile("d.csv", rows.encode())})
    said = words(page)
    assert page.status_code == 422
    for text in (
        "Line 3: “gov.uk” is shared",
        "Line 4: parked is “perhaps”",
        "Line 5: renews_on",
        "Line 6: “elm.gov.uk”",
    ):
        assert text in said
    assert names(council) == []
