"""Steps through an assessment, as its people take them page by page."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Page, expect

from tests.unit.engines.files.documents import office, pdf, png
from wardmote.engines.frameworks.exchange.sheets import OUTCOME_COLUMNS, OUTCOMES
from wardmote.kernel.moments import now

from .assessment_room import Room, follow, headline, press
from .steps import read_link

SERVICE, SYSTEM = "Meals at home", "Planner of rounds"
MISSION = "We house and feed people who have nobody else. Meals must arrive every day."
DAY = (now() + timedelta(days=21)).date()
PAPER_LIMIT_MS = 60_000
PDF_TYPE = "application/pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MINUTES: FilePayload = {
    "name": "minutes.pdf",
    "mimeType": PDF_TYPE,
    "buffer": pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>>",
    ),
}
WITH_MACROS: FilePayload = {
    "name": "minutes.docx",
    "mimeType": WORD_TYPE,
    "buffer": office("docx", {"word/vbaProject.bin": b"Sub Document_Open()"}),
}
SCREEN: FilePayload = {"name": "screen.png", "mimeType": "image/png", "buffer": png()}

# What the workbook says of these; everything else is achieved. A council without gaps would have no plan.
GAPS = {"A2.b": "Not achieved", "B4.d": "Not achieved", "D1.a": "Partially achieved"}
ONE_OFF, YEARLY = 12_000, 3_400


def list_what_the_council_runs(room: Room, lead: Page) -> None:
    """Tick a service, name one of the council's own, and say which system that stands on."""
    lead.goto(f"/councils/{room.code}/estate/")
    with lead.expect_navigation():
        lead.locator("main a[href$='/services/add/']").first.click()
    lead.get_by_role("checkbox").first.check()
    lead.get_by_label("Its name").fill(SERVICE)
    press(lead, "Add to our list")
    press(lead, "Add a system")
    lead.get_by_label("Name").fill(SYSTEM)
    lead.get_by_role("radio", name="Runs a service").check()
    lead.get_by_role("radio", name="At the supplier").check()
    lead.get_by_role("checkbox", name=SERVICE).check()
    press(lead, "Add this system")
    expect(lead.get_by_role("main")).to_contain_text(f"Added: {SYSTEM}.")


def start(room: Room, lead: Page) -> None:
    """Start an assessment by CAF 3.2 and stay on its page."""
    lead.goto(f"/councils/{room.code}/")
    follow(lead, "Assessments")
    press(lead, "Start an assessment")
    lead.get_by_role("radio", name=re.compile(r"3\.2.*aseline")).check()
    press(lead, "Start")
    found = re.search(r"/assessments/(\d+)/$", lead.url)
    assert found, lead.url
    room.number = int(found[1])


def set_the_scope(room: Room, lead: Page) -> None:
    """Say what the council is there for, choose the critical system, and send it for sign-off."""
    press(lead, "Set the scope")
    mission = lead.get_by_label("What is the council there for")
    mission.fill(MISSION)
    lead.get_by_role("checkbox", name=SERVICE).check()
    lead.get_by_role("checkbox", name=SYSTEM).check()
    press(lead, "Save the scope")
    lead.get_by_role("checkbox", name=re.compile(f"Critical.*{SYSTEM}")).check()
    lead.get_by_label("Why is it critical").fill("Without it nobody eats. One system is what two people can assess.")
    press(lead, "Save the scope")
    press(lead, "Send it for sign-off")
    headline(lead, "The scope waits to be signed off")
    follow(lead, "Go on with the outcomes")
    headline(lead, "outcomes ready")


def sign_the_scope(room: Room, leader: Page) -> None:
    """Read the scope and sign it off."""
    leader.goto("/")
    expect(leader.get_by_role("main")).to_contain_text("Sign off the scope of")
    leader.goto(room.path("scope/"))
    press(leader, "Check and sign off")
    expect(leader.get_by_role("main")).to_contain_text(MISSION)
    leader.get_by_role("radio", name="Yes: I sign it off").check()
    press(leader, "Save the decision")
    headline(leader, "The scope is signed off")


