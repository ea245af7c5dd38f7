"""gunicorn's settings: `gunicorn -c deploy/gunicorn.conf.py consumo.wsgi:app`."""

import os

bind = f"{os.environ.get('CONSUMO_HOST', '127.0.0.1')}:{os.environ.get('CONSUMO_PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 120  # POST /reload-excel of a large workbook; every other answer takes milliseconds
keepalive = 5
# Each worker opens the data after the fork: the storage engine's threads do not survive one.
preload_app = False
max_requests = 50_000
max_requests_jitter = 5_000
