"""Where do rows, files and cached values live?"""

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from .environment import HOME, env, read_flag

UPLOADS = HOME / "uploads"
MEDIA_ROOT = UPLOADS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Non-owner role that web and worker take on PostgreSQL, so that row-level security binds them.
APP_ROLE = "wardmote_app"

# The log is folded into the database each 8,000 pages (32 MB): at the usual 1,000 every other larger write waits.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; "
    "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8000;"
)


def read_database(url: str) -> dict[str, object]:
    """Return Django's description of the database: PostgreSQL by URL, else SQLite in the home folder."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "wardmote.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS},
        }
    try:
        found = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError) as fault:
        raise ImproperlyConfigured(
            "DATABASE_URL can't be read. It looks like postgres://name:password@host:5432/wardmote"
        ) from fault
    if found["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…).")
    options = dict(found.get("OPTIONS") or {})  # type: ignore[call-overload]
    if not read_flag("WARDMOTE_DATABASE_AS_OWNER", False):
        options["assume_role"] = APP_ROLE
    options.setdefault("connect_timeout", 10)
    found["OPTIONS"] = options
    return found


DATABASES = {"default": read_database(env.str("DATABASE_URL", ""))}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
