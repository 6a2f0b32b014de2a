"""Django's settings, made from ours. Raises `SettingsError` when one is missing or wrong.

What is not in `values.SETTINGS` is the same in every installation, and stands here.
"""

from __future__ import annotations

import os
from pathlib import Path

from clearslate.config import databases, values

CLEARSLATE = values.read(os.environ)
_HERE = Path(__file__).parent
_URL = CLEARSLATE["base_url"]
_HTTPS = _URL.scheme == "https"

DEBUG = False
SECRET_KEY = CLEARSLATE["secret_key"]
ALLOWED_HOSTS = CLEARSLATE["hosts"]
ROOT_URLCONF = "clearslate.config.urls"
WSGI_APPLICATION = "clearslate.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials",
    "django.contrib.messages",
    "clearslate.kit",
    "clearslate.ledger",
    "clearslate.accounts",
    "clearslate.productions",
    "clearslate.uses",
    "clearslate.envelopes",
    "clearslate.clearance",
    "clearslate.duties",
    "clearslate.incidents",
    "clearslate.privileged",
    "clearslate.notify",
    "clearslate.ui",
    "allauth",  # after our own, whose templates take the place of its
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "clearslate.config.headers.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clearslate.config.compress.CompressPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "template_partials.templatetags.partials",
                "clearslate.ui.templatetags.slate",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clearslate.ui.context.layout",
            ],
        },
    }
]


DATABASES = {"default": databases.django_settings(CLEARSLATE["database_url"], CLEARSLATE["data"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Counts of attempts and codes that were used: they must hold for all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("name", "email")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

USE_TZ = True
TIME_ZONE = CLEARSLATE["time_zone"]
LANGUAGE_CODE = "en"

STATIC_URL = "/static/"
STATIC_ROOT = CLEARSLATE["data"] / "static"
STATICFILES_DIRS = [_HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # kit.storage is used
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if _HTTPS:
    # A name with this prefix is accepted by browsers only from https, and from no other host.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
CSRF_TRUSTED_ORIGINS = [f"{_URL.scheme}://{_URL.netloc}"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Signing in: docs/decisions/0010-sign-in.md.
_ADAPTERS = "clearslate.accounts.adapters"
ACCOUNT_ADAPTER = f"{_ADAPTERS}.account.AccountAdapter"
ACCOUNT_FORMS = {
    "login": f"{_ADAPTERS}.forms.SignInForm",
    "reauthenticate": f"{_ADAPTERS}.forms.ConfirmForm",
    "change_password": f"{_ADAPTERS}.forms.NewPasswordForm",
    "set_password": f"{_ADAPTERS}.forms.FirstPasswordForm",
    "reset_password": f"{_ADAPTERS}.forms.ForgottenForm",
    "reset_password_from_key": f"{_ADAPTERS}.forms.ResetForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # checked by the library; nobody signs up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "clearslate.accounts.parties.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by the invitation
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  (no secret)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _URL.scheme
MFA_ADAPTER = f"{_ADAPTERS}.second_factors.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": f"{_ADAPTERS}.second_factors.CodeForm",
    "reauthenticate": f"{_ADAPTERS}.second_factors.ConfirmingCodeForm",
    "activate_totp": f"{_ADAPTERS}.forms.AddAppForm",
    "edit_webauthn": f"{_ADAPTERS}.forms.RenamePasskeyForm",
    "add_webauthn": f"{_ADAPTERS}.second_factors.AddPasskeyForm",
    "login_webauthn": f"{_ADAPTERS}.second_factors.PasskeyLoginForm",
    "authenticate_webauthn": f"{_ADAPTERS}.second_factors.PasskeyForm",
    "reauthenticate_webauthn": f"{_ADAPTERS}.second_factors.ConfirmingPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a code of the step before or after; CodeForm remembers it that long
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS  # http is for this machine only
SOCIALACCOUNT_ADAPTER = f"{_ADAPTERS}.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# A form may not lead to another host, so the way to the provider begins with a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if CLEARSLATE["oidc_issuer"]:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "sso",
            "name": CLEARSLATE["oidc_name"],
            "client_id": CLEARSLATE["oidc_client_id"],
            "secret": CLEARSLATE["oidc_client_secret"],
            "settings": {"server_url": CLEARSLATE["oidc_issuer"]},
        }
    ]
USERSESSIONS_ADAPTER = f"{_ADAPTERS}.account.SessionsAdapter"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "clearslate": {"level": "INFO"},
        # Its warnings name the address of every page that was refused; some hold a secret.
        "django.request": {"level": "ERROR"},
        # It warns of each request that has to wait for a thread, however shortly.
        "waitress.queue": {"level": "ERROR"},
    },
}
