"""How do other programs read and keep a council's list of domains?"""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from wardmote.engines.checks.facts.told import MOST_LOOK_ALIKES, MOST_SELECTORS
from wardmote.register.public import moment_of, viewer_of

from .actions.add_domains import add_domain
from .actions.change_domain import change_domain
from .actions.remove_domain import remove_domain
from .actions.verify_domain import verify_domain
from .asked import Code, Words, own_council
from .dns_proof import Look
from .domain_facts import DomainFacts
from .models import Domain, Proof
from .proving import record_name, record_text
from .queries.domains import domains_of, find_domain
from .queries.estate import LARGEST_NUMBER

router = Router(tags=["Estate"])

DomainId = Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="The domain's id in the list.")]
Name = Annotated[str, Field(max_length=253, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class DomainShape(Schema):
    """A domain, and how it is shown to be the council's."""

    id: int = Field(validation_alias="pk")
    name: str
    is_parked: bool
    selectors: list[str]
    look_alikes: list[str]
    renews_on: date | None
    owner: str
    proof: Proof | None = Field(description="How it was shown to be the council's; null where it wasn't yet.")
    verified_at: datetime | None

    @staticmethod
    def resolve_proof(domain: Domain) -> str | None:
        """Return null for a domain without a proof."""
        return domain.proof or None


class DescribedDomain(Schema):
    """What can't be seen of a domain from outside."""

    is_parked: bool = False
    selectors: list[Words] = Field(default_factory=list, max_length=MOST_SELECTORS)
    look_alikes: list[Name] = Field(default_factory=list, max_length=MOST_LOOK_ALIKES)
    renews_on: date | None = None
    owner: Words = ""

    def facts(self, name: str) -> DomainFacts:
        """Return what was sent of the domain of this name, as an action takes it."""
        return DomainFacts(
            name=name,
            is_parked=self.is_parked,
            selectors=tuple(self.selectors),
            look_alikes=tuple(self.look_alikes),
            renews_on=self.renews_on,
            owner=self.owner,
        )


class GivenDomain(DescribedDomain):
    """A domain to keep."""

    name: Name


class ProofShape(Schema):
    """What shows that a domain is the council's, or what to publish so that it is shown."""

    domain: DomainShape
    record_name: str = Field(description="Where the TXT record belongs.")
    record_text: str = Field(description="What it says.")
    seen: Look | None = Field(description="What the DNS showed just now; null where nobody had to be asked.")
    texts: list[str] = Field(description="Other texts that stand at that name.")


@router.get("/councils/{code}/estate/domains", response=list[DomainShape], openapi_extra={"x-scope": "estate:read"})
@paginate
def list_domains(request: HttpRequest, code: Code) -> QuerySet[Domain]:
    """List the domains that your council holds."""
    return domains_of(own_council(request, code))


@router.post(
    "/councils/{code}/estate/domains",
    response={200: DomainShape, 201: DomainShape},
    openapi_extra={"x-scope": "estate:write"},
)
def add_own_domain(request: HttpRequest, code: Code, domain: GivenDomain) -> Any:
    """Add a domain to your council's list.

    A domain that is on the list already is answered with 200 and stays as it is.
    """
    facts = domain.facts(domain.name)
    done = add_domain(by=viewer_of(request), council=own_council(request, code), facts=facts, at=moment_of(request))
    return Status(201 if done.is_new else 200, done.domain)


@router.put(
    "/councils/{code}/estate/domains/{domain_id}",
    response=DomainShape,
    openapi_extra={"x-scope": "estate:write"},
)
def change_own_domain(request: HttpRequest, code: Code, domain_id: DomainId, domain: DescribedDomain) -> Domain:
    """Say anew what a domain is: what is left out is emptied, and the name stays."""
    current = find_domain(own_council(request, code), domain_id)
    facts = domain.facts(current.name)
    return change_domain(by=viewer_of(request), domain=current, facts=facts, at=moment_of(request))


@router.post(
    "/councils/{code}/estate/domains/{domain_id}/verify",
    response=ProofShape,
    openapi_extra={"x-scope": "estate:write"},
)
def verify_own_domain(request: HttpRequest, code: Code, domain_id: DomainId) -> dict[str, Any]:
    """Look in the DNS for the text that shows that the domain is your council's; ten times an hour at most."""
    current = find_domain(own_council(request, code), domain_id)
    done = verify_domain(by=viewer_of(request), domain=current, at=moment_of(request))
    return {
        "domain": done.domain,
        "record_name": record_name(done.domain.name),
        "record_text": record_text(done.domain.token),
        "seen": done.seen.look if done.seen else None,
        "texts": list(done.seen.texts) if done.seen else [],
    }


@router.delete(
    "/councils/{code}/estate/domains/{domain_id}",
    response={204: None},
    openapi_extra={"x-scope": "estate:write"},
)
def remove_own_domain(request: HttpRequest, code: Code, domain_id: DomainId) -> None:
    """Take a domain off your council's list; names proved only by it lose their proof."""
    domain = find_domain(own_council(request, code), domain_id)
    remove_domain(by=viewer_of(request), domain=domain, at=moment_of(request))
