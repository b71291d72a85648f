"""Who may talk to this installation, and what do we promise browsers?"""

from django.core.exceptions import ImproperlyConfigured

from .environment import HOME, IS_LOCAL, MODE, env, read_flag, read_number, read_secret_key

SECRET_KEY = read_secret_key(HOME, MODE)
DEBUG = False

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [host.strip() for host in env.list("WARDMOTE_HOSTS", LOOPBACK if IS_LOCAL else []) if host.strip()]
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("WARDMOTE_HOSTS is not set: name the host that people will visit.")
if any("/" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("WARDMOTE_HOSTS takes names of hosts, without https:// and without a path.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith("[")]

# Behind a proxy that ends TLS, the proxy must set (and strip from clients) X-Forwarded-Proto.
IS_BEHIND_PROXY = read_flag("WARDMOTE_BEHIND_PROXY", False)
if IS_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = not IS_LOCAL
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not IS_LOCAL
SECURE_HSTS_PRELOAD = not IS_LOCAL
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_NAME = "wardmote_session" if IS_LOCAL else "__Host-wardmote_session"
SESSION_COOKIE_SECURE = not IS_LOCAL
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "wardmote_csrf" if IS_LOCAL else "__Host-wardmote_csrf"
CSRF_COOKIE_SECURE = not IS_LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wardmote.web.views.errors.expired_form"
LANGUAGE_COOKIE_NAME = "wardmote_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = not IS_LOCAL
LANGUAGE_COOKIE_AGE = 31_536_000

# A session ends after this long without a request, and in any case after twelve hours.
SESSION_COOKIE_AGE = read_number("WARDMOTE_IDLE_MINUTES", 120, 5, 720) * 60
SESSION_LONGEST_S = 12 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# The largest body that is read at all: a register of 2 MB in a form.
LARGEST_REQUEST = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# The page a person sees may fetch only from where it came; nothing inline, nothing framed.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
