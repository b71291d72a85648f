"""Do members ask, answer, share and report on the pages, and does nobody see what isn't for them?"""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.unit.warn.shared_town import SharedTown
from tests.unit.warn.sharing_said import answer, say
from tests.worlds import World, signed_in
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.private_files import path_of
from wardmote.kernel.roles import Role
from wardmote.register.models import Person
from wardmote.warn.models import Post, PostAuthor, PostBody, PostFile, PostKind, PostReader

ELM, MOE, WARP = "/councils/elm/sharing-with/", "/councils/moe/sharing-with/", "/councils/the-warp/sharing-with/"


@pytest.fixture
def town(world: World) -> SharedTown:
    return SharedTown(world)


@pytest.fixture
def ada(town: SharedTown) -> Person:
    return town.world.someone(town.elm, Role.LEAD, "Ada of Elm")


@pytest.fixture
def ben(town: SharedTown) -> Person:
    return town.world.someone(town.moe, Role.CONTRIBUTOR, "Ben of Moe")


def text_of(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined, no-any-return]


def told(page: object) -> str:
    """Return a page without what differs each time that it is asked for."""
    return re.sub(r'nonce[^"]*"[^"]*"|name="csrf[^>]*>', "", text_of(page))


def asked(town: SharedTown, **more: object) -> dict[str, object]:
    return {"place": f"body-{town.warp.pk}", "title": "Slow VPN", "text": "Who else?", "label": "amber-strict"} | more


def test_a_question_is_asked_and_answered_on_the_pages(town: SharedTown, ada: Person, ben: Person) -> None:
    first, second = signed_in(ada), signed_in(ben)
    assert first.get(f"{ELM}ask/").status_code == 200
    made = first.post(f"{ELM}ask/", asked(town))
    post = Post.objects.get()
    assert made.status_code == 302
    assert made.headers["Location"] == f"{ELM}{post.pk}/"
    assert (post.by, post.body) == (ada, town.elm)
    assert "Slow VPN" in text_of(second.get(MOE))
    replied = second.post(f"{MOE}{post.pk}/", {"text": "We do.", "label": "amber-strict"})
    assert replied.status_code == 302
    page = text_of(first.get(made.headers["Location"]))
    assert "We do." in page
    assert "Ben of Moe" in page
    assert "moe Council" in page
    assert first.post(f"{ELM}{post.pk}/settle/").status_code == 302
    assert "Dealt with" in text_of(second.get(f"{MOE}{post.pk}/"))


def test_a_form_says_what_is_missing_and_keeps_what_was_typed(town: SharedTown, ada: Person) -> None:
    page = signed_in(ada).post(f"{ELM}ask/", asked(town, title="", label="red"))
    assert page.status_code == 422
    assert "Say in one line" in text_of(page)
    assert "Name those whom it is for" in text_of(page)
    assert "Who else?" in text_of(page)
    stranger = signed_in(ada).post(f"{ELM}ask/", asked(town, label="red", readers="nobody@x.example"))
    assert stranger.status_code == 422
    assert "Not all of these addresses" in text_of(stranger)
    assert not Post.objects.exists()


def test_who_reads_only_cannot_say_anything(town: SharedTown) -> None:
    reader = signed_in(town.world.someone(town.elm, Role.VIEWER))
    assert reader.get(ELM).status_code == 200
    assert reader.get(f"{ELM}ask/").status_code == 403
    assert reader.post(f"{ELM}ask/", asked(town)).status_code == 403


def test_what_is_said_without_a_name_stays_so(town: SharedTown, ada: Person, ben: Person) -> None:
    signed_in(ada).post(f"{ELM}ask/", asked(town, is_anonymous="on"))
    post = Post.objects.get()
    assert (post.by, post.body) == (None, None)
    assert PostAuthor.objects.get().person == ada
    assert PostBody.objects.get().body == town.elm
    page = text_of(signed_in(ben).get(f"{MOE}{post.pk}/"))
    assert "Said without a name" in page
    assert "Ada" not in page
    assert "elm" not in page.lower()
    colleague = signed_in(town.world.someone(town.elm, Role.CONTRIBUTOR, "Cyd of Elm"))
    assert "Ada" not in text_of(colleague.get(f"{ELM}{post.pk}/"))
    assert "You wrote this" in text_of(signed_in(ada).get(f"{ELM}{post.pk}/"))
    operator = text_of(signed_in(town.operator).get("/desk/the-warp/posts/"))
    assert "elm Council" in operator
    assert "tell nobody" in operator
    assert "Ada" not in operator
    record = AuditEntry.objects.get(action="post.said")
    assert (record.person_id, record.body_id, record.after) == (None, town.warp.pk, {})


