# One image for web, worker, scheduler and migration; docker-compose.yml says which.
# The base's digest belongs to the registry in use: pin it there with --build-arg PYTHON_IMAGE=…@sha256:…
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

# --- Python packages, built where nothing of it stays but the result ------------------------------
FROM ${PYTHON_IMAGE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --only-binary :all: -r /tmp/requirements.txt

# --- The portal -------------------------------------------------------------------------------------
FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="ttdn-portal" org.opencontainers.image.licenses="Apache-2.0"

# What WeasyPrint needs to set the documents; fonts come with the portal. Debian's stable
# release keeps these versions and only mends them, so they are not pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 ttdn \
    && useradd --system --uid 10001 --gid ttdn --home-dir /tmp --no-create-home --shell /usr/sbin/nologin ttdn \
    && install -d -o ttdn -g ttdn -m 0750 /data

COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1 \
    HOME=/tmp XDG_CACHE_HOME=/tmp/cache \
    TTDN_DATA_DIR=/data TTDN_STATIC_ROOT=/app/staticfiles

WORKDIR /app
COPY . .
# Code and static files belong to root: the portal cannot change itself. Files are made 0640,
# as uploads are, so the portal's user gets the right to read the static ones.
RUN TTDN_DEBUG=1 TTDN_DATA_DIR=/tmp/build python manage.py collectstatic --noinput \
    && rm -rf /tmp/build \
    && chmod -R a+rX "$TTDN_STATIC_ROOT" \
    && python -m compileall -q agencies documents plans reports ttdn_portal

USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "bin/healthcheck", "web"]
CMD ["gunicorn", "ttdn_portal.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", \
     "--timeout", "60", "--graceful-timeout", "25", "--max-requests", "5000", "--max-requests-jitter", "500", \
     "--access-logfile", "-", "--no-control-socket"]
