"""What is each audited act called on a page?"""

from django.utils.translation import gettext_lazy as _

ACTION_WORDS = {
    "council.passed-on": _("Passed everything on to a successor"),
    "join.accepted": _("Let somebody in"),
    "join.asked": _("Asked to join"),
    "join.refused": _("Refused a request to join"),
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
    "person.second-factor-reset": _("Reset a second factor"),
    "register.affiliations-applied": _("Changed who belongs to which WARP, forum or authority"),
    "register.applied": _("Changed the register"),
    "register.discarded": _("Discarded an uploaded table"),
    "register.uploaded": _("Uploaded a table for the register"),
    "register.successors-planned": _("Entered planned successors"),
    "sharing.chosen": _("Changed what is shared"),
    "stocktake.answered": _("Answered a stocktake question"),
    "stocktake.opened": _("Started the stocktake"),
    "stocktake.submitted": _("Submitted the stocktake"),
    "token.issued": _("Made an API token"),
    "token.revoked": _("Revoked an API token"),
}