def test_the_chatham_house_rule_names_nobody(town: SharedTown, ada: Person) -> None:
    town.circle.is_chatham_house = True
    town.circle.save()
    signed_in(ada).post(f"{ELM}share/", asked(town, place=f"circle-{town.circle.pk}"))
    post = Post.objects.get()
    assert (post.by, post.body, post.is_anonymous, post.kind) == (None, None, False, "news")
    page = text_of(signed_in(ada).get(f"{ELM}circles/{town.circle.pk}/"))
    assert "Chatham House rule holds here" in page
    assert "elm Council" in page


def test_a_circle_is_no_page_for_those_outside(town: SharedTown, ada: Person, ben: Person) -> None:
    post = say(town, ada, town.elm, circle=town.circle)
    other = signed_in(ben)
    hidden, missing = other.get(f"{MOE}circles/{town.circle.pk}/"), other.get(f"{MOE}circles/987654/")
    assert (hidden.status_code, told(hidden)) == (404, told(missing).replace("987654", str(town.circle.pk)))
    refused = other.post(f"{MOE}ask/", asked(town, place=f"circle-{town.circle.pk}"))
    assert refused.status_code == 422
    assert Post.objects.count() == 1
    assert other.get(f"{MOE}{post.pk}/").status_code == 404


def test_nothing_tells_of_hidden_posts(town: SharedTown, ada: Person, ben: Person) -> None:
    """Search, counts, ids and the words of 404 are the same with and without what is hidden."""
    shown = say(town, ben, town.moe, title="Ordinary")
    client = signed_in(ben)
    addresses = [MOE, f"{MOE}?words=ransom", f"{MOE}?kind=report", f"{MOE}{shown.pk}/", f"{MOE}ask/", "/"]

    def seen() -> list[tuple[int, str, object]]:
        pages = [client.get(address) for address in addresses]
        return [(page.status_code, told(page), page.headers.get("ETag")) for page in pages]

    seen()
    before = seen()
    hidden = [say(town, ada, town.elm, title="Ransom note", circle=town.circle)]
    hidden += [say(town, ada, town.elm, title="Ransom note", kind=PostKind.REPORT, label=Label.GREEN)]
    hidden += [say(town, ada, town.elm, title="Ransom note", label=Label.RED, readers=[town.operator])]
    answer(town, ada, town.elm, shown, label=Label.AMBER_STRICT)
    Post.objects.filter(belongs_to=shown).update(circle=town.circle)
    assert seen() == before
    for post in hidden:
        for rest in ("", "label/", "take-down/", "files/1/"):
            found, none = client.get(f"{MOE}{post.pk}/{rest}"), client.get(f"{MOE}987654/{rest}")
            assert (found.status_code, told(found)) == (404, told(none).replace("987654", str(post.pk)))
        assert client.post(f"{MOE}{post.pk}/settle/").status_code == 404
        assert client.post(f"{MOE}{post.pk}/", {"text": "x", "label": "red"}).status_code == 404


def test_red_is_for_the_people_named(town: SharedTown, ada: Person, ben: Person) -> None:
    signed_in(ada).post(f"{ELM}ask/", asked(town, label="red", readers=ben.email.upper()))
    post = Post.objects.get()
    assert set(PostReader.objects.values_list("person", flat=True)) == {ada.pk, ben.pk}
    assert signed_in(ben).get(f"{MOE}{post.pk}/").status_code == 200
    assert signed_in(town.operator).get(f"{WARP}{post.pk}/").status_code == 404
    colleague = signed_in(town.world.someone(town.moe, Role.LEAD))
    assert colleague.get(f"{MOE}{post.pk}/").status_code == 404
    replied = signed_in(ben).post(f"{MOE}{post.pk}/", {"text": "Yes.", "label": "red"})
    assert replied.status_code == 302
    assert "Yes." in text_of(signed_in(ada).get(f"{ELM}{post.pk}/"))


def test_a_report_is_for_those_who_run_the_warp_and_its_author(town: SharedTown, ada: Person, ben: Person) -> None:
    signed_in(ada).post(f"{ELM}report/", asked(town, is_anonymous="on", label="green"))
    post = Post.objects.get()
    assert signed_in(ben).get(f"{MOE}{post.pk}/").status_code == 404
    assert signed_in(ada).get(f"{ELM}{post.pk}/").status_code == 200
    assert signed_in(ada).post(f"{ELM}{post.pk}/settle/").status_code == 403
    runs = signed_in(town.operator)
    assert "Slow VPN" in text_of(runs.get("/desk/the-warp/posts/?kind=report"))
    assert runs.post(f"{WARP}{post.pk}/settle/").status_code == 302


