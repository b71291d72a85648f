"""Does the folder list every side effect, each in a file of its own that has connected itself?"""

import pkgutil
from importlib import import_module

from wardmote import reactions
from wardmote.assess.events import (
    outcomes_assigned,
    review_asked,
    review_finished,
    scope_sent,
    stocktake_submitted,
)
from wardmote.estate.events import domain_removed, domain_verified
from wardmote.register.events import affiliations_changed, join_asked, join_decided
from wardmote.watch.events import changes_told, findings_changed


def connected(signal: object) -> set[str]:
    """Return the names under which receivers are connected."""
    return {str(key[0]) for key, *_ in signal.receivers}  # type: ignore[attr-defined]


def test_each_event_is_followed_up_by_the_files_that_name_it() -> None:
    assert connected(join_asked) == {"join_asked_writes_to_leads"}
    assert connected(affiliations_changed) == {"affiliations_changed_settles_warnings"}
    assert connected(join_decided) == {"join_decided_writes_to_person"}
    assert connected(stocktake_submitted) == {
        "stocktake_submitted_informs_outcomes",
        "stocktake_submitted_writes_to_leaders",
    }
    assert connected(outcomes_assigned) == {"outcomes_assigned_writes_to_person"}
    assert connected(scope_sent) == {"scope_sent_writes_to_whoever_signs"}
    assert connected(review_asked) == {"review_asked_writes_to_assurer"}
    assert connected(domain_verified) == {"domain_verified_asks_for_visit"}
    assert connected(domain_removed) == {"checks_seen_fill_inventory", "findings_inform_outcomes"}
    assert connected(findings_changed) == {"checks_seen_fill_inventory", "findings_inform_outcomes"}
    assert connected(changes_told) == {"changes_told_writes_to_people"}
    assert connected(review_finished) == {"review_finished_writes_to_leads"}


def test_each_reaction_says_in_a_sentence_what_follows_from_what() -> None:
    for found in pkgutil.iter_modules(reactions.__path__):
        module = import_module(f"wardmote.reactions.{found.name}")
        assert module.__doc__
        assert module.__doc__.splitlines()[0].endswith("."), found.name
