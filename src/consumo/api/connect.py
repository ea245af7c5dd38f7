"""The real services behind an app."""

from consumo.api.auth import is_loopback
from consumo.api.backend import Backend
from consumo.services.dataset import DatasetHandle
from consumo.services.forecasting import prepare_in_background
from consumo.services.publish import reload_excel
from consumo.services.settings import Settings
from consumo.services.token import token_of

__all__ = ["connect"]


def connect(settings: Settings | None = None) -> Backend:
    """Join an app to the data folder and rules of `settings`; from the environment and `.env` if None."""
    chosen = settings or Settings()
    return Backend(
        current=DatasetHandle(chosen.datos).current,
        reload=lambda: reload_excel(chosen),
        prepare=lambda version: prepare_in_background(chosen, version),
        token=lambda: token_of(chosen).value,
        reads_need_token=not (is_loopback(chosen.host) or chosen.lectura_publica),
        cors_origenes=chosen.cors_origenes,
    )
