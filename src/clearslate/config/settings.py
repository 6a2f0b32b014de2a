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
    "clearslate.kit",
    "clearslate.ledger",
    "clearslate.accounts",
    "clearslate.productions",
    "clearslate.uses",
    "clearslate.notify",
    "clearslate.ui",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "clearslate.config.headers.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
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
                "clearslate.ui.context.layout",
            ],
        },
    }
]


DATABASES = {"default": databases.django_settings(CLEARSLATE["database_url"], CLEARSLATE["data"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
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

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"clearslate": {"level": "INFO"}},
}
