"""How do people prove who they are?"""

from django.core.exceptions import ImproperlyConfigured

from .environment import IS_LOCAL, env, read_flag, read_needed

AUTH_USER_MODEL = "register.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# E-mailed codes instead of passwords: nothing to reuse, nothing to leak, nothing to reset.
ACCOUNT_ADAPTER = "wardmote.web.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "wardmote.web.accounts.SingleSignOnAdapter"
MFA_ADAPTER = "wardmote.web.accounts.SecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "wardmote.web.accounts.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Eight digits, since a phone's number pad types them: with 3 tries a code and 20 codes an hour, a year of
# guessing at one address finds its code with a chance of about 1 in 200.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": False}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if IS_LOCAL else "https"
ACCOUNT_FORMS = {
    "request_login_code": "wardmote.web.account_forms.SignInForm",
    "confirm_login_code": "wardmote.web.account_forms.SignInCodeForm",
    "signup": "wardmote.web.account_forms.SignUpForm",
    "confirm_email_verification_code": "wardmote.web.account_forms.ConfirmAddressForm",
}
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key,20/h/key",
    "confirm_email": "1/10s/key,20/h/key",
    "reauthenticate": "10/m/user",
}
# The limits count by address, which behind a proxy only the proxy knows.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if read_flag("WARDMOTE_BEHIND_PROXY", False) else 0

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Wardmote"
# One step of 30 seconds either way, for phones whose clocks are a little off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "wardmote.web.account_forms.SecondFactorForm",
    "reauthenticate": "wardmote.web.account_forms.SecondFactorAgainForm",
    "activate_totp": "wardmote.web.account_forms.SetUpAppForm",
    "add_webauthn": "wardmote.web.account_forms.AddPasskeyForm",
    "edit_webauthn": "wardmote.web.account_forms.RenamePasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL

SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = True
# A link, not a form: our content security policy lets no form lead to the provider's host.
SOCIALACCOUNT_LOGIN_ON_GET = True


def read_single_sign_on() -> dict[str, object]:
    """Return the one OpenID Connect provider that the environment names, if any."""
    server = env.str("WARDMOTE_OIDC_SERVER", "")
    if not server:
        return {}
    app = {
        "provider_id": "work",
        "name": env.str("WARDMOTE_OIDC_NAME", "your organisation"),
        "client_id": read_needed("WARDMOTE_OIDC_CLIENT_ID", "your single sign-on names this client."),
        "secret": read_needed("WARDMOTE_OIDC_CLIENT_SECRET", "your single sign-on needs it."),
        "settings": {"server_url": server},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def read_single_sign_on_domains() -> tuple[str, ...]:
    """Return the domains that the provider may vouch for: it must not admit people of other councils."""
    domains = tuple(name.strip().lower() for name in env.str("WARDMOTE_OIDC_DOMAINS", "").split(",") if name.strip())
    if env.str("WARDMOTE_OIDC_SERVER", "") and not domains:
        raise ImproperlyConfigured(
            "WARDMOTE_OIDC_DOMAINS is not set: name the e-mail domains that your single sign-on may vouch for."
        )
    return domains


SOCIALACCOUNT_PROVIDERS = read_single_sign_on()
SINGLE_SIGN_ON_DOMAINS = read_single_sign_on_domains()
