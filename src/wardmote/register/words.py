"""What is each audited act called on a page, and what do its stored keys mean?"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wardmote.engines.frameworks import Rating, Status, available, load
from wardmote.kernel.roles import ABOUT, Role

from .models.sharing import Audience, Level

People = Mapping[int, str]

ACTION_WORDS = {
    "assessment.answered": _("Answered an outcome"),
    "assessment.approved": _("Approved an assessment"),
    "assessment.assigned": _("Gave outcomes to a colleague"),
    "assessment.closed": _("Closed an assessment"),
    "assessment.commented": _("Commented on an outcome"),
    "assessment.imported": _("Brought answers in from a file"),
    "assessment.opened": _("Started an assessment"),
    "assessment.reopened": _("Reopened an assessment"),
    "assessment.scope-changed": _("Changed an assessment's scope"),
    "assessment.scope-sent": _("Sent an assessment's scope for sign-off"),
    "assessment.scope-signed": _("Signed an assessment's scope off"),
    "assessment.withdrawn": _("Gave an assessment up"),
    "bulletin.asked-to-check": _("Asked a colleague to check a warning"),
    "bulletin.changed": _("Changed the draft of a warning"),
    "bulletin.corrected": _("Corrected a warning"),
    "bulletin.correction-dropped": _("Dropped the correction of a warning"),
    "bulletin.correction-written": _("Asked a colleague to check a correction"),
    "bulletin.published": _("Published a warning"),
    "bulletin.relay-taken": _("Dealt with another WARP's warning"),
    "bulletin.relayed": _("Handed a warning on"),
    "bulletin.withdrawn": _("Withdrew a warning"),
    "bulletin.written": _("Began a warning"),
    "checks.asked": _("Asked for a check of a domain"),
    "checks.explained": _("Explained a finding"),
    "checks.explanation-withdrawn": _("Took an explanation back"),
    "checks.offer-decided": _("Decided about a name that was seen"),
    "checks.round-begun": _("Began a night's checks"),
    "checks.round-finished": _("Finished a night's checks"),
    "checks.visited": _("Recorded what a check found"),
    "bulletin.nudged": _("Reminded councils of a warning"),
    "circle.changed": _("Changed a circle's name or rule"),
    "circle.closed": _("Closed a circle"),
    "circle.joined": _("Took a member into a circle"),
    "circle.left": _("Took a member out of a circle"),
    "circle.opened": _("Opened a circle"),
    "collection.added-to": _("Added to what is shared as STIX"),
    "collection.opened": _("Opened a collection to share as STIX"),
    "council.passed-on": _("Passed everything on to a successor"),
    "csaf.chosen": _("Chose whether warnings are published as CSAF"),
    "csaf.published": _("Laid out what was published as CSAF documents"),
    "desk.kept": _("Changed how a desk is kept"),
    "evidence.added": _("Added evidence"),
    "evidence.changed": _("Changed what is said about evidence"),
    "evidence.unused": _("Took evidence from an outcome"),
    "evidence.used": _("Put evidence behind an outcome"),
    "evidence.withdrawn": _("Withdrew evidence"),
    "framework.imported": _("Imported a framework"),
    "join.accepted": _("Let somebody in"),
    "join.asked": _("Asked to join"),
    "join.refused": _("Refused a request to join"),
    "link.opened": _("Made a link for people outside"),
    "link.shut": _("Shut a link for people outside"),
    "mail-report.removed": _("Removed a mail report"),
    "mail-report.source-judged": _("Said whether a source of mail is ours"),
    "mail-report.taken": _("Took in a mail report"),
    "joined.ended": _("Said that a council left a scheme"),
    "joined.recorded": _("Said that a council belongs to a scheme"),
    "member.confirmed": _("Confirmed a membership for another year"),
    "member.invitation-withdrawn": _("Withdrew an invitation"),
    "member.invited": _("Invited somebody"),
    "member.joined": _("Joined by invitation"),
    "member.lead-transferred": _("Handed over the cyber lead's role"),
    "member.left": _("Left the council"),
    "member.removed": _("Removed somebody"),
    "demonstration.links-issued": _("Made the demonstration's links"),
    "demonstration.loaded": _("Loaded the demonstration region"),
    "demonstration.signed-in": _("Signed in by a demonstration link"),
    "estate.domain-added": _("Added a domain to our list"),
    "estate.domain-changed": _("Changed a domain on our list"),
    "estate.domain-removed": _("Removed a domain from our list"),
    "estate.domain-verified": _("Showed that a domain is ours"),
    "estate.item-changed": _("Changed a line of our inventory"),
    "estate.item-named": _("Said which product a line of our inventory is"),
    "estate.items-added": _("Added products to our inventory"),
    "estate.items-removed": _("Removed products from our inventory"),
    "estate.items-replaced": _("Brought our inventory up to date from a file or a program"),
    "estate.service-changed": _("Changed a service on our list"),
    "estate.service-removed": _("Removed a service from our list"),
    "estate.services-added": _("Added services to our list"),
    "estate.system-added": _("Added a system to our list"),
    "estate.system-changed": _("Changed a system on our list"),
    "estate.system-removed": _("Removed a system from our list"),
    "estate.systems-uploaded": _("Added systems from a table"),
    "person.second-factor-reset": _("Reset a second factor"),
    "paper.asked": _("Had a PDF made"),
    "plan.line-added": _("Added a line to the improvement plan"),
    "plan.line-changed": _("Changed a line of the improvement plan"),
    "plan.line-removed": _("Removed a line from the improvement plan"),
    "plan.signed": _("Signed the improvement plan's costs"),
    "plan.started": _("Started the improvement plan"),
    "post.relabelled": _("Changed how far a question or post may travel"),
    "post.said": _("Asked, answered or shared something"),
    "post.settled": _("Marked a question or report as dealt with"),
    "post.taken-down": _("Took down a question or post"),
    "register.affiliations-applied": _("Changed who belongs to which WARP, forum or authority"),
    "register.applied": _("Changed the register"),
    "register.discarded": _("Discarded an uploaded table"),
    "register.uploaded": _("Uploaded a table for the register"),
    "register.successors-planned": _("Entered planned successors"),
    "report.made": _("Froze a report"),
    "review.accepted": _("Accepted the assurer's review"),
    "review.asked": _("Asked an assurer to look"),
    "review.finished": _("Finished a review"),
    "review.recorded": _("Recorded a finding"),
    "review.responded": _("Answered a finding"),
    "review.withdrawn": _("Took an assessment back from the assurer"),
    "sharing.chosen": _("Changed what is shared"),
    "stocktake.answered": _("Answered a stocktake question"),
    "stocktake.opened": _("Started the stocktake"),
    "stocktake.submitted": _("Submitted the stocktake"),
    "token.issued": _("Made an API token"),
    "token.revoked": _("Revoked an API token"),
    "warning.answered": _("Answered a warning"),
    "warning.channel-added": _("Added an address that is told of warnings"),
    "warning.channel-removed": _("Removed an address that was told of warnings"),
    "warning.channel-tested": _("Sent a test message to an address"),
    "warning.choice-made": _("Chose how to hear of warnings"),
    "warning.feed-made": _("Made a feed of warnings"),
    "warning.feed-shut": _("Shut a feed of warnings"),
    "warning.seen": _("Told that a vulnerability was seen at work here"),
    "warning.source-added": _("Added a source of advisories"),
    "warning.source-changed": _("Changed a source of advisories"),
    "warning.source-read": _("Gave a file of advisories"),
    "warning.products-said": _("Said which products a story concerns"),
    "warning.story-settled": _("Dealt with a story as its editor"),
    "webhook.added": _("Added an address that is told of changes"),
    "webhook.removed": _("Removed an address that was told of changes"),
    "window.changed": _("Changed an assessment window"),
    "window.opened": _("Planned an assessment window"),
}

OUTCOME_WORDS = {"waiting": _("waiting"), "accepted": _("let in"), "refused": _("refused")}


def say_subject(subject: str) -> str:
    """Return what an entry is about, where its act's name doesn't say it already: a question, an audience."""
    kind, _colon, key = subject.partition(":")
    if kind == "question":
        return _question_titles().get(key, key)
    if kind == "outcome":
        return key.rpartition(":")[2]
    if kind == "audience" and key in Audience.values:
        return str(Audience(key).label)
    return ""


def say_values(values: Mapping[str, Any], people: People) -> str:
    """Return an entry's values before or after the act, in words: "Contributor, Dev Chauhan"."""
    said = [_say_value(key, value, people) for key, value in values.items() if value is not None]
    return ", ".join(text for text in said if text)


