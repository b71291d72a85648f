"""How does a real web server (nginx) serve websites in every condition, each at an address of its own on loopback?"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.unit.engines.checks.gather.made_certificates import DAY, Authority, self_signed

PROGRAM, PACKAGE = "nginx", "nginx-light"
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
_HEADERS = (
    'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;'
    " add_header X-Content-Type-Options nosniff always; add_header Content-Security-Policy "
    "\"default-src 'self'; base-uri 'self'; frame-ancestors 'self'\" always; server_tokens off;"
)
_SOUND = "ssl_protocols TLSv1.2 TLSv1.3;"
_HOME = "<!doctype html><title>A council</title><a href=/accessibility>Accessibility</a>"
_SECURITY_TXT = "Contact: mailto:security@example.gov.uk\nExpires: {expires:%Y-%m-%dT00:00:00Z}\n"


@dataclass(frozen=True)
class Site:
    """A website: nginx's settings for it, its files, its certificate, and whether http leads to https."""

    settings: str = ""
    protocols: str = _SOUND
    certificate: str = "good"
    files: dict[str, str] = field(default_factory=dict)
    is_encrypted: bool = True


SITES = {
    "healthy": Site(_HEADERS),
    "plain": Site(is_encrypted=False),
    "old": Site(
        protocols="ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers ALL:@SECLEVEL=0;", certificate="rsa"
    ),
    "only-1-3": Site(protocols="ssl_protocols TLSv1.3;"),
    "only-1-2": Site(protocols="ssl_protocols TLSv1.2;"),
    "only-1-1": Site(protocols="ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;"),
    "only-1-0": Site(protocols="ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0;"),
    "rsa-key-exchange": Site(protocols="ssl_protocols TLSv1.2; ssl_ciphers kRSA;", certificate="rsa"),
    "expired": Site(_HEADERS, certificate="expired"),
    "self-signed": Site(_HEADERS, certificate="self-signed"),
    "other-name": Site(_HEADERS, certificate="other-name"),
    "listing": Site("autoindex on;", files={"index.html": ""}),
    "fresh": Site(files={"index.html": "<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head></html>"}),
    "left-over": Site(files={".git/HEAD": "ref: refs/heads/main\n"}),
    "loop": Site("rewrite ^ https://$host/ redirect;"),
    "inward": Site("return 302 http://169.254.169.254/latest/meta-data/;"),
    "no-keep-alive": Site("keepalive_timeout 0;"),
    "compressing": Site("gzip on; gzip_min_length 1; gzip_types *;"),
}


@dataclass(frozen=True)
class RealWeb:
    """Where the sites are, through which ports, and which authority vouches for them."""

    addresses: dict[str, str]
    ports: dict[int, int]
    authorities: str


def is_missing() -> bool:
    """Return whether nginx isn't installed, after an attempt to install it where we may."""
    apt = shutil.which("apt-get")
    if shutil.which(PROGRAM, path=_PATH) is None and apt and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", PACKAGE]):
            subprocess.run([apt, *arguments], env=quiet, check=False, capture_output=True)
    return shutil.which(PROGRAM, path=_PATH) is None


@contextmanager
def real_web(folder: Path) -> Iterator[RealWeb]:
    """Run nginx with all sites."""
    ports, authority = {80: _free_port(), 443: _free_port()}, Authority()
    certificates = _certificates(folder, authority)
    addresses = {f"{name}.gov.uk": f"127.0.46.{at}" for at, name in enumerate(SITES, start=1)}
    blocks = [_block(folder, name, f"127.0.46.{at}", ports, certificates) for at, name in enumerate(SITES, start=1)]
    (folder / "nginx.conf").write_text(_settings(folder, "\n".join(blocks)))
    program = shutil.which(PROGRAM, path=_PATH) or PROGRAM
    command = [program, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for("127.0.46.1", ports[443])
            yield RealWeb(addresses, ports, authority.saved(folder))
        finally:
            process.terminate()


def _settings(folder: Path, blocks: str) -> str:
    scratch = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # The worker must read the test's own folder, which is nobody else's.
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"daemon off; {user} worker_processes 1; pid {folder}/nginx.pid; events {{ worker_connections 1000; }}\n"
        f"http {{ access_log off; {scratch} default_type text/plain; types {{ text/html html; }}\n{blocks}\n}}\n"
    )


def _block(folder: Path, name: str, address: str, ports: dict[int, int], certificates: dict[str, Path]) -> str:
    site, root = SITES[name], folder / name
    files = {"index.html": _HOME, ".well-known/security.txt": _SECURITY_TXT, **site.files}
    for path, text in files.items():
        if text:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text.format(expires=datetime.now(UTC) + 200 * DAY))
    if not site.is_encrypted:
        return f"server {{ listen {address}:{ports[80]}; root {root}; {site.settings} }}"
    file = certificates[site.certificate]
    return (
        f"server {{ listen {address}:{ports[80]}; return 301 https://$host$request_uri; }}\n"
        f"server {{ listen {address}:{ports[443]} ssl; root {root}; ssl_certificate {file}; ssl_certificate_key {file};"
        f" {site.protocols} {site.settings} }}"
    )


def _certificates(folder: Path, authority: Authority) -> dict[str, Path]:
    names = [f"{name}.gov.uk" for name in SITES]
    return {
        "good": authority.issue(*names).saved(folder),
        "expired": authority.issue(*names, begins=-90 * DAY, ends=-DAY).saved(folder),
        "other-name": authority.issue("elsewhere.example").saved(folder),
        "self-signed": self_signed(*names).saved(folder),
        "rsa": _with_rsa(folder, authority, names),
    }


def _with_rsa(folder: Path, authority: Authority, names: list[str]) -> Path:
    """Write a certificate with an RSA key, without which there is no RSA key exchange."""
    key, now, by = rsa.generate_private_key(65537, 2048), datetime.now(UTC), authority.made
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])]))
        .issuer_name(by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + timedelta(days=60))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .sign(by.key, hashes.SHA256())
    )
    path = folder / "rsa.pem"
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(certificate.public_bytes(Encoding.PEM) + pem)
    return path


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.46.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(address: str, port: int) -> None:
    for _ in range(100):
        try:
            with socket.create_connection((address, port), timeout=0.3):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx doesn't answer")
