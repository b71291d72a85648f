"""The estate room's only door for other rooms."""

from .actions.add_domains import AddedDomain, AddedDomains, add_domain, add_domains
from .actions.add_services import AddedServices, add_services
from .actions.add_system import AddedSystem, add_system
from .actions.load_catalogue import load_catalogue
from .actions.replace_items import Replaced, replace_items
from .domain_facts import DomainFacts
from .facts import SystemFacts
from .inventory_files import LARGEST_MB, ListedFile, read_file
from .names import is_at_or_below, is_shared, read_domain
from .queries.domains import domains_of, facts_of_domain, names_of_others, told_of, verified_domains
from .queries.estate import services_of, systems_of
from .seen import Seen, add_seen
from .tables import TableFault

__all__ = [
    "LARGEST_MB",
    "AddedDomain",
    "AddedDomains",
    "AddedServices",
    "AddedSystem",
    "DomainFacts",
    "ListedFile",
    "Replaced",
    "Seen",
    "SystemFacts",
    "TableFault",
    "add_domain",
    "add_domains",
    "add_seen",
    "add_services",
    "add_system",
    "domains_of",
    "facts_of_domain",
    "is_at_or_below",
    "is_shared",
    "load_catalogue",
    "names_of_others",
    "read_domain",
    "read_file",
    "replace_items",
    "services_of",
    "systems_of",
    "told_of",
    "verified_domains",
]
