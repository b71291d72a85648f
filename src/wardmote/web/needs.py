"""What does this person need to do next, and where do their bodies stand?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wardmote.assess.public import AtHome, Progress, WholeProgress, assessments_at_home, progress_of, stocktake
from wardmote.kernel.roles import (
    INSIDE_COUNCIL,
    MANAGES_PEOPLE,
    READS_ANSWERS,
    READS_NATIONAL_RESULTS,
    WRITES_ANSWERS,
    Role,
)
from wardmote.register.models import Body, JoinRequest
from wardmote.register.public import (
    ACTION_WORDS,
    News,
    Standing,
    Viewer,
    councils_for_email,
    lapsing_counts,
    name_of,
    news_since,
    waiting_counts,
    waiting_requests_of,
)
from wardmote.warn.public import WarningsAtHome, sources_in_alarm, warnings_at, warnings_at_home
from wardmote.watch.public import (
    ChangedAtHome,
    DomainsAtHome,
    WrongAtHome,
    changed_at_home,
    domains_at_home,
    wrong_at_home,
)

MOST_NEEDS = 7
CONFIRM_AHEAD = timedelta(days=60)
SOON = timedelta(days=14)
SOMEWHEN = date.max


@dataclass(frozen=True)
class Need:
    """One thing to do: what, why, by when, and where."""

    what: str
    reason: str
    link: str
    verb: str
    due: date = SOMEWHEN

    @property
    def due_day(self) -> date | None:
        """Return the day by which it is due, if there is one."""
        return None if self.due == SOMEWHEN else self.due


@dataclass(frozen=True)
class Place:
    """One of the person's bodies with where it stands."""

    standing: Standing
    progress: WholeProgress | None


@dataclass(frozen=True)
class Change:
    """What a colleague did since the person's last visit, in words."""

    at: datetime
    says: str
    link: str


@dataclass(frozen=True)
class Checks:
    """What outside checks have to say: wrong things by the council's code, domains by its key, changes since."""

    wrong: dict[str, WrongAtHome]
    domains: dict[int, DomainsAtHome]
    changed: tuple[ChangedAtHome, ...]


@dataclass(frozen=True)
class Home:
    """Everything on the home page."""

    headline: str
    needs: tuple[Need, ...]
    places: tuple[Place, ...]
    assessments: AtHome
    checks: Checks
    warnings: dict[int, WarningsAtHome]
    waiting: tuple[tuple[JoinRequest, str], ...]
    may_ask: tuple[tuple[Body, str], ...]
    news: tuple[Change, ...]
    since: datetime | None


def home_of(viewer: Viewer, at: datetime, since: datetime | None) -> Home:
    """Return the page's content; the number of queries depends on neither councils nor areas."""
    places = _places(viewer)
    soon = localdate(at + SOON)
    # What is due soon comes first, by its day; everything else in the order of its weight.
    at_home = assessments_at_home(viewer, at)
    checks = _checks(viewer, at, since)
    warnings = warnings_at_home(viewer, localdate(at))
    asked = [need for place in places for need in _warning_needs(place.standing, warnings)]
    asked += _needs(viewer, places, at_home, checks, at)
    needs = sorted(asked, key=lambda need: min(need.due, soon))[:MOST_NEEDS]
    waiting, may_ask = _outside(viewer, at) if not viewer.standings else ((), ())
    news = tuple(_change(item) for item in news_since(viewer, since, localdate(at))) if since else ()
    return Home(
        _headline(viewer, needs), tuple(needs), places, at_home, checks, warnings, waiting, may_ask, news, since
    )


def _checks(viewer: Viewer, at: datetime, since: datetime | None) -> Checks:
    day = localdate(at)
    domains = domains_at_home(viewer, day)
    watched = any(found.watched for found in domains.values())
    wrong = wrong_at_home(viewer, day) if watched else ()
    changed = changed_at_home(viewer, since, day) if watched and since else ()
    return Checks({found.code: found for found in wrong}, domains, changed)


def _change(item: News) -> Change:
    _kind, _colon, subject = item.subject.partition(":")
    asked = next((question for question in stocktake().whole.questions if question.id == subject), None)
    what = str(ACTION_WORDS[item.action]).lower()
    says = {"who": item.who or _("Wardmote"), "what": f"{what} ({asked.title})" if asked else what}
    page, which = ("assess:question", [item.code, subject]) if asked else ("assess:overview", [item.code])
    return Change(item.at, _("%(who)s: %(what)s") % says, reverse(page, args=which))


def _councils(viewer: Viewer) -> list[Standing]:
    """Return one standing for each council, the weightiest role first."""
    weight = list(Role)
    seen: dict[int, Standing] = {}
    for standing in sorted(viewer.held(INSIDE_COUNCIL), key=lambda s: weight.index(s.role)):
        seen.setdefault(standing.body_id, standing)
    return list(seen.values())


