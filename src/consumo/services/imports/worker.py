"""`python -m consumo.services.imports.worker DATOS ID`: do one import that was asked for."""

import logging
import sys
import time
from pathlib import Path
from typing import Final

from consumo.domain.error_record import record_of_error
from consumo.domain.errors import CancelledError, ConsumoError, StorageError
from consumo.importing.mapping import Mapping
from consumo.services.forecasting import prepare_in_background
from consumo.services.import_report import UnconfirmedError, record_of_report
from consumo.services.imports.changes import write_changes
from consumo.services.imports.job import Estado, Job
from consumo.services.publish import PUBLISHING, PublishReport, import_workbooks
from consumo.services.settings import Settings
from consumo.storage.job_files import JobFolder, Jobs

__all__ = ["work"]

_LOG: Final = logging.getLogger(__name__)
_PATIENCE: Final = 10.0  # seconds: who asks how it stands has the lock for a moment
_OFTEN: Final = 0.25  # seconds between two words about the progress


def work(datos: Path, job: str) -> None:
    """Do the import `job` of the data folder `datos`; how it goes and what comes of it is written into its folder.

    Raises:
        NotFoundError: if there is no such job.
    """
    folder = Jobs(datos).get(job)
    with folder.alive(patience=_PATIENCE) as ours:
        found = Job.load(folder)
        if not ours or found.estado is not Estado.EN_ESPERA:
            return
        settings = Settings(datos=datos, **found.ajustes)
        running = _Running(folder, found.now(Estado.LEYENDO).save(folder))
        done = running.outcome(settings)
    if done is not None and done.version_datos is not None and not done.sin_cambios:
        prepare_in_background(settings, done.version_datos)


class _Running:
    """An import at work."""

    def __init__(self, folder: JobFolder, job: Job) -> None:
        self._folder, self._job = folder, job
        self._told, self._step = 0.0, ""

    def outcome(self, settings: Settings) -> PublishReport | None:
        """Do it and write down what came of it; None where nothing was read or published."""
        try:
            done = self._done(settings)
        except UnconfirmedError as error:
            self._end(Estado.POR_CONFIRMAR, report=error.report, error=error)
        except CancelledError as error:
            self._end(Estado.CANCELADA, error=error)
        except ConsumoError as error:
            self._end(Estado.FALLIDA, error=error)
        except Exception:  # noqa: BLE001 - the boundary of the process: whoever asked is told, the log has the trace
            _LOG.exception("the import failed")
            failed = StorageError(
                "La importación falló; el detalle está en registro.txt de su carpeta. Lo publicado sigue bien.",
                "The import failed; registro.txt in its folder has the detail. The published data are unharmed.",
            )
            self._end(Estado.FALLIDA, error=failed)
        else:
            self._end(Estado.TERMINADA, report=done)
            return done
        return None

    def _done(self, settings: Settings) -> PublishReport:
        mapping = self._job.mapeo
        return import_workbooks(
            settings,
            [self._folder.files / name for name, _ in self._job.archivos],
            simular=self._job.simular,
            mapeos=[] if mapping is None else [Mapping.from_dict(dict(mapping))],
            progress=self._progress,
            cancelled=self._folder.told_to_stop,
        )

    def _progress(self, step: str, share: float) -> None:
        now = time.monotonic()
        if step == self._step and now - self._told < _OFTEN and share < 1:
            return
        if step == PUBLISHING and self._step != PUBLISHING:
            if self._folder.told_to_stop():
                raise CancelledError
            self._job = self._job.now(Estado.PUBLICANDO).save(self._folder)
        self._told, self._step = now, step
        self._folder.save_progress(step, share)

    def _end(self, estado: Estado, *, report: PublishReport | None = None, error: ConsumoError | None = None) -> None:
        if report is not None:
            write_changes(self._folder.changes, report)
            self._folder.save_report(dict(record_of_report(report)))
        self._folder.save_progress(self._step, 1.0)
        self._job = self._job.now(estado, error=None if error is None else record_of_error(error)).save(self._folder)


if __name__ == "__main__":
    logging.basicConfig()
    work(Path(sys.argv[1]), sys.argv[2])
