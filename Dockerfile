# Menjalankan meja surat di dalam wadah. Semua milik desa ada di satu folder di luar wadah, misalnya /srv/desa:
# config.yaml dan letters/templates/ (salin dari sini), lalu formulir.yaml, .env, kunci Google, dan data/ (dibuat init):
#   docker run -it --rm --user "$(id -u):$(id -g)" -v /srv/desa:/desa meja-surat init
#
#   docker build -t meja-surat .
#   docker run -d --name meja-surat --init --restart unless-stopped --user "$(id -u):$(id -g)" -v /srv/desa:/desa meja-surat
#   docker exec meja-surat python scheduler.py --config /desa/config.yaml status      (juga: check, restart, backup)
#
# Docker starts a service again also when it ends with status 2 (something has to be mended first), ever more slowly.
# Not tried: the image could not be built where this was written. No secret is ever copied into it (.dockerignore).
FROM python:3.13-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends libreoffice-writer-nogui fonts-liberation fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 meja

WORKDIR /app
COPY pyproject.toml ./
RUN pip install --no-cache-dir uv \
    && uv sync --no-default-groups --no-cache
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp MEJA_PENJAGA=1

COPY scheduler.py demo.py ./
COPY commands commands
COPY office office
COPY bot bot
COPY sheets_sync sheets_sync
COPY letters letters
COPY simulator simulator

USER meja
VOLUME /desa
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "scheduler.py", "--config", "/desa/config.yaml"]
