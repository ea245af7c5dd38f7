"""Fakes of the services, for tests of the API that need neither disk nor workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from consumo.api.backend import Backend
from consumo.domain.decision import Decision, Standing
from consumo.domain.errors import NoDataError
from consumo.domain.forecast_result import Forecast
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.storage.outcome import Decided

TOKEN = "t0ken-de-prueba"


@dataclass(frozen=True, eq=False)
class FakeDataset:
    """What `services.dataset.Dataset` offers to queries."""

    panel: Panel
    version_datos: str = "v-1"
    hallazgos: tuple[Hallazgo, ...] = ()
    forecast: Forecast | None = None
    cargado_en: str | None = "2025-10-01T12:00:00+00:00"
    decisiones: tuple[Decision, ...] = ()
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True)
class FakeReload:
    """What `services.publish.reload_excel` returns."""

    version_datos: str = "v-2"
    version_anterior: str | None = "v-1"
    resumen: dict[str, int] = field(
        default_factory=lambda: {
            "filas": 3,
            "lecturas": 3,
            "tomadas": 3,
            "rechazadas": 0,
            "sin_dato": 0,
            "usuarios": 3,
            "baterias": 1,
            "ciclos": 1,
            "errores": 0,
            "advertencias": 1,
        }
    )
    cambios: dict[str, int] = field(default_factory=lambda: {"nuevas": 3, "corregidas": 0, "retiradas": 0})
    hallazgos: Sequence[Hallazgo] = ()


@dataclass
class FakeServices:
    """Answers what it was given; an exception is raised instead. Remembers which forecasts and decisions were asked."""

    dataset: FakeDataset | Exception = field(default_factory=NoDataError)
    reload: FakeReload | Exception = field(default_factory=FakeReload)
    decided: Decided | Exception | None = None
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    prepared: list[str] = field(default_factory=list)

    def backend(self, **options: Any) -> Backend:
        """Return a Backend over this fake."""
        return Backend(
            current=_giving(lambda: self.dataset),
            reload=_giving(lambda: self.reload),
            decide=self._decide,
            undo=self._decide,
            prepare=self.prepared.append,
            token=lambda: TOKEN,
            **options,
        )

    def _decide(self, *asked: Any) -> Any:
        self.asked.append(asked)
        return _giving(lambda: self.decided)()


def _giving(what: Callable[[], Any]) -> Callable[[], Any]:
    def give() -> Any:
        value = what()
        if isinstance(value, Exception):
            raise value
        return value

    return give
