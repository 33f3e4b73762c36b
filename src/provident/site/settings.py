"""站点设置 · wiring only: where the database is, which apps exist, where files lie.

Settings never start a server.  The database's address comes from `DATABASE_URL`, or from
the runtime record that the embedded server leaves behind.  Every process connects as
`provident_app`, which may not write in the ledger; only `provident init` connects as
`provident_owner` (`PROVIDENT_ROLE`).
"""

from __future__ import annotations

import os
import secrets
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from provident.kernel import runtime
from provident.kernel.places import PROJECT, data_subdir

DEMONSTRATION_CENTRE = "650100"
CENTRE = os.environ.get("PROVIDENT_CENTRE", DEMONSTRATION_CENTRE)
"""Administrative code of the centre; the demonstration centre is 乌鲁木齐."""

DEMONSTRATION = CENTRE == DEMONSTRATION_CENTRE
"""Whether this is the demonstration, whose logins have known passwords."""

CENTRE_NAME = os.environ.get(
    "PROVIDENT_CENTRE_NAME", "示范住房公积金管理中心（乌鲁木齐政策参数）"
)
"""As printed on documents; the demonstration centre says what it is."""

CHIEF_ACCOUNTANT = os.environ.get("PROVIDENT_CHIEF_ACCOUNTANT", "会计主管")
"""Name printed as 会计主管 on vouchers."""

DATABASE_NAME = os.environ.get("PROVIDENT_DATABASE", "provident")
DATABASE_ROLE = os.environ.get("PROVIDENT_ROLE", "provident_app")


def _database() -> dict[str, Any]:
    address = os.environ.get("DATABASE_URL") or runtime.read().get("database", "")
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE_NAME,
        "USER": DATABASE_ROLE,
        "PASSWORD": os.environ.get("PROVIDENT_PASSWORD") or unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "provident"},
    }


def _secret_key() -> str:
    path = data_subdir("secrets") / "django.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


DATABASES = {"default": _database()}
AUTH_USER_MODEL = "staff.Login"
SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "provident.site.urls"
WSGI_APPLICATION = "provident.site.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "provident.kernel.apps.KernelConfig",
    "provident.policy.apps.PolicyConfig",
    "provident.ledger.apps.LedgerConfig",
    "provident.parties.apps.PartiesConfig",
    "provident.staff.apps.StaffConfig",
    "provident.settlement.apps.SettlementConfig",
    "provident.collection.apps.CollectionConfig",
    "provident.reconciliation.apps.ReconciliationConfig",
    "provident.casework.apps.CaseworkConfig",
    "provident.dayend.apps.DayendConfig",
    "provident.channels.portal.apps.PortalConfig",
    "provident.channels.workbench.apps.WorkbenchConfig",
    "provident.site.apps.SiteConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "provident.channels.workbench.signing.middleware.DeskCsrf",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "provident.channels.portal.headers.only_from_here",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "provident.channels.portal.context.frame",
                "provident.channels.workbench.frame.frame",
            ],
        },
    }
]
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # style sheets are served from where they lie; nothing is copied
PORTAL_TODAY = "provident.site.today.today"
"""What the public pages take for today."""
HTTPS = os.environ.get("PROVIDENT_HTTPS") == "1"
"""Whether people reach the pages over TLS, as they must anywhere but on their own machine."""

SESSION_COOKIE_NAME = "provident_session"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day at most; idleness ends it much earlier
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "provident.channels.workbench.signing.middleware.outdated"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # a long list pasted into a form is still read
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("ug", "ئۇيغۇرچە"), ("en", "English")]
LOCALE_PATHS = [
    str(PROJECT / "src" / "provident" / "channels" / name / "locale")
    for name in ("portal", "workbench")
]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("PROVIDENT_LOG", "WARNING")},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SETTLEMENT_RECEIPT_OPERATION = "collection.receive"
"""The operation that every receipt from outside is given to, with its bank row."""
