"""What an import did, or would do; as an object, and as the record that is kept for who asks later."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from consumo.domain.errors import WorkbookError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_record import record_of
from consumo.importing.mapping import Mapping
from consumo.importing.proposal import Proposal
from consumo.importing.proposal_record import record_of_proposal

__all__ = ["CicloTotal", "PublishReport", "UnconfirmedError", "joined_mapping", "record_of_report"]


@dataclass(frozen=True, slots=True)
class CicloTotal:
    """What an import says of one ciclo: how many lecturas of usuarios, and their sum [kWh], None if all are missing."""

    ciclo: str
    lecturas: int
    kwh: float | None


@dataclass(frozen=True, eq=False)
class PublishReport:
    """What an import did.

    Attributes:
        version_datos: published now; None for a simulation.
        version_anterior: published before; None for the first.
        resumen: counts of rows, lecturas, usuarios, baterias, ciclos, errores, advertencias.
        cambios: counts of nuevas, corregidas, retiradas.
        detalle: one row per change: `cambio, clase, usuario, ciclo, de, a` [kWh].
        hallazgos: the findings of the reading and of the Panel on which nobody has decided.
        sin_cambios: whether the import said nothing new.
        propuestas: what was understood of each file.
        ciclos: what the files say of each ciclo, oldest first.
        decididos: how many more findings there are on which a decision holds.
        por_releer: how many of these wait for their meter to be read again.
    """

    version_datos: str | None
    version_anterior: str | None
    resumen: dict[str, int]
    cambios: dict[str, int]
    detalle: pd.DataFrame
    hallazgos: tuple[Hallazgo, ...]
    sin_cambios: bool
    propuestas: tuple[Proposal, ...] = ()
    ciclos: tuple[CicloTotal, ...] = ()
    decididos: int = 0
    por_releer: int = 0


class UnconfirmedError(WorkbookError):
    """What was read is in doubt and nobody has confirmed it: nothing was published.

    Args:
        report: what would have been published.
        doubtful: the proposals that a person should confirm or correct.
    """

    def __init__(self, report: PublishReport, doubtful: Sequence[Proposal]) -> None:
        names = ", ".join(proposal.archivo for proposal in doubtful)
        super().__init__(
            f"No es seguro qué significan las columnas de «{names}»: no se publicó nada. Confirme o corrija la "
            f"propuesta (consumo importar … --mapeo FICHERO.toml, o el campo «mapeo» de la API).",
            f"It is not certain what the columns of '{names}' mean: nothing was published. Confirm or correct the "
            f"proposal (consumo importar … --mapeo FILE.toml, or the field 'mapeo' of the API).",
            [doubt for proposal in doubtful for doubt in proposal.dudas],
        )
        self.report = report
        self.doubtful = tuple(doubtful)


def joined_mapping(proposals: Sequence[Proposal]) -> Mapping:
    """Return what confirming these proposals as they stand amounts to; tables of one shape are confirmed once."""
    once = {table.forma: table for proposal in reversed(proposals) for table in proposal.mapping().tablas}
    return Mapping(tuple(reversed(once.values())))


def record_of_report(report: PublishReport) -> AnyMapping[str, Any]:
    """Return what JSON can hold of `report`; the single changes are left out: versions can be compared."""
    return {
        "version_datos": report.version_datos,
        "version_anterior": report.version_anterior,
        "sin_cambios": report.sin_cambios,
        "resumen": report.resumen,
        "cambios": report.cambios,
        "ciclos": [{"ciclo": c.ciclo, "lecturas": c.lecturas, "kwh": c.kwh} for c in report.ciclos],
        "hallazgos_decididos": report.decididos,
        "hallazgos_por_releer": report.por_releer,
        "hallazgos": [record_of(h) for h in report.hallazgos],
        "propuestas": [record_of_proposal(p) for p in report.propuestas],
        "mapeo": joined_mapping(report.propuestas).to_dict(),
    }
