"""The WSGI entry: `gunicorn consumo.wsgi:app`, configured by the environment and `.env`."""

from consumo.api import create_app

__all__ = ["app"]

app = create_app()
