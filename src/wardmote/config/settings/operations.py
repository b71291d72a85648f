"""How does the installation send mail, run jobs, write logs and show itself?"""

from email.utils import parseaddr
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

from .environment import HOME, IS_LOCAL, env, read_flag

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The demonstration region exists only where people may try things out.
HAS_DEMONSTRATION = read_flag("WARDMOTE_DEMO", IS_LOCAL) and IS_LOCAL
METRICS_TOKEN = env.str("WARDMOTE_METRICS_TOKEN", "")
SERVICE_URL = env.str("WARDMOTE_URL", "http://localhost:8000" if IS_LOCAL else "").rstrip("/")
if not SERVICE_URL:
    raise ImproperlyConfigured("WARDMOTE_URL is not set: links in e-mails need the address of this service.")
if not IS_LOCAL and not SERVICE_URL.startswith("https://"):
    raise ImproperlyConfigured("WARDMOTE_URL must start with https://.")

DEFAULT_FROM_EMAIL = env.str("WARDMOTE_MAIL_FROM", "Wardmote <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured("WARDMOTE_MAIL_FROM must be an e-mail address.")

_mail = urlparse(env.str("WARDMOTE_MAIL_URL", ""))
try:
    _port = _mail.port
except ValueError as fault:
    raise ImproperlyConfigured("WARDMOTE_MAIL_URL has a port that isn't a number up to 65535.") from fault
if _mail.scheme and not _mail.hostname:
    raise ImproperlyConfigured("WARDMOTE_MAIL_URL must start with smtp://, smtp+tls:// or smtps://, and name a host.")
if _mail.scheme in ("smtp", "smtps", "smtp+tls"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or ""
    EMAIL_PORT = _port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[_mail.scheme]
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
elif not _mail.scheme:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
else:
    raise ImproperlyConfigured("WARDMOTE_MAIL_URL must start with smtp://, smtp+tls:// or smtps://.")
EMAIL_TIMEOUT = 20

LOGGING_CONFIG = "wardmote.config.logs.configure"
LOGGING = {"level": env.str("WARDMOTE_LOG_LEVEL", "INFO").upper()}
if LOGGING["level"] not in ("DEBUG", "INFO", "WARNING", "ERROR"):
    raise ImproperlyConfigured("WARDMOTE_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