def people_in(values: Mapping[str, Any]) -> set[int]:
    """Return the people whom an entry's values name by number."""
    return {value for key, value in values.items() if key in ("person", "lead") and isinstance(value, int)}


def _say_value(key: str, value: Any, people: People) -> str:
    match key, value:
        case "role", str() if value in set(Role):
            return str(ABOUT[Role(value)].title)
        case (("person" | "lead"), int()):
            return people.get(value, "")
        case "level", str() if value in Level.values:
            return str(Level(value).label)
        case "level", int():
            return gettext("step %(n)s of 4") % {"n": value}
        case "rating", str() if value in set(Rating):
            return Rating(value).words.partition(":")[0]
        case "score", (int() | float()):
            return gettext("%(n)s of 100 points") % {"n": int(value)}
        case "outcome", str():
            return str(OUTCOME_WORDS.get(value, value))
        case (("lapses_on" | "expires"), str()):
            return gettext("until %(day)s") % {"day": date_format(date.fromisoformat(value), "j F Y")}
        case _, list() if key != "lines":
            return ", ".join(str(item) for item in value)
        case _:
            return _say_more(key, value)


def _say_more(key: str, value: Any) -> str:
    """Say what an assessment or its plan changed; anything else stands as it is stored."""
    match key, value:
        case (("lines" | "line" | "previous" | "digest"), _):
            return ""
        case (("cost_once" | "once"), int()):
            return gettext("£%(n)s one-off") % {"n": f"{value:,}"}
        case (("cost_yearly" | "yearly"), int()):
            return gettext("£%(n)s a year") % {"n": f"{value:,}"}
        case "status", str() if value in set(Status):
            return Status(value).words
    return str(value)


@cache
def _question_titles() -> dict[str, str]:
    frameworks = (load(edition.key, edition.version) for edition in available())
    return {q.id: q.title for found in frameworks for area in found.areas for q in area.questions}