def give_outcomes(room: Room, lead: Page, contributor: Page) -> None:
    """Give two outcomes to the contributor, who gets a letter and sees it on the home page."""
    lead.goto(room.path())
    follow(lead, re.compile("Give outcomes to colleagues.*The organisation"))
    lead.get_by_label("Who?").select_option(label=room.name("contributor"))
    lead.get_by_label("By when?").fill(f"{DAY:%Y-%m-%d}")
    for outcome in ("A1.b", "A2.a"):
        lead.get_by_role("checkbox", name=outcome).check()
    press(lead, "Give these outcomes")
    expect(lead.get_by_role("main")).to_contain_text("2 outcomes changed hands.")

    letter = room.letter_to("contributor", "Answer 2 outcomes by")
    assert "A1.b, A2.a" in letter
    contributor.goto("/")
    expect(contributor.get_by_role("main")).to_contain_text("Answer 2 outcomes of")
    contributor.goto(read_link(letter))
    assert contributor.url.endswith(room.path())


def answer(page: Page, level: str, why: str, button: str = "Save and stay") -> None:
    """Fill in the outcome that the page shows, confirm it and save."""
    page.get_by_role("radio", name=level, exact=True).check()
    page.get_by_role("radio", name="Fairly sure").check()
    page.get_by_label("Why is that so?").fill(why)
    page.get_by_label("This outcome is ready").check()
    press(page, button)


def answer_at_the_same_time(room: Room, lead: Page, contributor: Page) -> None:
    """Open two outcomes before either is saved: both answers stay, and each page goes on to another outcome."""
    lead.goto(room.path("0/A1.a/"))
    contributor.goto(room.path("0/A1.b/"))
    answer(lead, "Achieved", "The board minutes of March name cyber risk.", "Save and go on")
    answer(contributor, "Achieved", "The head of IT answers for it by job description.", "Save and go on")
    expect(lead.get_by_role("status")).to_contain_text("Saved: A1.a")
    expect(contributor.get_by_role("status")).to_contain_text("Saved: A1.b")
    for outcome, words in (("A1.a", "The board minutes of March"), ("A1.b", "The head of IT answers")):
        lead.goto(room.path(f"0/{outcome}/"))
        expect(lead.get_by_label("Why is that so?")).to_have_value(re.compile(words))


def answer_the_same(room: Room, lead: Page, contributor: Page) -> None:
    """Answer one outcome from two windows: the second person is shown both answers and decides."""
    lead.goto(room.path("0/A2.a/"))
    contributor.goto(room.path("0/A2.a/"))
    answer(contributor, "Achieved", "The risk register is read every quarter.")
    answer(lead, "Partially achieved", "Suppliers are missing from the risk register.")

    theirs = lead.locator(".govuk-inset-text")
    expect(theirs).to_contain_text(f"{room.name('contributor')} saved meanwhile: Achieved")
    expect(theirs).to_contain_text("The risk register is read every quarter.")
    expect(lead.get_by_role("alert")).to_contain_text("Compare both, then save again.")
    expect(lead.get_by_role("radio", name="Partially achieved", exact=True)).to_be_checked()
    expect(lead.get_by_label("Why is that so?")).to_have_value("Suppliers are missing from the risk register.")

    both = "The risk register is read every quarter. Suppliers are missing from it."
    answer(lead, "Partially achieved", both)
    contributor.goto(room.path("0/A2.a/"))
    expect(contributor.get_by_label("Why is that so?")).to_have_value(both)


def talk(room: Room, contributor: Page) -> None:
    """Say something to colleagues beside an outcome."""
    contributor.goto(room.path("0/A2.a/"))
    contributor.get_by_label("Say something to your colleagues").fill("I ask procurement for the list of suppliers.")
    press(contributor, "Add comment")
    expect(contributor.get_by_role("main")).to_contain_text("I ask procurement for the list of suppliers.")


def show_evidence(room: Room, lead: Page) -> None:
    """Offer a document with macros, which is refused, then the PDF, and a picture that no assurer will see."""
    lead.goto(room.path("0/A2.a/"))
    follow(lead, "Add evidence")
    lead.get_by_label("Title").fill("Minutes of the board in March")
    lead.get_by_label("File", exact=True).set_input_files(WITH_MACROS)
    press(lead, "Add it")
    expect(lead.get_by_role("alert")).to_contain_text(
        "The file holds macros, which aren't taken. Save it without macros, or as PDF."
    )
    expect(lead.get_by_label("Title")).to_have_value("Minutes of the board in March")
    lead.get_by_label("File", exact=True).set_input_files(MINUTES)
    press(lead, "Add it")
    expect(lead.locator("#evidence")).to_contain_text("Minutes of the board in March")
    follow(lead, "Add evidence")
    lead.get_by_label("Title").fill("Screenshot with names")
    lead.get_by_label("File", exact=True).set_input_files(SCREEN)
    press(lead, "Add it")
    expect(lead.locator("#evidence")).to_contain_text("Screenshot with names")


