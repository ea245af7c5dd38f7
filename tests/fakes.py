"""Fakes of the services, for tests of the API that need neither disk nor workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from consumo.api.backend import Backend
from consumo.critica.profile import GENERAL, Profile
from consumo.domain.decision import Decision, Standing
from consumo.domain.error_record import record_of_error
from consumo.domain.errors import NoDataError, NotFoundError
from consumo.domain.forecast_result import Forecast
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.making import Making
from consumo.domain.panel import Panel
from consumo.services.imports.desk import JobView
from consumo.services.imports.job import Estado, Job
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
    perfil: Profile = GENERAL
    making: Making | None = None


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
    decididos: int = 0
    por_releer: int = 0


def job_view(estado: Estado = Estado.LEYENDO, *, informe: Any = None, error: Exception | None = None) -> JobView:
    """Return an import in some state."""
    job = Job(
        id="20250101T000000000000-abcdef",
        estado=Estado.EN_ESPERA,
        simular=False,
        creada="2025-01-01T00:00:00+00:00",
        archivos=(("a.xlsx", 1000),),
        ajustes={},
    ).now(estado, error=None if error is None else record_of_error(error))
    return JobView(job, "a.xlsx", 0.5, informe)


@dataclass
class FakeDesk:
    """What `services.imports.desk.ImportDesk` offers: one import, or an exception."""

    view: JobView | Exception = field(default_factory=job_view)
    calls: list[tuple[Any, ...]] = field(default_factory=list)

    def submit(self, uploads: Sequence[Any], *, simular: bool = False, mapeo: str | None = None) -> JobView:
        return self._answer("submit", [upload.filename for upload in uploads], simular, mapeo)

    def again(self, earlier: str, *, simular: bool = False, mapeo: str | None = None) -> JobView:
        return self._answer("again", earlier, simular, mapeo)

    def get(self, job: str) -> JobView:
        return self._answer("get", job)

    def cancel(self, job: str) -> JobView:
        return self._answer("cancel", job)

    def every(self) -> list[JobView]:
        return [self._answer("every")]

    def annotated(self, job: str, archivo: str | None = None, *, idioma: Any = None) -> Any:
        raise NotFoundError("importacion", job)

    def _answer(self, *call: Any) -> JobView:
        self.calls.append(call)
        if isinstance(self.view, Exception):
            raise self.view
        return self.view


@dataclass
class FakeServices:
    """Answers what it was given; an exception is raised instead. Remembers which forecasts and decisions were asked."""

    dataset: FakeDataset | Exception = field(default_factory=NoDataError)
    reload: FakeReload | Exception = field(default_factory=FakeReload)
    decided: Decided | Exception | None = None
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    prepared: list[str] = field(default_factory=list)
    desk: FakeDesk = field(default_factory=FakeDesk)
    versions: Sequence[Any] | Exception = ()
    compared: Any = field(default_factory=lambda: NotFoundError("version", "v-0"))
    restored: str | Exception | None = "v-1"

    def backend(self, **options: Any) -> Backend:
        """Return a Backend over this fake."""
        return Backend(
            current=_giving(lambda: self.dataset),
            reload=_giving(lambda: self.reload),
            decide=self._decide,
            undo=self._decide,
            prepare=self.prepared.append,
            token=lambda: TOKEN,
            imports=self.desk,
            versions=_giving(lambda: self.versions),
            compare=_giving(lambda: self.compared),
            restore=_giving(lambda: self.restored),
            **options,
        )

    def _decide(self, *asked: Any) -> Any:
        self.asked.append(asked)
        return _giving(lambda: self.decided)()


def _giving(what: Callable[[], Any]) -> Callable[[], Any]:
    def give(*_: Any) -> Any:
        value = what()
        if isinstance(value, Exception):
            raise value
        return value

    return give