def _places(viewer: Viewer) -> tuple[Place, ...]:
    standings = _councils(viewer)
    reads = [s.body_id for s in standings if s.role in READS_ANSWERS]
    progress = progress_of(reads) if reads else {}
    return tuple(Place(s, progress.get(s.body_id)) for s in standings)


def _needs(viewer: Viewer, places: tuple[Place, ...], at_home: AtHome, checks: Checks, at: datetime) -> list[Need]:
    needs = [Need(due.what, due.reason, due.link, due.verb, due.due_on or SOMEWHEN) for due in at_home.dues]
    needs += [need for place in places for need in _check_needs(place.standing, checks)]
    needs += [need for place in places for need in _stocktake_needs(place)]
    needs += [need for place in places for need in _first_domain_needs(place.standing, checks)]
    needs += _source_needs(viewer)
    needs += _people_needs(viewer, at)
    needs += _lapsing_needs(viewer, at)
    needs += [need for s in viewer.standings for need in _membership_needs(s, at)]
    if viewer.own_desk:
        needs.append(
            Need(
                _("Look at what waits at your desk"),
                _("What came in that is urgent, and what no machine could place."),
                reverse("desk:queue", args=[viewer.own_desk]),
                _("Open the desk"),
            )
        )
    if viewer.holds(READS_NATIONAL_RESULTS):
        needs.append(
            Need(
                _("See where councils stand"),
                _("The map shows the results that councils share with the programme."),
                reverse("oversee:map"),
                _("Open the map"),
            )
        )
    if viewer.holds(frozenset({Role.WARP_OPERATOR})):
        needs.append(
            Need(
                _("See where your WARP's councils stand"),
                _("The map shows the results that councils share with you."),
                reverse("oversee:map"),
                _("Open the map"),
            )
        )
    needs += [
        Need(
            _("Read the result of %(name)s") % {"name": s.name},
            _("You review this council. You see what it shares with reviewers."),
            reverse("register:council", args=[s.code]),
            _("Open the council's page"),
        )
        for s in viewer.held(frozenset({Role.ASSURER}))
    ]
    return needs


def _source_needs(viewer: Viewer) -> list[Need]:
    """Return what an administrator has to see to where warnings come from."""
    if not viewer.holds(frozenset({Role.ADMINISTRATOR})):
        return []
    alarmed = sources_in_alarm()
    if not alarmed:
        return []
    says = ngettext("Look at %(n)s source of warnings", "Look at %(n)s sources of warnings", alarmed)
    reason = _("Councils may miss warnings while a source is silent or sends less than it should.")
    return [Need(says % {"n": alarmed}, reason, reverse("sources:listing"), _("See what is wrong"))]


def _check_needs(standing: Standing, checks: Checks) -> list[Need]:
    """Return what is bad on the council's domains; what is only weak can wait, and stands in the panel."""
    found = checks.wrong.get(standing.code)
    if standing.role not in WRITES_ANSWERS or found is None or not found.bad:
        return []
    what = ngettext(
        "Put one thing right on the domains of %(name)s", "Put %(n)s things right on the domains of %(name)s", found.bad
    )
    reason = _("Anybody can see them from outside. Each comes with the record or setting that mends it.")
    return [Need(what % {"n": found.bad, "name": standing.name}, reason, found.link, _("See what to do"))]


def _warning_needs(standing: Standing, warnings: dict[int, WarningsAtHome]) -> list[Need]:
    """Return the warnings that wait, as one thing to do; those to be acted on now are said first."""
    found = warnings.get(standing.body_id)
    if standing.role not in WRITES_ANSWERS or found is None:
        return []
    what = ngettext(
        "Answer a warning that concerns %(name)s", "Answer %(n)s warnings that concern %(name)s", found.waiting
    )
    reason = _("Each says why it concerns you, what to do and by when.")
    if found.now:
        reason = ngettext("One is to be acted on now.", "%(n)s are to be acted on now.", found.now) % {"n": found.now}
    says = what % {"n": found.waiting, "name": standing.name}
    return [Need(says, reason, warnings_at(standing.code), _("Open the warnings"), found.due or SOMEWHEN)]


def _first_domain_needs(standing: Standing, checks: Checks) -> list[Need]:
    if standing.role not in WRITES_ANSWERS or standing.body_id in checks.domains:
        return []
    return [
        Need(
            _("Have your domain checked from outside"),
            _("No domain of %(name)s is watched yet. The first look takes a minute.") % {"name": standing.name},
            reverse("watch:overview", args=[standing.code]),
            _("See how"),
        )
    ]