def test_a_label_gets_stricter_by_the_operator_and_wider_by_the_author_only(
    town: SharedTown, ada: Person, ben: Person
) -> None:
    post = say(town, ada, town.elm, Label.AMBER)
    answer(town, ben, town.moe, post)
    runs, author = signed_in(town.operator), signed_in(ada)
    assert runs.post(f"{WARP}{post.pk}/label/", {"label": "amber-strict"}).status_code == 302
    assert set(Post.objects.values_list("label", flat=True)) == {"amber-strict"}
    refused = runs.post(f"{WARP}{post.pk}/label/", {"label": "green"})
    assert refused.status_code == 422
    assert "Only whoever wrote it" in text_of(refused)
    assert author.post(f"{ELM}{post.pk}/label/", {"label": "green"}).status_code == 302
    assert sorted(Post.objects.values_list("label", flat=True)) == ["amber-strict", "green"]
    assert signed_in(ben).get(f"{MOE}{post.pk}/label/").status_code == 403
    wide = signed_in(ben).post(f"{MOE}{post.pk}/", {"text": "x", "label": "clear"})
    assert wide.status_code == 422


def test_what_is_taken_down_loses_its_words_and_files(
    town: SharedTown, ada: Person, ben: Person, django_capture_on_commit_callbacks: object
) -> None:
    author = signed_in(ada)
    author.post(f"{ELM}ask/", asked(town, text="Secret words", files=[SimpleUploadedFile("n.txt", b"a note\n")]))
    post = Post.objects.get()
    stored = PostFile.objects.get().stored
    assert path_of(stored).read_bytes() == b"a note\n"
    assert signed_in(ben).get(f"{MOE}{post.pk}/take-down/").status_code == 403
    assert author.get(f"{ELM}{post.pk}/take-down/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert author.post(f"{ELM}{post.pk}/take-down/").status_code == 302
    page = text_of(signed_in(ben).get(f"{MOE}{post.pk}/"))
    assert "was taken down" in page
    assert "Secret" not in page
    assert not path_of(stored).exists()
    assert author.post(f"{ELM}{post.pk}/take-down/").status_code == 409


def test_files_come_clean_and_go_to_those_who_see_the_post(town: SharedTown, ada: Person, ben: Person) -> None:
    out, picture = io.BytesIO(), Image.new("RGB", (4, 4))
    exif = picture.getexif()
    exif[0x013B] = "Ada of Elm"
    picture.save(out, "JPEG", exif=exif)
    file = SimpleUploadedFile("ada of elm.jpg", out.getvalue())
    signed_in(ada).post(f"{ELM}ask/", asked(town, is_anonymous="on", files=[file]))
    kept = PostFile.objects.get()
    got = signed_in(ben).get(f"{MOE}{kept.post_id}/files/{kept.pk}/")
    content = b"".join(got.streaming_content)  # type: ignore[attr-defined]
    assert b"Ada" in out.getvalue()
    assert b"Ada" not in content
    assert kept.name == "file-1.jpg"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"].startswith("attachment")
    stranger: Client = signed_in(town.world.someone(town.far, Role.LEAD))
    assert stranger.get(f"/councils/far/sharing-with/{kept.post_id}/files/{kept.pk}/").status_code == 404


def test_files_that_cannot_be_cleaned_are_refused_with_a_sentence(town: SharedTown, ada: Person) -> None:
    client = signed_in(ada)
    program = client.post(f"{ELM}ask/", asked(town, files=[SimpleUploadedFile("a.exe", b"MZ")]))
    assert program.status_code == 422
    assert "Programs aren" in text_of(program)
    mail = client.post(f"{ELM}ask/", asked(town, files=[SimpleUploadedFile("a.md", b"# A text")]))
    assert mail.status_code == 422
    assert "Choose a PDF" in text_of(mail)
    six = client.post(f"{ELM}ask/", asked(town, files=[SimpleUploadedFile(f"{n}.txt", b"x") for n in range(6)]))
    assert six.status_code == 422
    assert "five files" in text_of(six)
    assert not Post.objects.exists()
    assert not PostFile.objects.exists()
