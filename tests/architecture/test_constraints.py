"""Does the database itself refuse what must never be, each rule by a row that breaks it?"""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from tests.architecture import (
    constraints_of_assess,
    constraints_of_desk,
    constraints_of_stocktakes,  # noqa: F401 - its cases count once they are imported
    constraints_of_warn,
    constraints_of_watch,
)
from tests.architecture.breaches import BREACHES, breaks
from tests.worlds import World
from wardmote.estate.models import Service, System, SystemService
from wardmote.kernel import audit
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import (
    Affiliation,
    ApiToken,
    Body,
    BodyRecord,
    Inheritance,
    Invitation,
    JoinRequest,
    Membership,
    Person,
    SharingChoice,
    Succession,
)

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SPRING, SUMMER = date(2027, 4, 1), date(2027, 7, 1)
# PostgreSQL names the first rule that refuses, in the order of their names; whatever breaks these breaks another too.
NAMED_AS = {
    "evidence_kind_known": "evidence_is_somewhere",
    "finding_verdict_known": "finding_trouble_has_a_start",
}


def constraints() -> dict[str, models.BaseConstraint]:
    """Return every constraint that our models declare."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("wardmote.")]
    return {constraint.name: constraint for model in ours for constraint in model._meta.constraints}


def test_every_constraint_has_a_case_and_every_case_a_constraint() -> None:
    assert sorted(BREACHES) == sorted(constraints())


def entry(sequence: int, previous: str) -> AuditEntry:
    """Write an entry past the one way of writing them."""
    return AuditEntry.objects.create(
        sequence=sequence, at=datetime.now().astimezone(), action="x", subject="x", previous_digest=previous, digest="x"
    )


@breaks
def audit_chain_does_not_fork(world: World) -> None:
    for number in range(2):
        first = audit.record(by=None, body=None, action="x", subject=str(number), at=world.at)
    entry(first.sequence + 1, first.previous_digest)


@breaks
def audit_sequence_positive(world: World) -> None:
    entry(0, "nothing")


@breaks
def letter_state_known(world: World) -> None:
    Letter.objects.create(to="a@b.example", subject="", text="", message_id="1", state="lost", created_at=world.at)


@breaks
def body_kind_known(world: World) -> None:
    Body.objects.create(code="a", kind="burgh")


@breaks
def body_ends_after_it_starts(world: World) -> None:
    Body.objects.create(code="a", kind="district", start_date=SPRING, end_date=SPRING)


@breaks
def body_is_shadow_before_it_starts(world: World) -> None:
    Body.objects.create(code="a", kind="unitary", start_date=SPRING, shadow_from=SPRING)


@breaks
def body_gss_unique(world: World) -> None:
    for code in ("a", "b"):
        Body.objects.create(code=code, kind="district", gss="E07000207")


def record(body: Body, **facts: object) -> BodyRecord:
    """Give the body one more record."""
    return BodyRecord.objects.create(body=body, name="n", short_name="n", source="test", **facts)


@breaks
def record_starts_once(world: World) -> None:
    body = Body.objects.create(code="a", kind="district")
    record(body, valid_from=SPRING, valid_to=SUMMER)
    record(body, valid_from=SPRING)


@breaks
def record_open_once(world: World) -> None:
    record(world.council("a"), valid_from=SPRING)


@breaks
def record_ends_after_it_starts(world: World) -> None:
    record(world.council("a"), valid_from=SPRING, valid_to=SPRING)


@breaks
def record_latitude(world: World) -> None:
    world.council("a", latitude=90.1)


@breaks
def record_longitude(world: World) -> None:
    world.council("a", longitude=-180.1)


def succeed(old: Body, new: Body, share: float | None = None) -> Succession:
    """Name a successor."""
    return Succession.objects.create(predecessor=old, successor=new, share=share, on=SPRING, source="test")


@breaks
def succession_once(world: World) -> None:
    old, new = world.council("a"), world.council("b")
    for _ in range(2):
        succeed(old, new)


@breaks
def succession_share(world: World) -> None:
    succeed(world.council("a"), world.council("b"), share=1.1)


@breaks
def succession_not_of_itself(world: World) -> None:
    body = world.council("a")
    succeed(body, body)


@breaks
def affiliation_open_once(world: World) -> None:
    member = world.council("a")
    Affiliation.objects.create(group=world.warp("w", member), member=member, source="test")


@breaks
def affiliation_not_with_itself(world: World) -> None:
    body = world.council("a")
    Affiliation.objects.create(group=body, member=body, source="test")


@breaks
def affiliation_ends_after_it_starts(world: World) -> None:
    world.warp("w", world.council("a"))
    Affiliation.objects.update(valid_from=SPRING, valid_to=SPRING)


@breaks
def person_email_unique_whatever_case(world: World) -> None:
    Person.objects.create(email="ada@x.example")
    Person.objects.create(email="Ada@X.example")


def token(world: World, name: str, life: timedelta) -> ApiToken:
    """Make a token past the action."""
    return ApiToken.objects.create(
        person=world.person("Ada"), name=name, digest="x", created_at=world.at, expires_at=world.at + life
    )


@breaks
def token_has_a_name(world: World) -> None:
    token(world, "", DAY)


@breaks
def token_expires(world: World) -> None:
    token(world, "x", timedelta(0))


def belong(world: World, role: str = "viewer") -> Membership:
    """Make Ada a member, past the action; her second time if she is one."""
    person = Person.objects.filter(name="Ada").first() or world.person("Ada")
    body = Body.objects.filter(code="a").first() or world.council("a")
    return Membership.objects.create(
        person=person, body=body, role=role, started_at=world.at, confirmed_at=world.at, lapses_on=SUMMER
    )


@breaks
def membership_open_once(world: World) -> None:
    for _ in range(2):
        belong(world)


@breaks
def membership_role_known(world: World) -> None:
    belong(world, "mayor")


@breaks
def membership_ends_after_it_starts(world: World) -> None:
    belong(world)
    Membership.objects.update(ended_at=world.at - SECOND)


@breaks
def request_once(world: World) -> None:
    person, body = world.person("Ada"), world.council("a")
    for _ in range(2):
        JoinRequest.objects.create(person=person, body=body, asked_at=world.at)


@breaks
def invitation_open_once(world: World) -> None:
    body = world.council("a")
    for digest in "ab":
        Invitation.objects.create(
            body=body, email="a@b.example", role="viewer", digest=digest, invited_at=world.at, expires_at=world.at
        )


@breaks
def inheritance_once(world: World) -> None:
    old, new = world.council("a"), world.council("b")
    for _ in range(2):
        Inheritance.objects.create(predecessor=old, successor=new, at=world.at)


@breaks
def inheritance_not_from_itself(world: World) -> None:
    body = world.council("a")
    Inheritance.objects.create(predecessor=body, successor=body, at=world.at)


def share(world: World, body: Body, **facts: object) -> SharingChoice:
    """Make a choice past the action."""
    wanted: dict[str, Any] = {"audience": "warp", "level": "results", "since": world.at} | facts
    return SharingChoice.objects.create(council=body, **wanted)


@breaks
def sharing_open_once(world: World) -> None:
    body = world.council("a")
    for level in ("results", "reasons"):
        share(world, body, level=level)


@breaks
def sharing_audience_known(world: World) -> None:
    share(world, world.council("a"), audience="press")


@breaks
def sharing_level_known(world: World) -> None:
    share(world, world.council("a"), level="all")


@breaks
def sharing_dated(world: World) -> None:
    share(world, world.council("a"), until=world.at - SECOND)


def service(world: World, body: Body, **facts: Any) -> Service:
    """List a service past the action."""
    return Service.objects.create(council=body, added_at=world.at, **({"name": "Libraries"} | facts))


def system(world: World, body: Body, **facts: Any) -> System:
    """List a system past the action."""
    return System.objects.create(council=body, added_at=world.at, **({"name": "Catalogue", "kind": "mission"} | facts))


@breaks
def service_name_once(world: World) -> None:
    body = world.council("a")
    for _ in range(2):
        service(world, body)


@breaks
def service_key_once(world: World) -> None:
    body = world.council("a")
    for name in ("Libraries", "Books"):
        service(world, body, name=name, key="libraries")


@breaks
def system_name_once(world: World) -> None:
    body = world.council("a")
    for _ in range(2):
        system(world, body)


@breaks
def system_kind_known(world: World) -> None:
    system(world, world.council("a"), kind="shiny")


@breaks
def system_hosting_known(world: World) -> None:
    system(world, world.council("a"), hosting="somewhere")


@breaks
def system_service_once(world: World) -> None:
    body = world.council("a")
    on, under = service(world, body), system(world, body)
    for _ in range(2):
        SystemService.objects.create(council=body, system=under, service=on)


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_the_database_refuses_a_row_that_breaks_a_rule(world: World, name: str) -> None:
    """SQLite names the rule only where it is a check; PostgreSQL always does."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREACHES[name](world)
    if connection.vendor == "postgresql" or isinstance(constraints()[name], models.CheckConstraint):
        assert {name, NAMED_AS.get(name, name)} & set(re.findall(r"\w+", str(refusal.value)))


