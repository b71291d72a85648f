"""Does every table that belongs to a council stand behind the wall in the database?"""

import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

from tests.unit.assess.assessments.reviews import in_review
from tests.worlds import World
from wardmote.assess.models import Assessment, Comment, Evidence, EvidenceUse, OutcomeAnswer, Review, ReviewFinding
from wardmote.kernel import audit
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.kernel.wall import walled_models
from wardmote.register.models import Body, Person

OURS = [model for model in apps.get_models() if model.__module__.startswith("wardmote.")]
# Public facts of the register, which everybody may read.
PUBLIC = {
    "BodyRecord": "what a council is called and where it lies is public",
    "Succession": "who succeeds whom is public",
    "Affiliation": "which WARP or forum a council belongs to is public",
}


def of_a_body(model: type[models.Model]) -> list[str]:
    """Return the model's columns that name a body."""
    fields = model._meta.concrete_fields
    return [f.attname for f in fields if f.related_model is Body or f.attname in ("body_id", "council_id")]


def ask(sql: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def test_every_table_that_names_a_body_says_how_it_is_kept_apart_or_why_not() -> None:
    unwalled = {model.__name__ for model in OURS if of_a_body(model) and not getattr(model, "wall", None)}
    assert unwalled == set(PUBLIC)


# Walled although they name no body, and by what.
KEPT_OTHERWISE = {
    "Story": "its label",
    "Statement": "its label",
    "RedReader": "the person whom an object is for",
    "AddStatus": "the person who sent something",
    "BulletinEdition": "its bulletin",
    "BulletinReader": "the person whom a bulletin is for, and its desk",
    "PostAuthor": "the author alone",
    "PostReader": "the person whom a post is for",
    "WaitingCorrection": "its bulletin, for those at its desk",
    "PostFile": "its post",
    "Sighting": "its collection",
}


def test_every_walled_table_names_a_body_or_says_by_what_it_is_kept_apart() -> None:
    assert {model.__name__ for model in walled_models() if not of_a_body(model)} == set(KEPT_OTHERWISE)


@pytest.mark.parametrize("model", list(walled_models()), ids=lambda model: model.__name__)
def test_a_wall_speaks_only_of_columns_that_are_there(model: type[models.Model]) -> None:
    words = f"{model.wall} {getattr(model, 'wall_for_writing', '')}"  # type: ignore[attr-defined]
    columns = {field.column for field in model._meta.concrete_fields}
    named = set(re.findall(r"\b[a-z]+_id\b", words))
    assert named <= columns


@pytest.mark.postgres_only
@pytest.mark.parametrize("model", list(walled_models()), ids=lambda model: model.__name__)
def test_every_walled_table_has_row_level_security_that_binds_its_owner_too(
    db: None, model: type[models.Model]
) -> None:
    assert ask("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", model._meta.db_table) == [
        (True, True)
    ]


@pytest.mark.postgres_only
def test_the_tests_and_the_application_run_as_a_role_that_the_wall_binds(db: None) -> None:
    assert ask("SELECT current_user") == [(settings.APP_ROLE,)]
    asked = "rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin"
    rights = ask(f"SELECT {asked} FROM pg_roles WHERE rolname = current_user")  # noqa: S608
    assert rights == [(False, False, False, False, False)]


@pytest.mark.postgres_only
def test_the_applications_role_owns_no_table_and_no_function(db: None) -> None:
    owned = "SELECT count(*) FROM {} JOIN pg_roles r ON r.oid = {} WHERE r.rolname = %s"
    for table, owner in (("pg_class c", "c.relowner"), ("pg_proc p", "p.proowner"), ("pg_namespace n", "n.nspowner")):
        assert ask(owned.format(table, owner), settings.APP_ROLE) == [(0,)]


@pytest.mark.postgres_only
def test_the_applications_role_changes_no_table(db: None) -> None:
    for sql in (
        "ALTER TABLE assess_answer DISABLE ROW LEVEL SECURITY",
        "DROP POLICY wardmote_wall ON assess_answer",
        "ALTER TABLE kernel_auditentry DISABLE TRIGGER ALL",
        "TRUNCATE kernel_auditentry",
        "CREATE TABLE mine (x int)",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ask(sql)


@pytest.mark.postgres_only
def test_the_audit_table_takes_entries_and_gives_up_none(db: None) -> None:
    held = {
        right: ask("SELECT has_table_privilege(%s, 'kernel_auditentry', %s)", settings.APP_ROLE, right)[0][0]
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
    }
    assert held == {"SELECT": True, "INSERT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False}


@pytest.mark.postgres_only
@pytest.mark.parametrize("viewer", ["nobody", "lead", "administrator"])
def test_only_the_house_itself_writes_to_the_audit_log(world: World, viewer: str) -> None:
    people = {
        "lead": lambda: world.someone(world.council("elm"), Role.LEAD),
        "administrator": lambda: world.someone(world.platform(), Role.ADMINISTRATOR),
    }
    person: Person | None = people[viewer]() if viewer in people else None
    made = audit.record(by=None, body=None, action="x", subject="x", at=world.at)
    forged = AuditEntry(
        sequence=made.sequence + 1, at=world.at, action="x", subject="x", previous_digest=made.digest, digest="x"
    )
    refused = pytest.raises(DatabaseError, match="row-level security")
    with seeing_as(str(person.pk) if person else NOBODY), refused, transaction.atomic():
        forged.save(force_insert=True)


@pytest.mark.postgres_only
@pytest.mark.parametrize("model", list(walled_models()), ids=lambda model: model.__name__)
def test_whoever_is_nobody_reads_nothing_behind_the_wall(world: World, model: type[models.Model]) -> None:
    elm = world.council("elm")
    world.submit(elm, note="x")
    with seeing_as(NOBODY):
        assert not model._default_manager.exists()


@pytest.mark.postgres_only
def test_nobody_writes_for_a_council_that_isnt_theirs(world: World) -> None:
    elm, moe = world.council("elm"), world.council("moe")
    world.answer_all(elm)
    world.answer_all(moe)
    with seeing_as(str(world.lead_of(moe).pk)):
        assert elm.stocktakes.update(version="9") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            moe.stocktakes.update(council=elm)


@pytest.mark.postgres_only
def test_an_assurer_reads_only_the_reviewed_assessment_and_writes_only_findings(world: World) -> None:
    elm, moe = in_review(world), in_review(world, "moe")
    part = elm.assessment.parts.get(position=0)
    Comment.objects.create(
        assessment=elm.assessment, part=part, council=elm.council, outcome="A1.a", text="Between us.", at=world.at
    )
    Assessment.objects.create(
        council=elm.council, framework="caf", version="3.2", title="Last year", state="withdrawn", opened_at=world.at
    )
    for title, is_shown in (("Shown", True), ("Kept", False)):
        piece = Evidence.objects.create(
            council=elm.council, kind="reference", title=title, reference="x", is_shown=is_shown, added_at=world.at
        )
        EvidenceUse.objects.create(
            evidence=piece,
            assessment=elm.assessment,
            part=part,
            council=elm.council,
            outcome="A1.a",
            used_at=world.at,
        )
    review = Review.objects.get(assessment=elm.assessment)
    with seeing_as(str(elm.assurer.pk)):
        assert set(Assessment.objects.values_list("pk", flat=True)) == {elm.assessment.pk}
        for model in (OutcomeAnswer, EvidenceUse, Review):
            assert set(model._default_manager.values_list("assessment", flat=True)) == {elm.assessment.pk}
        assert list(Evidence.objects.values_list("title", flat=True)) == ["Shown"]
        assert not Comment.objects.exists()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            OutcomeAnswer.objects.update(justification="Mine.")
        made = ReviewFinding.objects.create(
            review=review,
            assessment=elm.assessment,
            part=part,
            council=elm.council,
            outcome="A1.a",
            status="achieved",
            reasons="Seen.",
            recorded_at=world.at,
        )
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            ReviewFinding.objects.filter(pk=made.pk).update(assessment=moe.assessment)
    Review.objects.filter(assessment=elm.assessment).update(withdrawn_at=world.at)
    with seeing_as(str(elm.assurer.pk)):
        assert not Assessment.objects.exists()
        assert not ReviewFinding.objects.exists()
