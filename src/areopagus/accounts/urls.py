"""The addresses of accounts. The names are those under which allauth looks for its own pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from areopagus.accounts.views import letters, members, settings
from areopagus.accounts.views.registration import RegistrationView
from areopagus.core.addresses import numbered

entrance = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-out/", account.logout, name="account_logout"),
    path("register/", RegistrationView.as_view(), name="account_signup"),
    path("register/code/", account.email_verification_sent, name="account_email_verification_sent"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path(
        "password/forgotten/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/new/", account.complete_password_reset, name="account_complete_password_reset"),
    # Where a letter leads to.
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
own = [
    path("settings/", settings.front),
    *(path(f"settings/{name}/", settings.tab(name)) for name in settings.FORMS),
    path("settings/avatar/", settings.avatar),
    path("settings/avatar/remove/", settings.remove_avatar),
    path("settings/mail/", account.email, name="account_email"),
    path("settings/mail/again/", settings.try_mail_again),
    path("settings/password/", account.password_change, name="account_change_password"),
    path("settings/password/first/", account.password_set, name="account_set_password"),
    path("settings/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("settings/sessions/<id:session_id>/end/", settings.end_session),
    path("settings/security/", mfa.index, name="mfa_index"),
    path("settings/security/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("settings/security/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "settings/security/confirm/passkey/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("settings/security/codes/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("settings/security/codes/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "settings/security/recovery/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "settings/security/recovery/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "settings/security/recovery/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("settings/security/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("settings/security/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "settings/security/passkeys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        "settings/security/passkeys/<int:pk>/rename/",
        passkeys.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
]
urlpatterns = [
    *entrance,
    *own,
    *numbered("members/", members.members),
    path("members/<slug_of:user_id>/", members.member),
    path("members/<slug_of:user_id>/mail/", letters.letter),
]
