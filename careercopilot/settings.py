"""The one settings module; everything that differs between set-ups comes from the environment (.env.example)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC
from django.core.exceptions import ImproperlyConfigured

from aiplatform.providers.registry import ProviderSettingsError
from aiplatform.providers.registry import read as read_providers
from careercopilot.db.connections import Role, database_urls
from careercopilot.env import env_bool, env_int, env_list, env_secret, env_str
from careercopilot.home import data_home
from careercopilot.logging import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env_str("CAREERCOPILOT_ENV", "development", choices=("development", "test", "production"))
PRODUCTION = ENVIRONMENT == "production"
DATA_HOME = data_home()

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_secret("SECRET_KEY", keep_in=None if PRODUCTION else DATA_HOME)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "careercopilot.apps.CareerCopilotConfig",
    "careercopilot.apps.OperationsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "django_structlog",
    "accounts",
    "aiplatform",
    "resumes",
    "matching",
]

MIDDLEWARE = [
    "careercopilot.middleware.RequestIdMiddleware",
    "careercopilot.middleware.TimingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "careercopilot.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ApiMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "careercopilot.middleware.OpenedAgainMiddleware",
    "careercopilot.middleware.RowSecurityMiddleware",
]

ROOT_URLCONF = "careercopilot.urls"
ASGI_APPLICATION = "careercopilot.asgi.application"
WSGI_APPLICATION = "careercopilot.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "accounts.context.shell",
            ],
            "builtins": [
                "careercopilot.templatetags.ui",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            # Named by hand: components and partials each want to wrap the loaders, and one automatic set-up undoes the other.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]
COTTON_DIR = "components"


def _database(url: str) -> dict[str, Any]:
    """A DATABASES entry for a postgresql:// address."""
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if ENVIRONMENT != "test":  # a test process has one connection and closes it itself
        # The pool keeps connections; Django itself holds none between requests, and a dead one is noticed.
        options["pool"] = {"min_size": 1, "max_size": env_int("DATABASE_POOL_SIZE", 8, low=1), "timeout": 10}
    return {
        "ENGINE": "careercopilot.db.backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


_URLS = database_urls()
_ROLES: dict[str, Role] = {"default": "app", "owner": "owner", "ops": "ops"}
# Three roles, three connections: one injected statement of the web role cannot disable row level security.
DATABASES = {alias: _database(_URLS[role]) for alias, role in _ROLES.items()}
DATABASE_ROUTERS = ["careercopilot.db.router.OpsRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a test signs in hundreds of times
    if ENVIRONMENT == "test"
    else ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "CareerCopilot"
# Noting the last activity would write to the database on every page view.
USERSESSIONS_TRACK_ACTIVITY = False
# Demo staff sign in without a second factor; in production the admin asks for one.
ADMIN_REQUIRES_MFA = env_bool("ADMIN_REQUIRES_MFA", PRODUCTION)

EMAIL_BACKEND = {
    "production": "django.core.mail.backends.smtp.EmailBackend",
    "test": "django.core.mail.backends.locmem.EmailBackend",
    "development": "careercopilot.devmail.EmailBackend",
}[ENVIRONMENT]
EMAIL_HOST = env_str("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "CareerCopilot <noreply@localhost>")

# allauth's rate limits count in the cache, so it must be shared by all workers: the database, or Redis by address.
REDIS_URL = env_str("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "careercopilot_cache"},
    # Drawn pieces of pages, in the memory of each web process: their keys name all they show, so none is ever dropped
    # by hand. At most some 6 MB a process; what an erased person saw is gone with the time-out.
    "pieces": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pieces",
        "TIMEOUT": 900,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# How long stored scores stay on record; less than six months is refused here, by the command and by the database.
SCORE_RECORD_DAYS = env_int("SCORE_RECORD_DAYS", 400, low=184)

# What is held for a call of a model whose price is not known, and its cost towards budgets; the record says "not known".
AI_UNPRICED_RESERVATION_USD = env_str("AI_UNPRICED_RESERVATION_USD", "0.02")

try:
    # Which model vendors are asked, in which order, for which models; none by default (docs/ai-platform.md).
    # The tests say themselves whom they ask: a key in the environment of whoever runs them is never used.
    AI_PROVIDERS = read_providers({} if ENVIRONMENT == "test" else os.environ)
except ProviderSettingsError as error:
    raise ImproperlyConfigured(str(error)) from error
# Answers of models go through the shipped policy (aiplatform/safety/moderation.py), and where OpenAI is among the providers
# through its moderation; and through a function text -> list of reasons to withhold it, by its dotted path.
AI_VENDOR_MODERATION = env_bool("AI_VENDOR_MODERATION", True)
AI_MODERATION = env_str("AI_MODERATION")
# After so many days the words of a call go; that it was made, and what it cost, stays. 0 keeps them.
AI_WORDS_DAYS = env_int("AI_WORDS_DAYS", 365)
# Shares of the calls that code scores, and that a judge does, which costs a call each.
AI_SCORED_SHARE = float(env_str("AI_SCORED_SHARE", "0.2"))
AI_JUDGED_SHARE = float(env_str("AI_JUDGED_SHARE", "0"))

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = ENVIRONMENT == "development"

# 5 MB of resume and room for the rest of the form; the parser's own caps come on top.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "careercopilot_session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "careercopilot_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PRODUCTION and env_bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, STRICT_DYNAMIC],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = logging_config(ENVIRONMENT)
# Who sends it as bearer token may read /metrics; without one only programs on this machine may.
METRICS_TOKEN = env_str("METRICS_TOKEN")
SLOW_REQUEST_MS = env_int("SLOW_REQUEST_MS", 3000, low=1)
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
# RequestIdMiddleware has checked it or made it.
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_DATABASE_ALIAS = "default"
