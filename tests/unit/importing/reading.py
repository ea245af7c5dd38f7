"""Reading of sheets that are lists of rows, without a file in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from consumo.domain.panel import Panel
from consumo.importing.assemble import assemble_panel
from consumo.importing.grid import Sheet
from consumo.importing.mapping import Mapping as Confirmed
from consumo.importing.proposal import Proposal
from consumo.importing.propose import proposal_of
from consumo.importing.read_file import FileRows, read_sheets

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Reading:
    """What sheets amount to."""

    file: FileRows
    panel: Panel | None
    codes: set[str]

    @property
    def proposal(self) -> Proposal:
        return proposal_of(self.file)

    @property
    def certain(self) -> bool:
        return self.proposal.certain

    @property
    def kwh(self) -> dict[str, list[float | None]]:
        """kWh by usuario, None = missing."""
        if self.panel is None:
            return {}
        rows = zip(self.panel.usuarios.tolist(), self.panel.kwh, strict=True)
        return {u: [None if np.isnan(v) else round(float(v), 6) for v in row] for u, row in rows}

    @property
    def meanings(self) -> list[str]:
        return [column.significado for column in self.proposal.tablas[0].columnas]


def read(
    sheets: Mapping[str, Rows] | Rows,
    *,
    archivo: str = "libro.xlsx",
    saved: date | None = None,
    mappings: Sequence[Confirmed] = (),
) -> Reading:
    """Read sheets by name, or one sheet called «Hoja1»."""
    by_name = sheets if isinstance(sheets, Mapping) else {"Hoja1": sheets}
    made = [replace(Sheet.from_rows(archivo, name, rows), saved=saved) for name, rows in by_name.items()]
    file = read_sheets(made, mappings=mappings)
    if not len(file.lecturas):
        return Reading(file, None, {h.codigo for h in file.hallazgos})
    panel, more = assemble_panel(file.lecturas)
    return Reading(file, panel, {h.codigo for h in (*file.hallazgos, *more)})
