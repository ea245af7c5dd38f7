"""The desk where imports are asked for: it takes them in one at a time, says how they stand, and stops them.

Everything is on disk, so that any process that serves the same data folder gives the same answers.
"""

import re
import shutil
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from consumo.domain.error_record import record_of_error
from consumo.domain.errors import (
    BusyError,
    CancelledError,
    NotFoundError,
    NotReadyError,
    ParameterError,
    StorageError,
)
from consumo.domain.hallazgo_record import hallazgo_of
from consumo.domain.vocabulary import Idioma
from consumo.importing.mapping import Mapping
from consumo.services.background import start_detached
from consumo.services.imports.job import Estado, Job, moment
from consumo.services.mappings import mapping_from
from consumo.services.settings import Settings
from consumo.storage.job_files import JobFolder, Jobs
from consumo.storage.store import Store

if TYPE_CHECKING:
    from consumo.services.differences import Differences

__all__ = ["ImportDesk", "JobView", "Upload", "safe_name"]

_WORKER: Final = "consumo.services.imports.worker"
_KEPT: Final = 20
"""Ended imports that are kept with their files; older ones are deleted when the next one is taken in."""

_TO_START: Final = timedelta(seconds=120)
"""What a process may take from being started to saying so."""

_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # on Windows
_LONGEST: Final = 150


class Upload(Protocol):
    """A file that was sent."""

    filename: str | None

    def save(self, dst: Path) -> None:
        """Write it to `dst`."""


@dataclass(frozen=True, eq=False)
class JobView:
    """An import as it is shown.

    Attributes:
        job: what was asked, and its state.
        paso, parte: the step it is at, and the share done [0-1].
        informe: what came of it, of `import_report.record_of_report`; None while nothing has.
    """

    job: Job
    paso: str
    parte: float
    informe: AnyMapping[str, Any] | None