def fill_the_workbook(room: Room, lead: Page, folder: Path) -> None:
    """Download the answers as a workbook, fill in what is missing, bring it back, look, and save."""
    lead.goto(room.path())
    follow(lead, "Download or bring in answers")
    with lead.expect_download() as coming:
        lead.get_by_role("link", name="Workbook (XLSX)").click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    content, count = filled(file.read_bytes())
    follow(lead, "Bring a file in")
    payload: FilePayload = {"name": file.name, "mimeType": "application/octet-stream", "buffer": content}
    lead.get_by_label("The file, as XLSX or JSON").set_input_files(payload)
    press(lead, "Show what would change")
    headline(lead, f"The file changes {count} outcomes")
    press(lead, "Save these changes")
    headline(lead, re.compile(r"(\d+) of \1 outcomes ready"))


def filled(content: bytes) -> tuple[bytes, int]:
    """Return the workbook with an answer in every row that had none, and how many those are."""
    workbook: Any = load_workbook(io.BytesIO(content))
    sheet = workbook[OUTCOMES]
    place = {name: number for number, name in enumerate(OUTCOME_COLUMNS, start=1)}
    empty = [row for row in range(2, sheet.max_row + 1) if not sheet.cell(row, place["Status"]).value]
    for row in empty:
        outcome = sheet.cell(row, place["Outcome"]).value
        sheet.cell(row, place["Status"]).value = GAPS.get(outcome, "Achieved")
        sheet.cell(row, place["Confidence"]).value = 2
        sheet.cell(row, place["Confirmed"]).value = "yes"
        sheet.cell(row, place["Justification"]).value = f"Written on the train: how we know {outcome}."
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue(), len(empty)


def approve(room: Room, lead: Page) -> None:
    """Approve the answers, which freezes the first report."""
    lead.goto(room.path())
    press(lead, "Check and approve")
    press(lead, "Approve")
    expect(lead.get_by_role("main")).to_contain_text("Approved by the council itself")


def ask_the_assurer(room: Room, lead: Page) -> None:
    """Ask for a review, showing the reasons and one of the two pieces of evidence."""
    lead.goto(room.path())
    press(lead, "Ask an assurer")
    lead.get_by_role("radio", name=room.name("assurer")).check()
    lead.get_by_label("By when?").fill(f"{DAY:%Y-%m-%d}")
    lead.get_by_label("Show our reasons for each answer").check()
    lead.get_by_role("checkbox", name="Minutes of the board in March").check()
    lead.get_by_role("checkbox", name="Screenshot with names").uncheck()
    press(lead, "Ask them to check our answers")
    headline(lead, f"{room.name('assurer')} is looking at your answers")
    lead.goto(room.path())
    follow(lead, "The assurer's review")
    headline(lead, f"{room.name('assurer')} is looking at your answers")


def see_what_is_shown(room: Room, lead: Page, assurer: Page) -> None:
    """Come by the letter's link and find the reasons and the ticked piece, but no comments and no other piece."""
    assurer.goto(read_link(room.letter_to("assurer", "Review")))
    headline(assurer, "outcomes are left to look at")
    assurer.goto(room.path("review/0/A2.a/"))
    shown = assurer.get_by_role("main")
    expect(shown).to_contain_text("Suppliers are missing from it.")
    expect(shown).not_to_contain_text("Screenshot with names")
    expect(shown).not_to_contain_text("I ask procurement")
    assert take_file(assurer, "Minutes of the board in March") == MINUTES["buffer"]

    for page in ("report/", "export/json/"):
        assert "Suppliers are missing from it." in assurer.request.get(room.path(page)).text()
        assert "Screenshot with names" not in assurer.request.get(room.path(page)).text()

    lead.goto(room.path("0/A2.a/"))
    kept = lead.get_by_role("link", name="Screenshot with names").first.get_attribute("href")
    assert assurer.request.get(f"{kept}file/").status == 404
    assert lead.request.get(f"{kept}file/").status == 200


