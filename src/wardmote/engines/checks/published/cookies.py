"""What does a Set-Cookie header say of its cookie (RFC 6265, section 5.2)?"""

import re
from dataclasses import dataclass

LONGEST_HEADER = 8_000
# Names that frameworks give to the cookie by which a server knows who is signed in.
_SESSION = re.compile(
    r"(?:__(?:host|secure)-)?(?:.{0,20}sess(?:ion)?(?:[-_.]?id)?|.{0,20}session.{0,20}|phpsessid|jsessionid|sid"
    r"|connect\.sid|\.?asp\.?net.{0,60}|aspsessionid.{0,40}|\.?aspxauth|auth(?:[-_]?token)?|access[-_]token|jwt"
    r"|wordpress_logged_in.{0,60}|s?sess[0-9a-f]{32})",
    re.IGNORECASE,
)
_NO_SESSION = re.compile(r".{0,40}(?:xsrf|csrf|antiforgery|affinity).{0,80}", re.IGNORECASE)

_MADE_UP = re.compile(r"(ASPSESSIONID)[A-Z]{8}|(incap_ses_)[0-9_]+|(.{0,60}(?:nonce|correlation)[._]).+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie without its value, which is nobody's business. `same_site` is as written, lower case."""

    name: str
    is_secure: bool
    is_http_only: bool
    same_site: str

    @property
    def is_session_like(self) -> bool:
        """Whether its name is one that sessions are known by."""
        return bool(_SESSION.fullmatch(self.name[:100])) and not _NO_SESSION.fullmatch(self.name[:100])

    @property
    def is_refused(self) -> bool:
        """Whether browsers don't keep it: SameSite=None and the special names need Secure."""
        return not self.is_secure and (
            self.same_site == "none" or self.name.lower().startswith(("__secure-", "__host-"))
        )

    @property
    def steady_name(self) -> str:
        """The name without the part that some servers make up anew for each visit or each start of theirs."""
        found = _MADE_UP.fullmatch(self.name)
        return f"{found[1] or found[2] or found[3]}…" if found else self.name

    def __str__(self) -> str:
        attributes = ["Secure"] * self.is_secure + ["HttpOnly"] * self.is_http_only
        attributes += [f"SameSite={self.same_site.capitalize()}"] if self.same_site else []
        return f"Set-Cookie: {'; '.join([f'{self.steady_name}=…', *attributes])}"


def read_cookie(text: str) -> Cookie | None:
    """Return the cookie that a header sets; None where browsers pass over it. Never raises."""
    pair, *attributes = text[:LONGEST_HEADER].split(";")
    name, equals, value = pair.partition("=")
    if not equals or not (name.strip() or value.strip()):
        return None
    known: dict[str, str] = {}
    for attribute in attributes:
        key, _, said = attribute.partition("=")
        known[key.strip().lower()] = said.strip().lower()
    same_site = known.get("samesite", "")
    if same_site not in ("strict", "lax", "none"):
        same_site = ""
    return Cookie(name.strip()[:100], "secure" in known, "httponly" in known, same_site)
