"""Does a letter say the same in HTML as in plain text, safely, with nothing that is fetched from elsewhere?"""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core import mail

from tests.unit.warn.warned import a_notice, a_statement, a_story
from tests.worlds import World
from wardmote.kernel.letters import post_letter, write_letter
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.warn.models import Notice, Priority
from wardmote.warn.telling import tell

HOSTILE = 'Leak <img src="https://bad.example/x.png"> <script>alert(1)</script> & "more"'


class Page(HTMLParser):
    """Keeps the elements, the addresses that they name, and the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "background", "action")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def council(world: World) -> Body:
    return world.council("AAA", name="Aldermere & Sons")


def a_letter(world: World, council: Body, *titles: str, label: str = "clear") -> Letter:
    world.someone(council, Role.LEAD, "Lena Lead")
    for title in titles:
        story = a_story(title, at=world.at, label=label)
        a_statement(story, at=world.at)
        a_notice(council, story, at=world.at, priority=Priority.NOW)
    tell(council, world.at)
    return Letter.objects.get()


def test_what_others_wrote_is_text_in_it_and_all_its_addresses_are_ours(world: World, council: Body) -> None:
    letter = a_letter(world, council, HOSTILE)
    page = Page(letter.html)
    assert not {"img", "script", "link", "iframe", "table", "form"} & set(page.tags)
    assert "Leak <img src=" in page.words
    assert page.addresses
    assert all(address.startswith("http://localhost:8000/councils/AAA/warnings/") for address in page.addresses)
    assert "http" not in re.sub(r"http://localhost:8000/", "", letter.html).replace("https bad.example", "")


def test_it_says_what_the_plain_text_says(world: World, council: Body) -> None:
    letter = a_letter(world, council, *(f"Fault {number}" for number in range(17)))
    words = " ".join(Page(letter.html).words.split())
    for line in letter.text.splitlines():
        says = line.strip().removeprefix("- ")
        if says and "http" not in says and not says.isupper():
            assert says in words
    for address in re.findall(r"http\S+", letter.text):
        assert address in Page(letter.html).addresses
    assert "and 2 more, on the page" in words
    assert "- and 2 more, on the page" in letter.text


def test_of_a_strict_label_it_says_no_more_than_the_plain_text(world: World, council: Body) -> None:
    letter = a_letter(world, council, "Fault", "Portal leaks")
    strict = a_story("Secret fault", at=world.at, label="amber")
    a_notice(council, strict, at=world.at, priority=Priority.NOW)
    assert Notice.objects.count() == 3
    tell(council, world.at + timedelta(hours=1))
    assert not any("Secret" in each.html for each in Letter.objects.all())
    assert letter.html


def test_a_letter_with_html_goes_out_in_both_forms_and_one_without_in_one(db: None, world: World) -> None:
    for html in ("<p>Come.</p>", ""):
        letter = write_letter(to="a@council.example", subject="Join", text="Come.", html=html, at=world.at)
        post_letter.call(letter.pk)
    both, plain = (sent.message() for sent in mail.outbox)
    assert both.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in both.walk()][1:] == ["text/plain", "text/html"]
    assert plain.get_content_type() == "text/plain"
