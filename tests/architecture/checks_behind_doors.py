"""What stands behind the doors of domains, outside checks and mail reports? For each council one of everything; and
what each form sends.
"""

from tests.unit.watch.whole import BAD, EXPLAINED, watched
from tests.worlds import World
from wardmote.register.models import Body
from wardmote.watch.models import LinkKind

# These doors lead to the domain of which something is known; what is looked up in the DNS is settled for it already.
_OF_THE_DOMAIN = (
    "estate:change_domain.pk",
    "estate:domain.pk",
    "estate:verify_domain.pk",
    "mail-reports:reject.number",
    "watch:domain.number",
    "watch:explain.number",
    "watch:finding.number",
    "watch:retest.number",
    "watch:wait.number",
    "watch:withdraw.number",
)


def checks_of(world: World, council: Body) -> dict[str, str]:
    """Make what the doors lead to; links are opened by their secrets."""
    made = watched(world, council)
    domain = str(made.domain.pk)
    return {
        **dict.fromkeys(_OF_THE_DOMAIN, domain),
        **{f"opened:{kind.value}.token": secret for kind, secret in made.secrets.items()},
        "estate:remove_domain.pk": str(made.unverified.pk),
        "domain_id": domain,
        "check": BAD,
        "check_id": BAD,
        "watch:withdraw.check": EXPLAINED,
        "visit": str(made.waiting.pk),
        "kind": "supplier",
        "link": str(made.link(LinkKind.SUPPLIER).pk),
        "webhook": str(made.webhook.pk),
        "batch": str(made.batch),
        "slug": "sendgrid",
        "offer": str(made.offer.pk),
        "mail-reports:machine.number": str(made.machine.pk),
        "mail-reports:remove.number": str(made.delivery.pk),
        "mail-reports:shut_door.number": str(made.link(LinkKind.REPORTS).pk),
    }


# What is in braces stands for one of the objects.
POSTED: dict[str, dict[str, str]] = {
    "estate:add_domains": {"names": "parks.example.org", "owner": ""},
    "estate:change_domain": {"owner": "Web team"},
    "mail-reports:machine": {"word": "ours", "note": ""},
    "mail-reports:make_door": {"note": "Our mail filter"},
    "mail-reports:sender": {"word": "ours", "note": ""},
    "watch:explain": {"reason": "It is changed in spring.", "until": "2027-06-01"},
    "watch:make_link": {"domain": "{domain_id}", "note": "", "days": "30"},
    "watch:offers": {"decision": "dismiss", "offers": "{offer}"},
    "watch:retest": {"finding": BAD},
    "watch:webhooks": {"address": "https://chat.example.org/2"},
}
API_BODIES = {
    "add_own_domain": '{"name": "parks.example.org"}',
    "change_own_domain": '{"owner": "Web team"}',
}
