"""The one settings file. Everything that differs between installations is in the environment."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from ttdn_portal import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("TTDN_DATA_DIR", str(BASE_DIR / "var"))).resolve()

# Embedded: nothing set, nothing to install; SQLite and a broker of its own under DATA_DIR.
EMBEDDED = not env.secret("DATABASE_URL")
TTDN_DEBUG = env.flag("TTDN_DEBUG", default=EMBEDDED and not env.secret("SECRET_KEY"))
TTDN_DEMO = env.flag("TTDN_DEMO", default=TTDN_DEBUG)
# Django's own debug pages break the content security policy: a developer asks for them by name.
DEBUG = env.flag("TTDN_TRACE", default=False)

SECRET_KEY = env.secret("SECRET_KEY")
if not SECRET_KEY:
    if not TTDN_DEBUG:
        env.stop("SECRET_KEY", "chưa có (bắt buộc khi TTDN_DEBUG tắt)")
    SECRET_KEY = env.kept_secret(DATA_DIR / "secret_key", get_random_secret_key)
if not TTDN_DEBUG and len(SECRET_KEY) < 50:
    env.stop("SECRET_KEY", "phải có ít nhất 50 ký tự")
SECRET_KEY_FALLBACKS = env.words("TTDN_SECRET_KEY_FALLBACKS")

ALLOWED_HOSTS = env.words("TTDN_HOSTS", "localhost,127.0.0.1,[::1]" if TTDN_DEBUG else "")
if not ALLOWED_HOSTS:
    env.stop("TTDN_HOSTS", "chưa có: ghi tên miền của cổng, cách nhau bằng dấu phẩy")
PUBLIC_URL = env.text(
    "TTDN_PUBLIC_URL",
    f"http://localhost:{env.text('PORT', '8000')}" if TTDN_DEBUG else f"https://{ALLOWED_HOSTS[0]}",
).rstrip("/")
CSRF_TRUSTED_ORIGINS = env.words("TTDN_TRUSTED_ORIGINS")

# Certificates of the authorities whose digital signatures the portal may call valid.
TRUST_ROOTS = env.certificates("TTDN_TRUST_ROOTS")

INSTALLED_APPS = [
    "ttdn_portal.shared",
    "agencies",
    "documents",
    "plans",
    "reports",
    "ttdn_portal.site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outside of all that may fail, so that error pages bear these headers too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ttdn_portal.middleware.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ttdn_portal.middleware.PrivatePagesMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "ttdn_portal.middleware.CleanInputMiddleware",
    "ttdn_portal.middleware.WrongMethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "agencies.middleware.KeptFormMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "agencies.middleware.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "ttdn_portal.urls"
WSGI_APPLICATION = "ttdn_portal.wsgi.application"
# Templates of the portal's own, and fields that say what they lack.
FORM_RENDERER = "ttdn_portal.shared.forms.PortalRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agencies.context.portal",
            ],
            "builtins": ["ttdn_portal.shared.templatetags.ttdn", "django.templatetags.static"],
        },
    },
]

# --- Database -------------------------------------------------------------------------------
DATABASE_URL = env.secret("DATABASE_URL", f"sqlite:///{DATA_DIR / 'ttdn.sqlite3'}")
try:
    DATABASES = {
        "default": dj_database_url.parse(
            DATABASE_URL,
            conn_max_age=env.integer("TTDN_CONN_MAX_AGE", 60),
            conn_health_checks=True,
            # Neither cursors nor statements last where each transaction gets another connection.
            disable_server_side_cursors=env.flag("TTDN_DB_POOLER", default=False),
        )
    }
except (dj_database_url.ParseError, ValueError):
    env.stop("DATABASE_URL", "không đọc được, ví dụ đúng: postgres://ten:matkhau@may/csdl")
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    # Writers queue for the lock instead of failing: a deferred transaction that turns into a
    # writer does not wait on SQLite, an immediate one does.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=5, options="-c statement_timeout=60000 -c lock_timeout=15000"
    )
else:
    env.stop("DATABASE_URL", "phải là postgres:// hoặc sqlite:///")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: broker and cache ----------------------------------------------------------------
REDIS_URL = env.secret("REDIS_URL")
BROKER_SOCKET = DATA_DIR / "broker.sock"
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://", "redis+socket://")):
    env.stop("REDIS_URL", "phải bắt đầu bằng redis://, rediss:// hoặc unix://")
_cache_url = (REDIS_URL or f"unix://{BROKER_SOCKET}").replace("redis+socket://", "unix://")
_redis_waits = {"socket_connect_timeout": 2, "socket_timeout": 3}
CACHES = {
    "default": {
        "BACKEND": "ttdn_portal.shared.cache.ForgivingRedisCache",
        "LOCATION": _cache_url,
        "KEY_PREFIX": "ttdn",
        "OPTIONS": dict(_redis_waits),
    }
}
CELERY_BROKER_URL = _cache_url.replace("unix://", "redis+socket://")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 3,
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "global_keyprefix": "ttdn:",
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "reminders-every-morning": {
        "task": "reports.tasks.send_daily_reminders",
        "schedule": crontab(hour=env.integer("TTDN_REMINDER_HOUR", 7, maximum=23), minute=0),
    },
    # Often, so that a day missed while the worker was down is made up for soon after.
    "apply-due-amendments": {
        "task": "plans.tasks.apply_due_amendments",
        "schedule": timedelta(minutes=5),
    },
    "open-periods-ahead": {
        "task": "reports.tasks.open_periods_ahead",
        "schedule": crontab(hour=4, minute=10),
    },
    "apply-due-changes": {
        "task": "reports.tasks.apply_due_changes",
        "schedule": timedelta(minutes=5),
    },
    "sweep-documents": {"task": "documents.tasks.sweep_documents", "schedule": timedelta(seconds=30)},
    "sweep-mailings": {"task": "agencies.tasks.sweep_mailings", "schedule": timedelta(minutes=1)},
    "delete-temporary-documents": {
        "task": "documents.tasks.delete_temporary_documents",
        "schedule": crontab(hour=2, minute=30),
    },
    "delete-kept-forms": {"task": "agencies.tasks.delete_kept_forms", "schedule": crontab(minute=20)},
}

# --- Sessions, login, passwords ---------------------------------------------------------------
AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "agencies.backends.AccountBackend",
]
LOGIN_URL = "agencies:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "agencies:login"
SESSION_ENGINE = "ttdn_portal.shared.sessions"
SESSION_COOKIE_AGE = env.integer("TTDN_SESSION_HOURS", 12, minimum=1, maximum=24) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ttdn_portal.views.csrf_failure"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 3600
INVITATION_HOURS = env.integer("TTDN_INVITATION_HOURS", 72, minimum=1, maximum=720)
LOGIN_MAX_FAILURES = env.integer("TTDN_LOGIN_MAX_FAILURES", 5, minimum=3, maximum=20)
LOGIN_LOCK_MINUTES = env.integer("TTDN_LOGIN_LOCK_MINUTES", 15, minimum=1, maximum=1440)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.integer("TTDN_PASSWORD_MIN", 12, minimum=8, maximum=64)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Security ---------------------------------------------------------------------------------
IS_HTTPS = not TTDN_DEBUG and not env.flag("TTDN_PLAIN_HTTP", default=False)
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TTDN_BEHIND_PROXY", default=False) else None
)
TRUSTED_PROXY_COUNT = env.integer("TTDN_PROXY_COUNT", 1 if SECURE_PROXY_SSL_HEADER else 0, maximum=5)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-ttdn-session" if IS_HTTPS else "ttdn-session"
BROWSER_COOKIE_NAME = "__Host-ttdn-browser" if IS_HTTPS else "ttdn-browser"
CSRF_COOKIE_NAME = "__Host-ttdn-csrf" if IS_HTTPS else "ttdn-csrf"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
UPLOAD_MAX_MB = env.integer("TTDN_UPLOAD_MAX_MB", 20, minimum=1, maximum=200)
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "ttdn_portal.shared.uploads.CappedUploadHandler",
]

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("TTDN_STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("TTDN_MEDIA_ROOT", str(DATA_DIR / "files")))
STORAGES = {
    "default": {
        "BACKEND": "ttdn_portal.shared.storage.PrivateStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT)},
    },
    "staticfiles": {"BACKEND": "ttdn_portal.shared.static_files.StaticStorage"},
}

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # True turns years and ids in links into "2.026"
FORMAT_MODULE_PATH = ["ttdn_portal.formats"]
LOCALE_PATHS = [BASE_DIR / "ttdn_portal" / "locale"]

# --- Mail -----------------------------------------------------------------------------------------
EMAIL_HOST = env.text("TTDN_EMAIL_HOST")
EMAIL_PORT = env.integer("TTDN_EMAIL_PORT", 587, minimum=1, maximum=65535)
EMAIL_HOST_USER = env.text("TTDN_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("TTDN_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("TTDN_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("TTDN_EMAIL_FROM", "thong-bao@localhost")
# Without a mail server the mails land in a folder, where the administrator reads them in the portal.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(DATA_DIR / "mail")

# --- Import and export ------------------------------------------------------------------------------
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.MediaStorage"

# --- Log ----------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"pikepdf": {"level": "WARNING"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("TTDN_LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"]),
    },
}
DEMO_PASSWORD = env.secret("TTDN_DEMO_PASSWORD", "minh-hoa-2026")
