"""What do the web and mail servers of a made-up domain show to a visitor? Facts are made, and nobody is visited."""

from datetime import datetime, timedelta

from wardmote.engines.checks.facts.certificates import Certificate, Handshake
from wardmote.engines.checks.facts.transport import (
    MailCertificates,
    MailHost,
    MailTransport,
    MailVisit,
    MtaStsPolicy,
    PolicyFile,
)
from wardmote.engines.checks.facts.web import Hop, Page, PageDigest, Served, Shaken, TlsOffer, Visit, Website

from .watched import Published
from .zone import address_of_host, mail_servers, sts_policy

_ALL_VERSIONS = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_YEAR = timedelta(days=365)
_CIPHERS = {"TLSv1.3": "TLS_AES_256_GCM_SHA384", "TLSv1.2": "ECDHE-RSA-AES256-GCM-SHA384"}
_POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
_STATEMENT = "/accessibility-statement"
Facts = dict[type, object]
SHOWN = frozenset({Website, TlsOffer, MailTransport, MtaStsPolicy, MailCertificates})


def facts_shown(name: str, published: Published, looked_at: datetime, loaded_at: datetime) -> Facts:
    """Return every fact that would take a connection, as a look at that moment would have found it."""
    site = _website(name, published, looked_at, loaded_at)
    transport = _transport(name, published, looked_at)
    policy = _policy(name, published)
    return {
        Website: site,
        TlsOffer: _offer(site, published),
        MailTransport: transport,
        MtaStsPolicy: policy,
        MailCertificates: MailCertificates(transport, policy),
    }


def _website(name: str, published: Published, at: datetime, loaded_at: datetime) -> Website:
    if not published.web:
        return Website(name, at)
    plain, secure = f"http://{name}/", f"https://{name}/"
    page = Page(secure, 200, tuple(_headers(published)), _digest(name, published))
    ends = at + timedelta(days=published.certificate_left)
    if published.certificate_ends_in is not None:
        ends = loaded_at + timedelta(days=published.certificate_ends_in)
    hosts = (name, f"www.{name}", *published.also_named)
    handshake = _handshake(hosts, published.tls[-1], ends, at, published.rsa_bits)
    return Website(
        name,
        at,
        start=name,
        plain=Visit(plain, (Hop(plain, 301, secure), Hop(secure, 200))),
        secure=Visit(secure, (Hop(secure, 200),)),
        front=page,
        landing=page,
        shaken=(Shaken(name, address_of_host(name), handshake),),
        security_txt=_security_txt(name, published, at),
    )


def _headers(published: Published) -> list[tuple[str, str]]:
    headers = [("content-type", "text/html; charset=utf-8")]
    if published.hsts_days:
        headers.append(("strict-transport-security", f"max-age={published.hsts_days * 86400}; includeSubDomains"))
    if published.headers:
        headers += [("x-content-type-options", "nosniff"), ("x-frame-options", "SAMEORIGIN")]
        headers.append(("referrer-policy", "strict-origin-when-cross-origin"))
    match published.csp:
        case "strict":
            headers.append(("content-security-policy", _POLICY))
        case "trial":
            headers.append(("content-security-policy-report-only", _POLICY))
    kept = "; Secure; HttpOnly; SameSite=Lax" if published.cookies else ""
    headers.append(("set-cookie", f"session=8f14e45f; Path=/{kept}"))
    if published.leaks:
        headers.append(("server", published.leaks))
    return headers


def _digest(name: str, published: Published) -> PageDigest:
    title = name.partition(".")[0].replace("-", " ").title()
    links = (_STATEMENT,) if published.statement else ()
    return PageDigest(title=title, heading=title, accessibility_links=links, is_html=True)


def _security_txt(name: str, published: Published, at: datetime) -> Served:
    url = f"https://{name}/.well-known/security.txt"
    if not published.security_txt:
        return Served(url, 404)
    text = (
        f"Contact: mailto:security@{name}\n"
        f"Expires: {at + timedelta(days=300):%Y-%m-%dT%H:%M:%SZ}\n"
        f"Canonical: {url}\n"
        f"Policy: https://{name}/security-policy\n"
    )
    return Served(url, 200, text, "text/plain; charset=utf-8")


def _offer(site: Website, published: Published) -> TlsOffer:
    if not site.shaken:
        return TlsOffer(site)
    shaken = site.shaken[0]
    refused = tuple(version for version in _ALL_VERSIONS if version not in published.tls)
    return TlsOffer(
        site,
        shaken.host,
        shaken.handshake,
        accepted=published.tls,
        refused=refused,
        takes_rsa=False,
        is_hybrid="TLSv1.3" in published.tls and published.signed,
    )


def _transport(name: str, published: Published, at: datetime) -> MailTransport:
    servers = mail_servers(name, published)
    return MailTransport(name, at, tuple(_host(server, published, at) for server in servers))


def _host(server: str, published: Published, at: datetime) -> MailHost:
    handshake = _handshake((server,), "TLSv1.3", at + timedelta(days=120), at) if published.starttls else None
    greeting = f"220 {server} ESMTP ready"
    return MailHost(server, MailVisit(address_of_host(server), greeting, published.starttls, handshake))


def _handshake(names: tuple[str, ...], version: str, ends: datetime, at: datetime, rsa_bits: int = 0) -> Handshake:
    certificate = Certificate(
        subject=f"CN={names[0]}",
        issuer="CN=Made-up Authority G2,O=Certificates of Wendmarch",
        names=names,
        begins=ends - _YEAR,
        ends=ends,
        key="RSA" if rsa_bits else "EC",
        key_bits=rsa_bits or 256,
        signed_with="sha256",
        is_self_signed=False,
        sha256="",
        spki_sha256="",
    )
    return Handshake(version, _CIPHERS[version], certificate, "the certificate has expired" if ends <= at else "")


def _policy(name: str, published: Published) -> MtaStsPolicy:
    servers = mail_servers(name, published)
    if not servers or not published.mta_sts:
        return MtaStsPolicy(name, servers)
    return MtaStsPolicy(
        name, servers, PolicyFile(status=200, content_type="text/plain", text=sts_policy(name, published))
    )
