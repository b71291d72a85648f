"""How did everybody come in, who confirmed them, and who is still at the door?"""

import random
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F

from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.register.actions.accept_invitation import accept_invitation
from wardmote.register.actions.confirm_membership import confirm_membership
from wardmote.register.actions.decide_request import decide_request
from wardmote.register.actions.invite import send_invitation
from wardmote.register.models import JoinRequest, Membership
from wardmote.register.public import ask_to_join

from ..cast import Cast
from ..region import Character, Region
from .diary import Diary, office_hours
from .world import World

DAY_MINUTES = 420
# Whoever joined longer ago than this has been confirmed once since.
CONFIRMED_AFTER_DAYS = 330


def plan_joining(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> None:
    """Plan how people come in: the programme lets leads in, leads let colleagues in, others are invited."""
    programme = cast.keeper_of("demo-programme")
    for character in cast.staff:
        diary.plan(_joins(at, character, rng), partial(_is_invited, world, diary, character, None))
    for character in cast.leads:
        diary.plan(_joins(at, character, rng), partial(_asks, world, diary, character, programme))
    for character in cast.colleagues:
        keeper = cast.keeper_of(character.body)
        diary.plan(_joins(at, character, rng), partial(_asks, world, diary, character, keeper))
    for character in cast.reviewers:
        keeper = cast.keeper_of(character.body)
        diary.plan(_joins(at, character, rng), partial(_is_invited, world, diary, character, keeper))
    _plan_confirmations(world, diary, cast, at, rng)
    _plan_newcomers(world, diary, region, cast, at)


def count_letters_as_posted() -> None:
    """Mark the story's letters as sent when they were written, so that loading it sends nothing."""
    Letter.objects.filter(to__endswith=".example", state=Letter.State.WAITING).update(
        state=Letter.State.SENT, sent_at=F("created_at")
    )


def _plan_confirmations(world: World, diary: Diary, cast: Cast, at: datetime, rng: random.Random) -> None:
    for character in cast.everybody:
        if character.joined > CONFIRMED_AFTER_DAYS and not character.is_due:
            keeper = cast.keeper_of(character.body)
            moment = office_hours(at, rng.randint(30, 200), rng.randint(0, DAY_MINUTES))
            diary.plan(moment, partial(_is_confirmed, world, character, keeper))


def _plan_newcomers(world: World, diary: Diary, region: Region, cast: Cast, at: datetime) -> None:
    council, lead = world.bodies[region.main], cast.keeper_of(region.main)
    invited, asking = cast.is_invited, cast.asks_to_join

    def invite(moment: datetime) -> None:
        by = world.people[lead]
        send_invitation(by=by, body=council, email=invited.address, role=Role.CONTRIBUTOR, at=moment)

    def ask(moment: datetime) -> None:
        ask_to_join(by=world.people[asking.name], council=council, at=moment)

    diary.plan(office_hours(at, invited.days_ago, 95), invite)
    diary.plan(office_hours(at, asking.days_ago, 41), ask)


def _joins(at: datetime, character: Character, rng: random.Random) -> datetime:
    return office_hours(at, character.joined, rng.randint(0, DAY_MINUTES))


def _is_invited(world: World, diary: Diary, character: Character, by: str | None, at: datetime) -> None:
    inviter = world.people[by] if by else None
    body, person = world.bodies[character.body], world.people[character.name]
    _, secret = send_invitation(by=inviter, body=body, email=person.email, role=character.role, at=at)
    diary.plan(at + timedelta(minutes=25), lambda moment: accept_invitation(by=person, secret=secret.text, at=moment))


def _asks(world: World, diary: Diary, character: Character, decider: str, at: datetime) -> None:
    person, council = world.people[character.name], world.bodies[character.body]
    request = ask_to_join(by=person, council=council, at=at)
    diary.plan(at + timedelta(minutes=50), partial(_is_let_in, world, request, character.role, decider))


def _is_let_in(world: World, request: JoinRequest, role: Role, by: str, at: datetime) -> None:
    decide_request(by=world.viewer(by, at), request=request, role=role, at=at)


def _is_confirmed(world: World, character: Character, by: str, at: datetime) -> None:
    membership = Membership.objects.select_related("body").get(
        person=world.people[character.name],
        body=world.bodies[character.body],
        role=character.role.value,
        ended_at__isnull=True,
    )
    confirm_membership(by=world.viewer(by, at), membership=membership, at=at)
