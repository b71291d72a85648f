"""Does each role get a way in that opens once, for fictional people only, and nowhere but here?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.test import override_settings

from wardmote.demonstration.actions import use_link as use_link_module
from wardmote.demonstration.actions.use_link import use_link
from wardmote.demonstration.public import issue_links
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import digest_of
from wardmote.kernel.moments import now
from wardmote.kernel.roles import ABOUT, Role
from wardmote.register.models import Person, SignInLink

MakesLinks = Callable[..., str]


def secret_of(path: str) -> str:
    """Return the secret that a link's address ends with."""
    return path.removeprefix("/demonstration/").removesuffix("/")


@pytest.fixture
def patched_good_links(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let a link seem unused when it is looked up, as when somebody else presses the button just then."""

    def patch() -> None:
        def stale(secret: str, at: datetime) -> QuerySet[SignInLink]:
            return SignInLink.objects.select_related("person").filter(digest=digest_of(secret))

        monkeypatch.setattr(use_link_module, "good_links", stale)

    return patch


def test_every_role_has_a_person_with_a_link(told: datetime, db: None) -> None:
    links = issue_links(at=told)
    assert [link.role_title for link in links] == [str(ABOUT[role].title) for role in Role]
    assert len({link.path for link in links}) == len(Role)
    assert links[0].name == "Joan Trewhella"
    assert links[0].body_name == "Aldermere"


def test_only_the_digest_of_a_link_is_kept(told: datetime, db: None) -> None:
    secrets = [secret_of(link.path) for link in issue_links(at=told)]
    kept = set(SignInLink.objects.values_list("digest", flat=True))
    assert kept == {digest_of(secret) for secret in secrets}


def test_new_links_replace_unused_ones_and_keep_used_ones(told: datetime, db: None) -> None:
    first = issue_links(at=told)
    use_link(secret=secret_of(first[0].path), at=told)
    issue_links(at=told + timedelta(hours=1))
    assert SignInLink.objects.filter(used_at__isnull=True).count() == len(Role)
    assert SignInLink.objects.filter(used_at__isnull=False).count() == 1
    with pytest.raises(Denied):
        use_link(secret=secret_of(first[1].path), at=told)


def test_there_are_no_links_where_the_demonstration_is_switched_off(told: datetime, db: None) -> None:
    with override_settings(HAS_DEMONSTRATION=False), pytest.raises(Denied):
        issue_links(at=told)
    assert not SignInLink.objects.exists()


def test_a_link_is_good_for_twelve_hours(told: datetime, db: None) -> None:
    path = issue_links(at=told)[0].path
    with pytest.raises(Denied):
        use_link(secret=secret_of(path), at=told + timedelta(hours=12))
    assert use_link(secret=secret_of(path), at=told + timedelta(hours=11, minutes=59))


def test_a_link_opens_once(visitor: Person, secret_for: MakesLinks) -> None:
    secret = secret_for(visitor)
    assert use_link(secret=secret, at=now()) == visitor
    with pytest.raises(Denied):
        use_link(secret=secret, at=now())


def test_of_two_who_press_at_once_only_one_comes_in(
    visitor: Person, secret_for: MakesLinks, patched_good_links: Callable[[], None]
) -> None:
    secret = secret_for(visitor)
    use_link(secret=secret, at=now())
    patched_good_links()
    with pytest.raises(Denied):
        use_link(secret=secret, at=now())


def test_a_link_never_opens_for_a_real_person(make_lead: Callable[[bool], Person], secret_for: MakesLinks) -> None:
    real = make_lead(False)
    with pytest.raises(Denied):
        use_link(secret=secret_for(real), at=now())


def test_a_link_never_opens_where_the_demonstration_is_switched_off(visitor: Person, secret_for: MakesLinks) -> None:
    secret = secret_for(visitor)
    with override_settings(HAS_DEMONSTRATION=False), pytest.raises(Denied):
        use_link(secret=secret, at=now())


def test_a_link_never_opens_for_somebody_who_was_shut_out(visitor: Person, secret_for: MakesLinks) -> None:
    secret = secret_for(visitor)
    Person.objects.filter(pk=visitor.pk).update(is_active=False)
    with pytest.raises(Denied):
        use_link(secret=secret, at=now())
