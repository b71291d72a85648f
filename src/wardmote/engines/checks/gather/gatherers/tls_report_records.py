"""Which TLS-RPT records does the domain publish (RFC 8460, section 3)?"""

from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.mail import TlsReportRecords
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.policy_texts import policy_texts


async def gather(domain: str, sources: Sources) -> TlsReportRecords | Unreachable:
    """Ask at `_smtp._tls`."""
    found = await policy_texts(domain, "_smtp._tls", "v=tlsrpt", sources)
    return found if isinstance(found, Unreachable) else TlsReportRecords(domain, *found)


GATHERER = Gatherer(gives=TlsReportRecords, gather=gather)
