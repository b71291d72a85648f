"""Are domains added once, proved by what is known, changed without loss and removed with what rests on them?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.worlds import World
from wardmote.estate.actions.add_domains import add_domains
from wardmote.estate.actions.change_domain import DomainChangedMeanwhile, change_domain
from wardmote.estate.actions.remove_domain import remove_domain
from wardmote.estate.actions.settle_proofs import settle_proofs
from wardmote.estate.domain_facts import MOST_DOMAINS, DomainFacts, edition_of_domain
from wardmote.estate.events import domain_removed, domain_verified
from wardmote.estate.models import Domain
from wardmote.estate.public import domains_of, told_of, verified_domains
from wardmote.estate.queries.domains import facts_of_domain
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, BodyRecord
from wardmote.register.public import Viewer

ListDomain = Callable[..., Domain]
Acts = Callable[[], list[str]]


def proofs(council: Body) -> dict[str, str]:
    return dict(domains_of(council).values_list("name", "proof"))


def add(world: World, ada: Viewer, council: Body, *names: str) -> Any:
    return add_domains(by=ada, council=council, domains=[DomainFacts(name) for name in names], at=world.at)


def test_the_registers_domain_and_names_below_are_the_councils_at_once(
    world: World, ada: Viewer, council: Body, acts: Acts
) -> None:
    told: list[str] = []

    def hear(sender: Any, domain: Domain, **_kwargs: Any) -> None:
        told.append(domain.name)

    domain_verified.connect(hear)
    try:
        done = add(world, ada, council, "www.elm.gov.uk", "elm.org.uk", "ELM.gov.uk", "elm.gov.uk")
    finally:
        domain_verified.disconnect(hear)
    assert proofs(council) == {"elm.gov.uk": "register", "www.elm.gov.uk": "below", "elm.org.uk": ""}
    assert sorted(told) == ["elm.gov.uk", "www.elm.gov.uk"]
    assert [domain.name for domain in done.unproved] == ["elm.org.uk"]
    assert acts() == ["domain-added"]


@pytest.mark.parametrize("written", ["https://www.OAK.elm.gov.uk/contact", " oak.elm.gov.uk. "])
def test_what_the_register_gives_to_others_is_read_as_ones_own_is(
    world: World, ada: Viewer, council: Body, written: str
) -> None:
    world.council("oak", domain=written)
    add(world, ada, council, "www.oak.elm.gov.uk")
    assert proofs(council) == {"www.oak.elm.gov.uk": ""}


def test_names_of_the_websites_host_count_only_below_the_registers_domain(
    world: World, ada: Viewer, council: Body
) -> None:
    BodyRecord.objects.filter(body=council).update(website="https://www.elm.gov.uk/")
    add(world, ada, council, "www.elm.gov.uk")
    assert proofs(council) == {"www.elm.gov.uk": "register"}
    BodyRecord.objects.filter(body=council).update(website="https://elm.example.com/")
    add(world, ada, council, "elm.example.com")
    assert proofs(council) == {"www.elm.gov.uk": "", "elm.example.com": ""}


def test_a_name_that_another_council_holds_in_the_register_isnt_proved_by_lying_below(
    world: World, ada: Viewer, council: Body
) -> None:
    world.council("oak", domain="oak.elm.gov.uk")
    add(world, ada, council, "elm.gov.uk", "oak.elm.gov.uk", "www.oak.elm.gov.uk")
    assert proofs(council) == {"elm.gov.uk": "register", "oak.elm.gov.uk": "", "www.oak.elm.gov.uk": ""}


def test_a_dissolved_councils_domain_stands_in_nobodys_way(world: World, ada: Viewer, council: Body) -> None:
    world.council("oak", domain="oak.elm.gov.uk", end_date=world.at.date())
    add(world, ada, council, "elm.gov.uk", "oak.elm.gov.uk")
    assert proofs(council)["oak.elm.gov.uk"] == "below"


def test_two_councils_may_list_one_name_and_each_has_a_token_of_its_own(
    world: World, ada: Viewer, council: Body
) -> None:
    oak = world.council("oak")
    bea = world.viewer(world.someone(oak, Role.LEAD))
    add(world, ada, council, "shared.org.uk")
    add(world, bea, oak, "shared.org.uk")
    tokens = set(Domain.objects.filter(name="shared.org.uk").values_list("token", flat=True))
    assert len(tokens) == 2
    assert all(len(token) >= 32 for token in tokens)


def test_the_same_names_again_add_nothing(world: World, ada: Viewer, council: Body, acts: Acts) -> None:
    add(world, ada, council, "elm.gov.uk")
    again = add(world, ada, council, "Elm.gov.uk.")
    assert (again.added, again.already) == ((), ("elm.gov.uk",))
    assert acts() == ["domain-added"]


def test_a_removed_name_comes_back_with_its_old_token(
    world: World, ada: Viewer, council: Body, list_domain: ListDomain
) -> None:
    first = list_domain("elm.org.uk")
    remove_domain(by=ada, domain=first, at=world.at)
    second = list_domain("elm.org.uk")
    assert (second.pk != first.pk, second.token) == (True, first.token)


def test_a_list_takes_two_thousand_domains(world: World, ada: Viewer, council: Body) -> None:
    Domain.objects.bulk_create(
        Domain(council=council, name=f"n{n}.org.uk", token="x", added_at=world.at) for n in range(MOST_DOMAINS)
    )
    with pytest.raises(Denied, match="2,000"):
        add(world, ada, council, "one-more.org.uk")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.LEADER])
def test_readers_change_nothing(world: World, council: Body, list_domain: ListDomain, role: Role) -> None:
    reader = world.viewer(world.someone(council, role))
    domain = list_domain("elm.gov.uk")
    for act in (
        lambda: add(world, reader, council, "x.org.uk"),
        lambda: change_domain(by=reader, domain=domain, facts=facts_of_domain(domain), at=world.at),
        lambda: remove_domain(by=reader, domain=domain, at=world.at),
    ):
        with pytest.raises(Denied, match="You can read these lists"):
            act()


@pytest.mark.parametrize("dates", [{"end_date": date(2020, 1, 1)}, {"start_date": date(2090, 1, 1)}])
def test_a_council_that_isnt_at_work_adds_nothing(world: World, dates: dict[str, Any]) -> None:
    body = world.council("ash", **dates)
    lead = world.viewer(world.someone(body, Role.LEAD))
    with pytest.raises(Denied, match="council"):
        add(world, lead, body, "ash.gov.uk")


def test_what_is_said_of_a_domain_is_kept_and_told_to_checks(
    world: World, ada: Viewer, list_domain: ListDomain
) -> None:
    domain = list_domain("elm.gov.uk")
    facts = DomainFacts("ignored.org", True, ("s1",), ("e1m.gov.uk",), date(2027, 3, 31), "IT")
    change_domain(by=ada, domain=domain, facts=facts, at=world.at)
    kept = Domain.objects.get()
    assert facts_of_domain(kept) == replace(facts, name="elm.gov.uk")
    told = told_of(kept)
    assert (told.is_parked, told.selectors, told.look_alikes) == (True, ("s1",), ("e1m.gov.uk",))
    assert told.renews_on == date(2027, 3, 31)
    entry = AuditEntry.objects.get(action="estate.domain-changed")
    assert sorted(entry.after["changed"]) == ["is_parked", "look_alikes", "owner", "renews_on", "selectors"]


def test_whoever_saves_from_an_older_page_overwrites_nothing(
    world: World, ada: Viewer, list_domain: ListDomain
) -> None:
    domain = list_domain("elm.gov.uk")
    old = edition_of_domain(facts_of_domain(domain))
    change_domain(by=ada, domain=domain, facts=DomainFacts("elm.gov.uk", owner="Ada"), edition=old, at=world.at)
    with pytest.raises(DomainChangedMeanwhile) as caught:
        change_domain(by=ada, domain=domain, facts=DomainFacts("elm.gov.uk", owner="Bob"), edition=old, at=world.at)
    assert caught.value.theirs.owner == "Ada"
    assert Domain.objects.get().owner == "Ada"


def test_removing_a_domain_takes_the_proof_of_what_lies_below_it(
    world: World, ada: Viewer, council: Body, list_domain: ListDomain, acts: Acts
) -> None:
    elm, www, other = list_domain("elm.gov.uk"), list_domain("www.elm.gov.uk"), list_domain("elm.org.uk")
    told: list[str] = []

    def hear(sender: Any, domain: Domain, **_kwargs: Any) -> None:
        told.append(domain.name)

    domain_removed.connect(hear)
    try:
        done = remove_domain(by=ada, domain=elm, at=world.at)
        again = remove_domain(by=ada, domain=elm, at=world.at)
    finally:
        domain_removed.disconnect(hear)
    assert (done.is_removed_now, [d.pk for d in done.lost], again.is_removed_now) == (True, [www.pk], False)
    assert proofs(council) == {"www.elm.gov.uk": "", other.name: ""}
    assert Domain.objects.filter(pk=elm.pk, proof="register").exists()
    assert told == ["elm.gov.uk"]
    assert acts()[-1] == "domain-removed"


def test_a_removed_middle_leaves_the_proof_of_what_a_higher_name_proves(
    world: World, ada: Viewer, council: Body, list_domain: ListDomain
) -> None:
    list_domain("elm.gov.uk")
    middle = list_domain("b.elm.gov.uk")
    list_domain("a.b.elm.gov.uk")
    remove_domain(by=ada, domain=middle, at=world.at)
    assert proofs(council) == {"elm.gov.uk": "register", "a.b.elm.gov.uk": "below"}


def test_a_new_register_takes_the_old_proof_and_gives_a_new_one(
    world: World, council: Body, list_domain: ListDomain
) -> None:
    for name in ("elm.gov.uk", "www.elm.gov.uk", "newelm.gov.uk"):
        list_domain(name)
    BodyRecord.objects.filter(body=council).update(domain="newelm.gov.uk")
    settled = settle_proofs(by=None, council=council, at=world.at)
    assert proofs(council) == {"elm.gov.uk": "", "www.elm.gov.uk": "", "newelm.gov.uk": "register"}
    assert ([d.name for d in settled.gained], len(settled.lost)) == (["newelm.gov.uk"], 2)
    assert settle_proofs(by=None, council=council, at=world.at).lost == ()


def test_the_night_looks_at_what_is_proved_of_living_councils_only(
    world: World, council: Body, list_domain: ListDomain
) -> None:
    list_domain("elm.gov.uk")
    list_domain("elm.org.uk")
    for code, is_fictional in (("fic", True), ("old", False)):
        body = world.council(code, demonstration=is_fictional)
        add(world, world.viewer(world.someone(body, Role.LEAD)), body, f"{code}.gov.uk")
    Body.objects.filter(code="old").update(end_date=world.at.date())
    day = world.at.date()
    assert [domain.name for domain in verified_domains(day)] == ["elm.gov.uk"]
    assert [domain.name for domain in verified_domains(day - timedelta(days=1))] == ["elm.gov.uk", "old.gov.uk"]
