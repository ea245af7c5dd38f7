"""`consumo importar`: read workbooks and publish a version."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consumo.cli.import_view import print_report
from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import Terminal, terminal_of
from consumo.domain.errors import ConsumoError

if TYPE_CHECKING:
    from consumo.services.annotated import Annotated as AnnotatedBook
    from consumo.services.mappings import Mapping
    from consumo.services.publish import PublishReport
    from consumo.services.settings import Settings

__all__ = ["print_report", "run"]


def run(
    context: typer.Context,
    rutas: Annotated[
        list[Path], typer.Argument(help="Libros (.xlsx .xls .xlsb .ods .csv) o carpetas.", metavar="RUTA…")
    ],
    *,
    datos: Datos = None,
    simular: Annotated[
        bool, typer.Option("--simular", help="Dice qué se entendió y qué se publicaría, sin escribir nada.")
    ] = False,
    mapeo: Annotated[
        Path | None, typer.Option(help="Qué significa cada columna, confirmado o corregido.", metavar="FICHERO.toml")
    ] = None,
    anotar: Annotated[
        Path | None, typer.Option(help="Escribe el mismo libro con los problemas marcados.", metavar="SALIDA.xlsx")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="El informe como JSON, y nada más, en la salida.")] = False,
    hallazgos: Annotated[int, typer.Option(help="Cuántos hallazgos se muestran uno a uno.", min=0)] = 20,
) -> None:
    """Lee libros y publica una versión nueva.

    Se publica todo lo leído, o nada si algo lo impide; los hallazgos dicen qué celda y por qué. Si no es seguro qué
    significa una columna, muestra la propuesta y pregunta antes de publicar.
    """
    from consumo.services.reader_ahead import start_ahead

    start_ahead()
    from consumo.services.mappings import read_mapping

    terminal = terminal_of(context)
    settings = settings_from(datos=datos)
    confirmed = [] if mapeo is None else [read_mapping(mapeo)]
    if anotar is not None:
        from consumo.services.annotated import check_annotated_paths

        check_annotated_paths(rutas, anotar)
    job = _Job(terminal, settings, rutas, simular=simular)
    done = job.outcome(confirmed, ask=terminal.interactive and not json)
    marked = None if anotar is None else job.annotate(anotar, done)
    if json:
        from consumo.cli.import_json import print_json

        print_json(terminal, done.report, done.error, simular=simular, anotado=anotar if marked else None)
    else:
        _tell(terminal, done, findings=hallazgos, proposal=simular)
        if marked is not None:
            terminal.say(
                f"{anotar}: {marked.observaciones} observaciones, {marked.celdas} celdas marcadas.",
                f"{anotar}: {marked.observaciones} observations, {marked.celdas} cells marked.",
            )
    if done.error is not None:
        raise done.error
    job.start_forecast(done)


@dataclass(frozen=True)
class _Outcome:
    """What came of an import.

    Attributes:
        report: what was published, or would be; None where nothing could be read.
        error: why it was not.
        confirmed: the mappings that a person confirmed.
        shown: whether the proposal has been shown already.
    """

    report: "PublishReport | None"
    error: ConsumoError | None
    confirmed: "list[Mapping]"
    shown: bool = False


class _Job:
    """The import of some workbooks, asked for at a terminal."""

    def __init__(self, terminal: Terminal, settings: "Settings", rutas: list[Path], *, simular: bool) -> None:
        self._terminal, self._settings, self._rutas, self._simular = terminal, settings, rutas, simular

    def outcome(self, confirmed: "list[Mapping]", *, ask: bool) -> _Outcome:
        """Import; where the reading is in doubt, ask a person if there is one."""
        from consumo.services.publish import UnconfirmedError

        try:
            return _Outcome(self._import(confirmed, self._simular), None, confirmed)
        except UnconfirmedError as doubt:
            if not ask:
                return _Outcome(doubt.report, doubt, confirmed)
            from consumo.cli.confirm import confirm

            done, said = confirm(self._terminal, doubt, again=self._import)
            return _Outcome(done or doubt.report, None if done else doubt, said, shown=True)
        except ConsumoError as error:
            return _Outcome(None, error, confirmed)

    def annotate(self, salida: Path, done: _Outcome) -> "AnnotatedBook | None":
        """Write the workbook back; None where it cannot be opened at all, which the import's own error says."""
        from consumo.domain.errors import WorkbookError
        from consumo.services.annotated import annotate

        found = () if done.report is None else done.report.hallazgos
        try:
            with self._terminal.progress("Anotando", "Annotating") as progress:
                return annotate(
                    self._settings,
                    self._rutas[0],
                    salida,
                    found=found,
                    mapeos=done.confirmed,
                    idioma=self._terminal.idioma,
                    progress=progress,
                )
        except WorkbookError:
            return None

    def start_forecast(self, done: _Outcome) -> None:
        """Set the forecast of a new version going."""
        report = done.report
        if report is None or report.sin_cambios or report.version_datos is None:
            return
        from consumo.services.forecasting import prepare_in_background

        prepare_in_background(self._settings, report.version_datos)

    def _import(self, confirmed: "list[Mapping]", simular: bool) -> "PublishReport":
        from consumo.services.publish import import_workbooks

        with self._terminal.progress("Importando", "Importing") as progress:
            return import_workbooks(self._settings, self._rutas, progress=progress, simular=simular, mapeos=confirmed)


def _tell(terminal: Terminal, done: _Outcome, *, findings: int, proposal: bool) -> None:
    if done.report is None:
        return
    if done.error is None:
        print_report(terminal, done.report, findings=findings, proposal=proposal)
    elif not done.shown:
        from consumo.cli.import_view import print_proposal

        print_proposal(terminal, done.report)
