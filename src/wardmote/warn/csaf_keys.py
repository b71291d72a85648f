"""With which OpenPGP key does a WARP, or the programme, sign what it publishes as CSAF?

The private half is sealed with the installation's own secret, and opened only to sign.
"""

from dataclasses import dataclass
from datetime import datetime

from wardmote.engines.advisories.csaf.signing import SigningKey, load_key, new_key
from wardmote.kernel.sealing import seal, unseal
from wardmote.register.models import Body
from wardmote.register.public import name_of

from .models import DeskSetting

_PURPOSE = "csaf signing"
_LONGEST_NAME = 200


@dataclass(frozen=True)
class MadeKey:
    """A new key as `DeskSetting` keeps it: `secret` is sealed, `public` is what readers check signatures by."""

    secret: str
    public: str


def make_key(owner: Body, at: datetime) -> MadeKey:
    """Make a key in the owner's name; the year tells it from a later one. Whoever asks stores it."""
    name = " ".join(name_of(owner).replace("<", " ").replace(">", " ").split())[:_LONGEST_NAME]
    private = new_key(f"{name} (CSAF {at.year})")
    return MadeKey(seal(private.hex(), _PURPOSE), load_key(private).public.decode())


def key_of(setting: DeskSetting) -> SigningKey:
    """Open the key that signs. InvalidToken where the installation's secret is another than it was sealed with."""
    return load_key(bytes.fromhex(unseal(setting.key_secret, _PURPOSE)))