class ImportDesk:
    """Takes in imports into the data folder of `settings`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._jobs = Jobs(settings.datos)

    def submit(self, uploads: Sequence[Upload], *, simular: bool = False, mapeo: str | None = None) -> JobView:
        """Take in workbooks and set their import going.

        Args:
            uploads: the workbooks.
            simular: publish nothing.
            mapeo: what a person confirmed, as TOML or JSON; None = nothing.

        Raises:
            ParameterError: if no workbook was sent, or `mapeo` does not hold.
            BusyError: if an import is running, here or from the command line.
            StorageError: if the data folder cannot be written.
        """
        sent = [upload for upload in uploads if upload.filename]
        if not sent:
            raise ParameterError("archivo", None, "uno o varios libros", "one or several workbooks")
        names = _unlike(safe_name(upload.filename or "") for upload in sent)

        def bring(folder: JobFolder) -> None:
            for upload, name in zip(sent, names, strict=True):
                upload.save(folder.files / name)

        return self._take_in(bring, names, simular=simular, mapeo=mapeo)

    def again(self, earlier: str, *, simular: bool = False, mapeo: str | None = None) -> JobView:
        """Import the workbooks of an earlier import again, as when a proposal has been confirmed.

        Raises:
            NotFoundError: if there is no such import, or its files are gone.
            ParameterError, BusyError, StorageError: as `submit`.
        """
        folder = self._jobs.get(earlier)
        names = [name for name, _ in Job.load(folder).archivos]
        if not all((folder.files / name).is_file() for name in names):
            raise NotFoundError("importacion", earlier)

        def bring(new: JobFolder) -> None:
            for name in names:
                shutil.copyfile(folder.files / name, new.files / name)

        return self._take_in(bring, names, simular=simular, mapeo=mapeo)

    def get(self, job: str) -> JobView:
        """Return an import.

        Raises:
            NotFoundError: if there is none with this id.
        """
        folder = self._jobs.get(job)
        return _view(folder, _refreshed(folder))

    def every(self) -> list[JobView]:
        """Return all imports that are kept, newest first, without their reports."""
        shown = []
        for job in self._jobs.ids():
            folder = self._jobs.get(job)
            shown.append(JobView(_refreshed(folder), *folder.progress(), None))
        return shown

    def cancel(self, job: str) -> JobView:
        """Ask a running import to stop; one that has ended is deleted with its files.

        One that is publishing already ends as it would have.

        Raises:
            NotFoundError: if there is none with this id.
        """
        folder = self._jobs.get(job)
        found = _refreshed(folder)
        view = _view(folder, found)
        if found.active:
            folder.ask_to_stop()
        else:
            folder.delete()
        return view

    def annotated(self, job: str, archivo: str | None = None, *, idioma: Idioma = Idioma.ES) -> Path:
        """Return a workbook of an import with its problems marked; it is made when first asked for.

        Args:
            job: id of the import.
            archivo: name of the workbook; the first if None.
            idioma: language of the comments.

        Raises:
            NotFoundError: if there is no such import or workbook.
            NotReadyError: if the import has not ended.
            WorkbookError: if the workbook cannot be opened.
            StorageError: if the data folder cannot be written.
        """
        view = self.get(job)
        names = [name for name, _ in view.job.archivos]
        wanted = names[0] if archivo is None else archivo
        if wanted not in names:
            raise NotFoundError("archivo", wanted, names)
        if view.job.active:
            raise NotReadyError(
                "La importación sigue en marcha; el libro anotado estará cuando termine.",
                "The import is still running; the annotated workbook will be there when it has ended.",
            )
        folder = self._jobs.get(job)
        made = folder.path / f"anotado-{names.index(wanted)}-{idioma.value}.xlsx"
        if not made.exists():
            from consumo.services.annotated import annotate  # noqa: PLC0415 - XlsxWriter and the readers

            found = () if view.informe is None else map(hallazgo_of, view.informe["hallazgos"])
            mapping = [] if view.job.mapeo is None else [Mapping.from_dict(dict(view.job.mapeo))]
            annotate(self._settings, folder.files / wanted, made, found=tuple(found), mapeos=mapping, idioma=idioma)
        return made

    def differences(self, job: str) -> "Differences":
        """Return what an import changed, or would change if it were published, row by row.

        Raises:
            NotFoundError: if there is none with this id.
            NotReadyError: if the import has not ended.
        """
        folder = self._jobs.get(job)
        found = _refreshed(folder)
        if found.active:
            raise NotReadyError(
                "La importación sigue en marcha; sus cambios estarán cuando termine.",
                "The import is still running; its changes will be there when it has ended.",
            )
        from consumo.services.imports.changes import changes_of_import  # noqa: PLC0415 - pandas and the versions

        return changes_of_import(self._settings, folder, found)

    def _take_in(self, bring: Any, names: Sequence[str], *, simular: bool, mapeo: str | None) -> JobView:
        mapping = mapping_from(mapeo).to_dict() if mapeo else None
        with self._jobs.exclusive():
            self._refuse_while_busy()
            folder = self._jobs.create()
            try:
                bring(folder)
                job = Job(
                    id=folder.id,
                    estado=Estado.EN_ESPERA,
                    simular=simular,
                    creada=moment(),
                    archivos=tuple((name, (folder.files / name).stat().st_size) for name in names),
                    ajustes={"max_mb": self._settings.max_mb, "max_memoria_mb": self._settings.max_memoria_mb},
                    mapeo=mapping,
                ).save(folder)
                arguments = ["-m", _WORKER, str(self._settings.datos.absolute()), folder.id]
                start_detached(arguments, log=folder.path / "registro.txt")
            except BaseException:
                folder.delete()
                raise
            self._clean()
        return _view(folder, job)

    def _refuse_while_busy(self) -> None:
        for job in self._jobs.ids():
            if _refreshed(self._jobs.get(job)).active:
                raise BusyError(
                    f"La importación {job} está en marcha. Espere a que termine, o cancélela, y repita.",
                    f"Import {job} is running. Wait for it to finish, or cancel it, and try again.",
                )
        with Store(self._settings.datos).exclusive():  # another way in may be writing: the command line, a reload
            pass

    def _clean(self) -> None:
        for job in self._jobs.ids()[_KEPT:]:
            folder = self._jobs.get(job)
            if not _refreshed(folder).active:
                folder.delete()


def safe_name(name: str) -> str:
    """Return the name of an uploaded file as every file system takes it; its folders are dropped."""
    bare = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, suffix = bare.rpartition(".")
    bare = f"{stem[:_LONGEST]}{dot}{suffix[:10]}" if dot else bare[:_LONGEST]
    return f"_{bare}" if not bare or _RESERVED.fullmatch(bare) else bare


def _unlike(names: Iterable[str]) -> list[str]:
    """Return the names, those that came before numbered; case does not tell files apart everywhere."""
    taken: set[str] = set()
    out = []
    for name in names:
        free, number = name, 1
        while free.casefold() in taken:
            number += 1
            stem, dot, suffix = name.partition(".")
            free = f"{stem} ({number}){dot}{suffix}"
        taken.add(free.casefold())
        out.append(free)
    return out


def _view(folder: JobFolder, job: Job) -> JobView:
    return JobView(job, *folder.progress(), None if job.active else folder.report())


def _refreshed(folder: JobFolder) -> Job:
    """Return the job; one whose process died without a word has failed, or was cancelled."""
    job = Job.load(folder)
    if not job.active:
        return job
    with folder.alive() as nobody_else:
        if not nobody_else:
            return job
        job = Job.load(folder)  # it may have ended between the two looks
        starting = datetime.now(UTC) - datetime.fromisoformat(job.creada) < _TO_START
        if not job.active or (job.estado is Estado.EN_ESPERA and starting and not folder.told_to_stop()):
            return job
        if folder.told_to_stop():
            return job.now(Estado.CANCELADA, error=record_of_error(CancelledError())).save(folder)
        died = StorageError(
            "El proceso que importaba terminó sin avisar (¿se apagó el equipo?); no se publicó nada. Repita.",
            "The process that was importing ended without a word (power cut?); nothing was published. Try again.",
        )
        return job.now(Estado.FALLIDA, error=record_of_error(died)).save(folder)
