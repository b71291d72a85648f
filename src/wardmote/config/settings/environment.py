"""What does the environment say about this installation?"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()

LOCAL, PRODUCTION = "local", "production"


def read_mode() -> str:
    """Return `local` or `production`; unset means production, so that forgetting it is safe."""
    mode = env.str("WARDMOTE_MODE", PRODUCTION)
    if mode not in (LOCAL, PRODUCTION):
        raise ImproperlyConfigured(f"WARDMOTE_MODE is {mode!r}: set it to 'local' or 'production'.")
    return mode


def read_flag(name: str, default: bool) -> bool:
    """Return a yes/no setting; anything else is refused by name."""
    try:
        return env.bool(name, default)
    except EnvError as fault:
        raise ImproperlyConfigured(f"{name} must be 'yes' or 'no'.") from fault


def read_needed(name: str, because: str) -> str:
    """Return a setting that another one makes necessary, or say which and why."""
    if given := env.str(name, ""):
        return given
    raise ImproperlyConfigured(f"{name} is not set: {because}")


def read_number(name: str, default: int, least: int, most: int) -> int:
    """Return a whole number within [least, most], or say which setting is out of range."""
    try:
        number = env.int(name, default)
    except EnvError as fault:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from fault
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name} must be between {least} and {most}; it is {number}.")
    return number


def read_secret_key(home: Path, mode: str) -> str:
    """Return the signing key: from the environment in production, from a private file locally."""
    given = env.str("WARDMOTE_SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("WARDMOTE_SECRET_KEY must have at least 50 characters.")
        return given
    if mode == PRODUCTION:
        raise ImproperlyConfigured(
            "WARDMOTE_SECRET_KEY is not set. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return _keep_secret_key(home / "secret-key")


def _keep_secret_key(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as out:
        key = secrets.token_urlsafe(64)
        out.write(key)
    return key


MODE = read_mode()
IS_LOCAL = MODE == LOCAL
HOME = Path(env.str("WARDMOTE_HOME", ".wardmote")).expanduser().resolve()
