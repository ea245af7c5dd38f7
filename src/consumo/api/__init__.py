"""The REST API: thin routes over services; `create_app` is its one door."""

from consumo.api.app import create_app

__all__ = ["create_app"]