def _stocktake_needs(place: Place) -> list[Need]:
    """Return what to submit, then the one area to go on with."""
    progress, standing = place.progress, place.standing
    if progress is None or standing.role not in WRITES_ANSWERS:
        return []
    needs = _submit_needs(progress, standing) if standing.role is Role.LEAD else []
    if progress.under_way:
        needs.append(_answer_need(progress, progress.under_way, standing.code))
    return needs


def _submit_needs(progress: WholeProgress, standing: Standing) -> list[Need]:
    return [
        Need(
            _("Submit the stocktake: %(area)s") % {"area": ready.area.short_title.lower()},
            _("Every question has an answer."),
            reverse("assess:submit", args=[standing.code, ready.area.id]),
            _("Check and submit"),
        )
        for ready in progress.ready
    ]


def _answer_need(whole: WholeProgress, begun: Progress, code: str) -> Need:
    area, left = begun.area.short_title.lower(), len(begun.unanswered)
    link = reverse("assess:question", args=[code, begun.unanswered[0].question.id])
    if begun.result.answered:
        what = ngettext(
            "Answer the last stocktake question on %(area)s", "Answer %(n)s stocktake questions on %(area)s", left
        )
        reason = _("The rating comes with the last answer.")
        return Need(what % {"n": left, "area": area}, reason, link, _("Answer the next one"))
    why = _("%(n)s questions show where you stand on %(area)s and what to do next.") % {"n": left, "area": area}
    if not whole.answered:
        return Need(_("Start the stocktake"), why, reverse("assess:overview", args=[code]), _("Start"))
    what = _("Go on with the stocktake: %(area)s") % {"area": area}
    return Need(what, why, reverse("assess:area", args=[code, begun.area.id]), _("Start this area"))


def _people_needs(viewer: Viewer, at: datetime) -> list[Need]:
    needs = []
    for code, name, count in waiting_counts(viewer, localdate(at)):
        what = ngettext("Let a person into %(name)s, or refuse", "Answer %(n)s people who want to join %(name)s", count)
        needs.append(
            Need(
                what % {"n": count, "name": name},
                _("Their address is under the council's domain and verified. Only you can say whether they belong."),
                reverse("register:people", args=[code]),
                _("See who asks"),
            )
        )
    return needs


def _lapsing_needs(viewer: Viewer, at: datetime) -> list[Need]:
    return [
        Need(
            ngettext(
                "Confirm that a colleague still belongs to %(name)s",
                "Confirm that %(n)s colleagues still belong to %(name)s",
                count,
            )
            % {"n": count, "name": name},
            _("Every membership is confirmed once a year. Without it, access lapses."),
            reverse("register:people", args=[code]),
            _("See who"),
            first,
        )
        for code, name, count, first in lapsing_counts(viewer, localdate(at), localdate(at + CONFIRM_AHEAD))
    ]


_CONFIRM = {
    True: gettext_lazy("Confirm that you are still the cyber lead of %(name)s"),
    False: gettext_lazy("Confirm that you still belong to %(name)s"),
}


def _membership_needs(standing: Standing, at: datetime) -> list[Need]:
    if not standing.is_open:
        reason = _("Nobody has confirmed for over a year that you belong. Ask a colleague who manages people there.")
        link = reverse("register:end", args=[standing.membership_id])
        return [Need(_("Your access to %(name)s has lapsed") % {"name": standing.name}, reason, link, _("Leave it"))]
    if standing.role not in MANAGES_PEOPLE:
        return []
    if standing.confirm_by > localdate(at + CONFIRM_AHEAD):
        return []
    return [
        Need(
            _CONFIRM[standing.role is Role.LEAD] % {"name": standing.name},
            _("Every membership is confirmed once a year."),
            reverse("register:people", args=[standing.code]),
            _("Confirm"),
            standing.confirm_by,
        )
    ]


def _outside(viewer: Viewer, at: datetime) -> tuple[tuple[tuple[JoinRequest, str], ...], tuple[tuple[Body, str], ...]]:
    waiting = tuple((asked, name_of(asked.body)) for asked in waiting_requests_of(viewer.person))
    asked_for = {asked.body_id for asked, _name in waiting}
    bodies = councils_for_email(viewer.person.email, localdate(at), viewer.person.is_demonstration)
    return waiting, tuple((body, name_of(body)) for body in bodies if body.pk not in asked_for)


def _headline(viewer: Viewer, needs: list[Need]) -> str:
    if not viewer.standings:
        return _("You don't belong to a council yet")
    names = {s.name for s in viewer.standings}
    who = names.pop() if len(names) == 1 else str(viewer.person)
    if not needs:
        return _("%(who)s: nothing needs you now") % {"who": who}
    return ngettext("%(who)s: one thing needs you", "%(who)s: %(n)s things need you", len(needs)) % {
        "who": who,
        "n": len(needs),
    }
