"""The settings of one installation, one module per concern, all from the environment."""

from .accounts import *  # noqa: F403
from .environment import HOME, IS_LOCAL, MODE
from .operations import *  # noqa: F403
from .pages import *  # noqa: F403
from .security import *  # noqa: F403
from .storage import *  # noqa: F403
from .watching import *  # noqa: F403

WARDMOTE_HOME = HOME
WARDMOTE_MODE = MODE
WARDMOTE_IS_LOCAL = IS_LOCAL

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "wardmote.kernel",
    "wardmote.register",
    "wardmote.estate",
    "wardmote.assess",
    "wardmote.watch",
    "wardmote.warn",
    "wardmote.oversee",
    "wardmote.reactions",
    "wardmote.web",
]

MIDDLEWARE = [
    "wardmote.web.middleware.observe",
    "wardmote.web.middleware.limit_size",
    "wardmote.web.middleware.content_security",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wardmote.web.middleware.session_ages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wardmote.web.middleware.viewer",
    "wardmote.web.middleware.plain_refusals",
]

ROOT_URLCONF = "wardmote.config.urls"
WSGI_APPLICATION = "wardmote.config.wsgi.application"
APPEND_SLASH = True
NINJA_PAGINATION_CLASS = "wardmote.api.pages.KeysetPages"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
