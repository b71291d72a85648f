"""Can an operator have everything matched, and learn why something concerns a council or doesn't?"""

from datetime import timedelta

from tests.unit.cli.conftest import Command
from tests.unit.warn.sources_made import CVE, a_source, an_advisory
from tests.unit.warn.test_settling_notices import a_line
from tests.worlds import World
from wardmote.kernel.moments import now
from wardmote.warn.ingesting import take_in
from wardmote.warn.models import Notice


def told() -> None:
    """Have a source tell of OpenRevenues before 23.4, published yesterday."""
    yesterday = now() - timedelta(days=1)
    take_in(source=a_source(), entries=[an_advisory(published=yesterday, revised=yesterday)], at=now())


def test_everything_is_matched_and_settled(world: World, wardmote: Command) -> None:
    a_line(world.council("elm"))
    a_line(world.council("oak"), "24.0")
    told()
    facts = wardmote("advisories", "match", "--json").json
    assert {name: facts[name] for name in ("matches", "raised", "changed", "taken_back", "stories")} == {
        "matches": 1,
        "raised": 1,
        "changed": 0,
        "taken_back": 0,
        "stories": 1,
    }
    assert Notice.objects.get().council.code == "elm"
    assert "Warnings: 0 new, 0 changed, 0 taken back." in wardmote("advisories", "match").out


def test_it_is_explained_why_a_council_is_told(world: World, wardmote: Command) -> None:
    a_line(world.council("elm"))
    told()
    wardmote("advisories", "match")
    said = wardmote("advisories", "explain", CVE.lower(), "--council", "elm").out
    assert "“Civica openrevenues 23.1” on your list is affected: before 23.4, says NVD." in said
    assert "Plan it. Nobody has said yet how severe it is." in said
    facts = wardmote("advisories", "explain", CVE, "--council", "elm", "--json").json
    assert [(line["line"], line["certainty"]) for line in facts["met"]] == [("Civica openrevenues 23.1", "sure")]


def test_it_is_explained_why_a_council_is_not_told(world: World, wardmote: Command) -> None:
    a_line(world.council("elm"), "24.0")
    world.council("oak")
    told()
    wardmote("advisories", "match")
    assert (
        "in a version that no source calls affected" in wardmote("advisories", "explain", CVE, "--council", "elm").out
    )
    assert "No line of the inventory is known" in wardmote("advisories", "explain", CVE, "--council", "oak").out


def test_what_nobody_told_of_is_said_in_a_sentence(world: World, wardmote: Command) -> None:
    world.council("elm")
    unknown = wardmote("advisories", "explain", "CVE-1999-0001", "--council", "elm")
    assert unknown.code == 1
    assert "No source told of CVE-1999-0001 yet" in unknown.err
    nowhere = wardmote("advisories", "explain", CVE, "--council", "nowhere")
    assert "There is no council nowhere" in nowhere.err
