"""A small IMAP server over TLS on loopback: just the commands that a reader of a mailbox needs."""

import re
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "reports", "p@ss/word"


@dataclass
class Letterbox:
    """E-mails by their number, and what the server was asked."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 1
    asked: list[str] = field(default_factory=list)

    @property
    def next_uid(self) -> int:
        return max(self.mails, default=0) + 1


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    box: Letterbox
    trust: ssl.SSLContext

    def setup(self) -> None:
        self.request = self.trust.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            self.box.asked.append(command)
            if command.upper().startswith("LOGOUT"):
                self.say("* BYE", f"{tag} OK")
                return
            self.say(f"{tag} {self.answer(command)}")

    def answer(self, command: str) -> str:
        match command.upper().split()[0:2]:
            case ["CAPABILITY", *_]:
                self.say("* CAPABILITY IMAP4rev1")
            case ["LOGIN", *_]:
                _, user, password = command.split()
                if (user.strip('"'), password.strip('"')) != (USER, PASSWORD):
                    return f"NO wrong: {password}"
            case ["EXAMINE", *_]:
                self.say(f"* {len(self.box.mails)} EXISTS", f"* OK [UIDVALIDITY {self.box.validity}]")
            case ["STATUS", *_]:
                self.say(f"* STATUS INBOX (UIDNEXT {self.box.next_uid})")
            case ["UID", "SEARCH"] if "SINCE" in command.upper():
                self.say("* SEARCH " + " ".join(map(str, self.box.mails)))
            case ["UID", "SEARCH"]:
                start, end = map(int, command.split()[-1].strip("()").split(":"))
                found = [str(uid) for uid in self.box.mails if start <= uid <= end] or ["1"]
                self.say("* SEARCH " + " ".join(found))
            case ["UID", "FETCH"]:
                self.fetch(command)
            case other:
                return f"BAD {other}"
        return "OK done"

    def fetch(self, command: str) -> None:
        uid = int(re.findall(r"\d+", command)[0])
        mail = self.box.mails.get(uid)
        if mail is None:
            return
        if "SIZE" in command:
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(mail)})")
            return
        self.say(f"* 1 FETCH (UID {uid} BODY[] {{{len(mail)}}}")
        self.wfile.write(mail + b")\r\n")

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


def serving(box: Letterbox, folder: Path) -> tuple[socketserver.ThreadingTCPServer, Path]:
    """Start a server for a letterbox; returns it and the file of the authority that its certificate comes from."""
    certificate, key = _certificate(folder)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate, key)
    server = socketserver.ThreadingTCPServer(
        ("127.0.0.1", 0), type("BoxSession", (Session,), {"box": box, "trust": trust})
    )
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, certificate


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    at = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "imap.pem", folder / "imap.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret
