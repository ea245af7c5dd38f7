"""An import as JSON on stdout: the report whole, or why there is none."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consumo.cli.terminal import Terminal
from consumo.domain.errors import ConsumoError, WorkbookError

if TYPE_CHECKING:
    from consumo.services.import_report import PublishReport

__all__ = ["print_json"]


def print_json(
    terminal: Terminal,
    report: "PublishReport | None",
    error: ConsumoError | None,
    *,
    simular: bool,
    anotado: Path | None,
) -> None:
    """Print one JSON object: `estado, version_datos, …, hallazgos, propuestas, mapeo, anotado, error`."""
    idioma = terminal.idioma
    body: dict[str, Any] = {"estado": _state(report, error, simular=simular)}
    if report is not None:
        from consumo.services.import_report import record_of_report

        record = dict(record_of_report(report))
        record["hallazgos"] = [h.to_dict(idioma) for h in report.hallazgos]
        record["propuestas"] = [p.to_dict(idioma) for p in report.propuestas]
        body |= record
    body["anotado"] = None if anotado is None else str(anotado)
    body["error"] = None
    if error is not None:
        found = error.hallazgos if isinstance(error, WorkbookError) else ()
        body["error"] = {"detail": error.text(idioma), "errores": [h.to_dict(idioma) for h in found]}
    terminal.out.print(json.dumps(body, ensure_ascii=False, indent=1, default=str))


def _state(report: "PublishReport | None", error: ConsumoError | None, *, simular: bool) -> str:
    if error is not None:
        return "fallida" if report is None else "por_confirmar"
    if simular:
        return "simulada"
    return "sin_cambios" if report is not None and report.sin_cambios else "publicada"
