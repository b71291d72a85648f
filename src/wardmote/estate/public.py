"""The estate room's only door for other rooms."""

from .actions.add_domains import AddedDomain, AddedDomains, add_domain, add_domains
from .actions.add_services import AddedServices, add_services
from .actions.add_system import AddedSystem, add_system
from .domain_facts import DomainFacts
from .facts import SystemFacts
from .names import is_at_or_below, is_shared, read_domain
from .queries.domains import domains_of, facts_of_domain, names_of_others, told_of, verified_domains
from .queries.estate import services_of, systems_of

__all__ = [
    "AddedDomain",
    "AddedDomains",
    "AddedServices",
    "AddedSystem",
    "DomainFacts",
    "SystemFacts",
    "add_domain",
    "add_domains",
    "add_services",
    "add_system",
    "domains_of",
    "facts_of_domain",
    "is_at_or_below",
    "is_shared",
    "names_of_others",
    "read_domain",
    "services_of",
    "systems_of",
    "told_of",
    "verified_domains",
]
