"""Which sign-in pages are there, and at which addresses?

Only these: allauth's own list would bring pages for passwords and e-mail addresses that we don't have.
The names are allauth's, because it looks its pages up by them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as elsewhere
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib.auth.decorators import login_not_required, login_required
from django.urls import path
from django.views.generic.base import RedirectView

from . import account_views as ours

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))
to_second_factor = login_required(RedirectView.as_view(pattern_name="mfa_index"))

entrance = [
    path("login/", ours.SignIn.as_view(), name="account_login"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("signup/", ours.SignUp.as_view(), name="account_signup"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", ours.prove_again, name="account_reauthenticate"),
    # Names that allauth reverses, of pages that there are no passwords or second addresses for.
    path("login/code/", to_sign_in, name="account_request_login_code"),
    path("password/reset/", to_sign_in, name="account_reset_password"),
    path("password/change/", to_sign_in, name="account_change_password"),
    path("password/set/", to_sign_in, name="account_set_password"),
    path("email/", to_second_factor, name="account_email"),
    path("connections/", to_second_factor, name="socialaccount_connections"),
]

second_factors = [
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/authenticate/", ours.SecondStep.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", ours.where_one_can_prove(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/app/", ours.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("2fa/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", ours.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        ours.where_one_can_prove(ours.PasskeyAgain.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", ours.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]

by_single_sign_on = [
    path("oidc/<slug:provider_id>/login/", ours.single_sign_on, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", openid_connect.callback, name="openid_connect_callback"),
    path("oidc/signup/", elsewhere.signup, name="socialaccount_signup"),
    path("oidc/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/error/", elsewhere.login_error, name="socialaccount_login_error"),
]

urlpatterns = [*entrance, *second_factors, *by_single_sign_on]
