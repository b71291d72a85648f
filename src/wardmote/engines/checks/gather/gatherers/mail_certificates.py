"""Which certificates do the mail servers show, and does a policy make senders insist on them?"""

import asyncio

from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.transport import MailCertificates
from wardmote.engines.checks.gather.gatherers import mail_transport, mta_sts_policy
from wardmote.engines.checks.gather.gathering import Gatherer, Sources


async def gather(domain: str, sources: Sources) -> MailCertificates | Unreachable:
    """Visit the servers and fetch the policy; what others fetch in the same run is fetched once."""
    transport, policy = await asyncio.gather(
        mail_transport.gather(domain, sources), mta_sts_policy.gather(domain, sources)
    )
    return transport if isinstance(transport, Unreachable) else MailCertificates(transport, policy)


GATHERER = Gatherer(gives=MailCertificates, gather=gather)
