"""Two people of a council and an assurer take an assessment from its scope to an assured report and a signed plan.

Once from end to end, and its core once more without JavaScript.
"""

from pathlib import Path

import pytest

from . import steps_of_assessments as steps
from .assessment_room import Room
from .conftest import Opener
from .product import Product

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Two councils of the demonstration region that no other journey changes.
WHOLE, CORE = "demo-hfo", "demo-irb"


def test_two_people_and_an_assurer_come_from_the_scope_to_an_assured_report_and_a_signed_plan(
    product: Product, open_window: Opener, tmp_path: Path
) -> None:
    room = Room(product, open_window, WHOLE, product.ask("crew_of", WHOLE))
    lead, contributor, leader = room.enter("lead"), room.enter("contributor"), room.enter("leader")
    steps.list_what_the_council_runs(room, lead)
    steps.start(room, lead)
    steps.set_the_scope(room, lead)
    steps.sign_the_scope(room, leader)
    steps.give_outcomes(room, lead, contributor)

    steps.answer_at_the_same_time(room, lead, contributor)
    steps.answer_the_same(room, lead, contributor)
    steps.talk(room, contributor)
    steps.show_evidence(room, lead)
    steps.fill_the_workbook(room, lead, tmp_path)
    steps.approve(room, lead)

    assurer = room.enter("assurer")
    steps.ask_the_assurer(room, lead)
    steps.see_what_is_shown(room, lead, assurer)
    steps.record_findings(room, assurer)
    steps.answer_the_findings(room, lead)
    steps.read_the_report(room, lead)
    steps.take_the_paper(lead)
    steps.plan_and_sign(room, lead, leader)


def test_answers_review_and_paper_need_no_javascript(product: Product, open_window: Opener) -> None:
    room = Room(product, open_window, CORE, product.ask("crew_of", CORE), is_scripted=False)
    room.number = product.ask("open_with_one_system", CORE)
    lead, contributor = room.enter("lead"), room.enter("contributor")
    steps.answer_at_the_same_time(room, lead, contributor)
    steps.answer_the_same(room, lead, contributor)
    steps.talk(room, contributor)
    steps.show_evidence(room, lead)
    product.ask("answer_the_rest", str(room.number))
    steps.approve(room, lead)

    assurer = room.enter("assurer")
    steps.ask_the_assurer(room, lead)
    steps.see_what_is_shown(room, lead, assurer)
    steps.record_findings(room, assurer)
    steps.answer_the_findings(room, lead)
    steps.read_the_report(room, lead)
    steps.take_the_paper(lead)
