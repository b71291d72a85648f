"""Could others deliver the council's mail encrypted, and where not, why?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from ..models import TlsDay
from .mail_days import Trend, drawn
from .mail_numbers import Numbers, Period, Scope

MOST_FAILURES = 50
# RFC 8460, section 4.3, in words that say what happened.
RESULTS = {
    "starttls-not-supported": _("The mail server didn't offer encryption"),
    "certificate-host-mismatch": _("The certificate was for another name"),
    "certificate-expired": _("The certificate had expired"),
    "certificate-not-trusted": _("The certificate came from an authority that isn't trusted"),
    "validation-failure": _("The connection couldn't be checked, for another reason"),
    "tlsa-invalid": _("The TLSA record didn't fit the certificate"),
    "dnssec-invalid": _("The DNS answers weren't signed properly"),
    "dane-required": _("The sender asks for DANE, and there was none"),
    "sts-policy-fetch-error": _("The MTA-STS policy couldn't be fetched"),
    "sts-policy-invalid": _("The MTA-STS policy couldn't be read"),
    "sts-webpki-invalid": _("The MTA-STS policy's web address has no valid certificate"),
    "unexplained": _("It failed, and the report doesn't say how"),
}


@dataclass(frozen=True)
class Failure:
    """One way in which sessions failed at one server; `server` is empty where the reports don't say."""

    result: str
    server: str
    sessions: int
    reporters: int
    last: date

    @property
    def words(self) -> str:
        """Return what happened, in plain words; a result that no standard names stands as it came."""
        return str(RESULTS.get(self.result, self.result))


@dataclass(frozen=True)
class TlsPage:
    """Sessions over time, those that failed among them, and the ways in which they did."""

    trend: Trend
    failures: tuple[Failure, ...]
    reporters: int

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was reported."""
        return self.trend.total.total == 0


def tls_page(scope: Scope, period: Period) -> TlsPage:
    """Return what the page shows; sessions that failed may have been delivered later, or unencrypted."""
    held = TlsDay.objects.filter(domain__in=scope.ids, day__range=(period.start, period.end), sessions__gt=0).order_by()
    days: dict[date, Numbers] = {}
    found: dict[tuple[str, str], tuple[int, set[str], date]] = {}
    reporters = set()
    rows = held.values_list("day", "result", "server", "org_name").annotate(sum_sessions=Sum("sessions"))
    for day, result, server, org_name, sessions in rows:
        reporters.add(org_name)
        days[day] = days.get(day, Numbers()) + (Numbers(let_in=sessions) if result else Numbers(both=sessions))
        if result:
            before = found.get((result, server), (0, set(), day))
            found[result, server] = (before[0] + sessions, before[1] | {org_name}, max(before[2], day))
    failures = [
        Failure(result, server, sessions, len(names), last)
        for (result, server), (sessions, names, last) in found.items()
    ]
    failures.sort(key=lambda failure: (-failure.sessions, failure.result))
    return TlsPage(drawn(days, period), tuple(failures[:MOST_FAILURES]), len(reporters))
