"""The Celery application: worker and beat are real processes in every run."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ttdn_portal.settings")

app = Celery("ttdn_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
