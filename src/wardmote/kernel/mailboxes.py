"""Which folder of which mail server does the installation read?"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mailbox:
    """A folder of an IMAP server over TLS; its password is in no text that describes it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str

    @property
    def name(self) -> str:
        """Return what the mailbox is recognised by."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"
