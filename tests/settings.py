"""The settings under test: a local installation in a throw-away home, with plain static files and mail in memory."""

import os
import tempfile

os.environ.setdefault("WARDMOTE_MODE", "local")
os.environ.setdefault("WARDMOTE_HOME", tempfile.mkdtemp(prefix="wardmote-test-"))
# Processes that share the tests share a home, but each counts only its own requests.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="wardmote-metrics-")
# Tables are made by the owner; tests/conftest.py then takes the application's role, as web and worker do.
os.environ["WARDMOTE_DATABASE_AS_OWNER"] = "yes"

from wardmote.config.settings import *  # noqa: F403
from wardmote.config.settings import STORAGES, WARDMOTE_HOME

(WARDMOTE_HOME / "static").mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Rate limits have tests of their own, which set them.
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