def take_file(page: Page, link: str) -> bytes:
    """Return what a link gives to download."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).click()
    return Path(coming.value.path()).read_bytes()


def record_findings(room: Room, assurer: Page) -> None:
    """Judge three outcomes beside what the council says, the second differently, and hand all of them back."""
    assurer.goto(room.path("review/"))
    press(assurer, "Look at A1.a")
    for outcome, level in (("A1.a", "Achieved"), ("A1.b", "Not achieved"), ("A1.c", "Achieved")):
        headline(assurer, outcome)
        assurer.get_by_role("radio", name=level, exact=True).check()
        assurer.get_by_label("Your reasons").fill(f"I read the minutes about {outcome}.")
        if level != "Achieved":
            assurer.get_by_label("What to improve").fill("Write down who decides when the head of IT is away.")
        press(assurer, "Save and go on")
    room.product.ask("record_the_rest", str(room.number))
    assurer.goto(room.path("review/"))
    headline(assurer, "Every outcome has your finding")
    press(assurer, "Check and finish the review")
    assurer.get_by_label("In short").fill("A small team that knows its gaps.")
    press(assurer, "Hand the findings to the council")
    headline(assurer, "The council is answering your findings")


def answer_the_findings(room: Room, lead: Page) -> None:
    """Come by the letter's link, answer what differs, and accept: the result is assured."""
    lead.goto(read_link(room.letter_to("lead", "Answer the assurer's findings")))
    headline(lead, "1 finding needs your answer")
    press(lead, "Answer A1.b")
    lead.get_by_role("radio", name="We agree").check()
    lead.get_by_label("In your words").fill("The deputy is named from January.")
    press(lead, "Save and go on")
    headline(lead, "Every finding is answered")
    press(lead, "Check and accept the review")
    press(lead, "Accept and freeze the report")
    headline(lead, "assured")


def read_the_report(room: Room, lead: Page) -> None:
    """Find both sides of what differs in the assured report."""
    lead.goto(room.path())
    follow(lead, re.compile("^Report 2"))
    expect(lead.get_by_role("main")).to_contain_text("Assured from outside")
    differing = lead.locator('[id="A1.b"]')
    for words in (
        "Not achieved",
        "The council said: achieved.",
        "The head of IT answers for it by job description.",
        "I read the minutes about A1.b.",
        "Write down who decides when the head of IT is away.",
        "The deputy is named from January.",
    ):
        expect(differing).to_contain_text(words)


def take_the_paper(lead: Page) -> None:
    """Ask for the PDF; its page looks again by itself until it is ready, with or without script."""
    press(lead, "Make a PDF")
    ready = lead.get_by_role("heading", name="Your PDF is ready")
    expect(ready).to_be_visible(timeout=PAPER_LIMIT_MS)
    with lead.expect_download() as coming:
        lead.get_by_role("button", name="Download the PDF").click()
    assert coming.value.suggested_filename.endswith(".pdf")
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")


def plan_and_sign(room: Room, lead: Page, leader: Page) -> None:
    """Start the plan, cost one line, have the section 151 officer sign it, and read the business case."""
    lead.goto(room.path())
    press(lead, "Open the improvement plan")
    press(lead, "Start the plan")
    expect(lead.get_by_role("main")).to_contain_text("Write down who decides when the head of IT is away.")
    follow(lead, re.compile("^A1.b"))
    lead.get_by_label("One-off cost in pounds").fill(f"{ONE_OFF:,}")
    lead.get_by_label("Cost a year in pounds").fill(str(YEARLY))
    lead.get_by_label("Due date").fill(f"{DAY:%Y-%m-%d}")
    press(lead, "Save")
    expect(lead.get_by_role("main")).to_contain_text(f"£{ONE_OFF:,}")

    leader.goto(room.path("plan/"))
    press(leader, "Check and sign the costs")
    leader.get_by_label("I am the section 151 officer or sign for them").check()
    press(leader, "Sign")
    expect(leader.get_by_role("main")).to_contain_text(f"Signed by {room.name('leader')}")
    follow(leader, "Business case")
    case = leader.get_by_role("main")
    expect(case).to_contain_text(f"We ask for £{ONE_OFF:,} one-off and £{YEARLY:,} a year")
    expect(case).to_contain_text(SYSTEM)
    expect(case).to_contain_text(f"Signed by {room.name('leader')}")
