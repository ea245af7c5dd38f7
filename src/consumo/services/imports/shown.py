"""An import as people are shown it: its state and what came of it, in their language."""

from collections.abc import Mapping
from typing import Any, Final

from consumo.domain.hallazgo_record import hallazgo_of
from consumo.domain.vocabulary import Idioma
from consumo.importing.proposal_record import proposal_from_record
from consumo.services.imports.desk import JobView

__all__ = ["MOST_HALLAZGOS", "shown_import"]

MOST_HALLAZGOS: Final = 1000
"""Findings listed in one answer."""


def shown_import(view: JobView, idioma: Idioma) -> dict[str, Any]:
    """Return an import without its error: `id, estado, simular, creada, …, resultado, propuestas, mapeo`."""
    job, report = view.job, view.informe
    return {
        "id": job.id,
        "estado": job.estado.value,
        "simular": job.simular,
        "creada": job.creada,
        "terminada": job.terminada,
        "archivos": [{"nombre": name, "bytes": size} for name, size in job.archivos],
        "progreso": {"paso": view.paso, "parte": view.parte},
        "resultado": None if report is None else _result(report, idioma),
        "propuestas": [] if report is None else [proposal_from_record(p).to_dict(idioma) for p in report["propuestas"]],
        "mapeo": job.mapeo if report is None else report["mapeo"],
    }


def _result(report: Mapping[str, Any], idioma: Idioma) -> dict[str, Any]:
    found = report["hallazgos"]
    kept = ("version_datos", "version_anterior", "sin_cambios", "resumen", "cambios", "ciclos")
    return {
        **{name: report[name] for name in kept},
        "hallazgos": [hallazgo_of(record).to_dict(idioma) for record in found[:MOST_HALLAZGOS]],
        "hallazgos_total": len(found),
        **{name: report.get(name, 0) for name in ("hallazgos_decididos", "hallazgos_por_releer")},
    }
