"""What does an address ask of reports across councils, and which links ask something else?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wardmote.assess.models import ReportKind
from wardmote.engines.frameworks import Edition, load_outline, outlines, profiles
from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import read_as_at
from wardmote.kernel.roles import Role
from wardmote.register.models.bodies import LIKE_COUNCILS
from wardmote.register.public import Viewer

from .queries.national import may_see_results
from .queries.shared_reports import Choices, Shape, choices_on, roles_of

OPERATOR = frozenset({Role.WARP_OPERATOR})
KINDS = {kind.value: kind.label for kind in LIKE_COUNCILS}
# A region that no council has: asked for by its own name, it finds nobody and shapes no query of its own.
NO_REGION = "-"


@dataclass(frozen=True)
class Question:
    """Which reports are asked for, on which day; each value is one that is offered, or empty for all."""

    viewer: Viewer
    day: date
    today: date
    edition: Edition | None
    choices: Choices
    region: str = ""
    kind: str = ""
    report_kind: str = ""
    warp: str = ""

    @property
    def person(self) -> int:
        """Return who asks."""
        return int(self.viewer.person.pk)

    @property
    def shape(self) -> Shape:
        """Return what shapes the query."""
        warps = {s.code: s.body_id for s in self.viewer.held(OPERATOR)}
        return Shape(
            roles=OPERATOR if self.warp else roles_of(self.viewer),
            demonstration=self.viewer.person.is_demonstration,
            is_now=self.day >= self.today,
            framework=self.edition.key if self.edition else "",
            version=self.edition.version if self.edition else "",
            region=self.region,
            kind=self.kind,
            report_kind=self.report_kind,
            warp=warps.get(self.warp, 0),
        )

    @property
    def values(self) -> dict[str, str]:
        """Return what stands in the address, without what is left at its default."""
        found = {
            "edition": self.edition.name if self.edition else "",
            "region": self.region,
            "kind": self.kind,
            "report": self.report_kind,
            "warp": self.warp,
            "as_at": self.day.isoformat() if self.day != self.today else "",
        }
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Link:
    """One value of a filter, as a link that keeps everything else that was asked."""

    words: str
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One thing to narrow by."""

    title: str
    links: tuple[Link, ...]


def default_edition() -> Edition:
    """Return the edition that is shown unasked: the first that has a target to meet."""
    return next((edition for edition in outlines() if profiles(*edition)), outlines()[0])


def read_question(query: Mapping[str, str], viewer: Viewer, today: date, *, one_edition: bool) -> Question:
    """Return what an address asks; a reader without results of several councils to look at is told so."""
    if not may_see_results(viewer):
        raise Denied(_("Only the programme's readers and WARP operators see results across councils."))
    day = read_as_at(query.get("as_at"))
    editions = {edition.name: edition for edition in outlines()}
    edition = editions.get(query.get("edition", ""), default_edition() if one_edition else None)
    choices = choices_on(
        day,
        today,
        demonstration=viewer.person.is_demonstration,
        framework=edition.key if edition and one_edition else "",
        version=edition.version if edition and one_edition else "",
    )
    region, kind, report_kind, warp = (query.get(name, "") for name in ("region", "kind", "report", "warp"))
    return Question(
        viewer=viewer,
        day=day,
        today=today,
        edition=edition,
        choices=choices,
        region=region if region in ("", *choices.regions) else NO_REGION,
        kind=kind if kind in KINDS else "",
        report_kind=report_kind if report_kind in ReportKind.values else "",
        warp=warp if warp in {standing.code for standing in viewer.held(OPERATOR)} else "",
    )


def filters_of(question: Question, path: str, *, one_edition: bool) -> list[Filter]:
    """Return the filters of a page, those with nothing to choose left out."""
    editions = [(edition.name, load_outline(*edition).title) for edition in outlines()]
    held = question.viewer.held(OPERATOR)
    shown = len(held) > 1 or bool(held and roles_of(question.viewer) - OPERATOR)
    reports = [("", _("All reports")), *((value, str(label)) for value, label in ReportKind.choices)]
    found = [
        ("edition", _("Framework"), editions if one_edition else [("", _("All frameworks")), *editions]),
        ("report", _("Report"), [] if one_edition else reports),
        ("as_at", _("When"), [("", _("Now")), *((w.closes_on.isoformat(), w.title) for w in question.choices.windows)]),
        ("region", _("Region"), [("", _("All regions")), *((r, r) for r in question.choices.regions)]),
        ("kind", _("Kind of council"), [("", _("All kinds")), *((k, str(words)) for k, words in KINDS.items())]),
        ("warp", _("WARP"), [("", _("Everybody who shares with you")), *((s.code, s.name) for s in held if shown)]),
    ]
    return [_filter(question, path, *each) for each in found if len(each[2]) > 1]


def address_with(question: Question, path: str, **changes: str) -> str:
    """Return an address that asks the same, with these values in place of those."""
    values = {name: value for name, value in (question.values | changes).items() if value}
    return f"{path}?{urlencode(values)}" if values else path


def _filter(question: Question, path: str, name: str, title: str, options: list[tuple[str, str]]) -> Filter:
    chosen = question.values.get(name, "")
    links = (Link(words, address_with(question, path, **{name: value}), value == chosen) for value, words in options)
    return Filter(title, tuple(links))
