"""The section 151 officer signs the costs of the improvement plan."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.plans import digest_of, to_stored, total
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from ..models import Plan
from ..policies_of_plans import check_can_sign
from ..queries.desks import Desk
from ..queries.plan_lines import plan_or_missing, planned, to_sign


def sign_plan(*, by: Desk, digest: str, is_confirmed: bool, at: datetime) -> Plan:
    """Sign what the person's page showed: `digest` is the plan's as it was then.

    Actions, costs and their sums are frozen in the log, so that a later change can be named. The same signature
    sent twice stands once; a new one replaces an older.
    """
    check_can_sign(by)
    if not is_confirmed:
        raise Denied(_("Confirm that you are the section 151 officer or sign for them."))
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_or_missing(by).pk)
        lines = tuple(plan.lines.all())
        signed = to_sign(lines)
        _check_can_be_signed(digest, digest_of(signed), len(signed))
        if (plan.signed_digest, plan.signed_by_id) == (digest, by.viewer.person.pk):
            return plan
        sums = total(planned(lines))
        plan.signed_by, plan.signed_at, plan.signed_digest = by.viewer.person, at, digest
        plan.signed_once, plan.signed_yearly = sums.once.known, sums.yearly.known
        plan.save()
        audit.record(
            by=by.viewer.person.pk,
            body=plan.council_id,
            action="plan.signed",
            subject=f"plan:{plan.pk}",
            at=at,
            after={"once": sums.once.known, "yearly": sums.yearly.known, "lines": to_stored(signed)},
        )
    return plan


def _check_can_be_signed(seen: str, found: str, lines: int) -> None:
    if not lines:
        raise Denied(_("There is nothing to sign: the plan has no line."), "conflict")
    if seen != found:
        raise Denied(_("The plan changed while you read it. Read it again, then sign."), "conflict")