def test_nothing_is_refused_that_keeps_the_rules(world: World) -> None:
    """Neighbours of the breaches above that must stay possible."""
    body = world.council("a", start_date=SPRING, shadow_from=SPRING - DAY, end_date=SUMMER)
    other = world.council("b")
    assert not body.gss
    assert not other.gss
    succeed(body, other, share=1)
    world.warp("w", body)
    Affiliation.objects.update(valid_to=SUMMER)
    Affiliation.objects.create(group=Body.objects.get(code="w"), member=body, valid_from=SUMMER, source="test")
    membership = world.give(world.person("Ada"), other, Role.VIEWER)
    Membership.objects.filter(pk=membership.pk).update(ended_at=F("started_at"))
    world.give(membership.person, other, Role.VIEWER)
    share(world, body, until=world.at)
    share(world, body)
    Inheritance.objects.create(predecessor=body, successor=other, at=world.at)
    Inheritance.objects.create(predecessor=other, successor=body, at=world.at)
    for council, removed_at in ((body, world.at), (body, None), (other, None)):
        service(world, council, key="libraries", removed_at=removed_at)
        system(world, council, removed_at=removed_at)
    for name in ("Ferry", "Harbour"):
        service(world, body, name=name)


def test_nothing_is_refused_that_keeps_the_rules_of_assessments(world: World) -> None:
    constraints_of_assess.keep_the_rules(world)


def test_nothing_is_refused_that_keeps_the_rules_of_domains_and_checks(world: World) -> None:
    constraints_of_watch.keep_the_rules(world)


def test_nothing_is_refused_that_keeps_the_rules_of_inventories_and_warnings(world: World) -> None:
    constraints_of_warn.keep_the_rules(world)


def test_nothing_is_refused_that_keeps_the_rules_of_the_desk(world: World) -> None:
    constraints_of_desk.keep_the_rules(world)
