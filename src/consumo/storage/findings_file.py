"""The hallazgos of a version as one file: those of the Panel, and those of reading each source that counts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_merge import told_once
from consumo.domain.hallazgo_record import hallazgo_of, record_of
from consumo.domain.panel import Panel
from consumo.storage.durable import read_json, read_packed_json, write_json

__all__ = ["FINDINGS", "Findings", "load_findings", "save_findings", "still_told"]

FINDINGS: Final = "hallazgos.json"
"""Name of the file, in the folder of the Panel."""


class Findings(NamedTuple):
    """The findings of a version.

    Attributes:
        lectura: those of reading each source; those of an earlier import stand until its source is imported
            again, or another one says something else of the same usuario and ciclo.
        panel: those of putting the rows together.
        critica: those of judging the Panel with the decisions in force; every decision judges it anew.
    """

    lectura: Mapping[str, Sequence[Hallazgo]]
    panel: Sequence[Hallazgo]
    critica: Sequence[Hallazgo] = ()

    def every(self, panel: Panel) -> tuple[Hallazgo, ...]:
        """Return all of them, each told once, of the Panel of the version."""
        return told_once([h for found in (*self.lectura.values(), self.panel) for h in found], self.critica, panel)


def still_told(lectura: Mapping[str, Sequence[Hallazgo]], detalle: pd.DataFrame) -> dict[str, Sequence[Hallazgo]]:
    """Return the findings of reading without those about rows that no longer count.

    Args:
        lectura: by source, those of the imports before.
        detalle: what an import changes (`settled.Changes`), a row per `clase, usuario, ciclo`.
    """
    people = {h.usuario for found in lectura.values() for h in found if h.usuario is not None}
    # Only those of whom something was found: there may be millions of other rows.
    rows = detalle[(detalle["clase"] == "usuario") & detalle["usuario"].isin(people)] if people else detalle.iloc[:0]
    changed = set(zip(rows["usuario"], rows["ciclo"], strict=True))
    return {source: [h for h in found if (h.usuario, h.ciclo) not in changed] for source, found in lectura.items()}


def save_findings(path: Path, findings: Findings) -> None:
    """Write the findings; their sentences are rendered anew when read."""
    read = {fuente: [record_of(h) for h in found] for fuente, found in findings.lectura.items()}
    parts = {name: [record_of(h) for h in getattr(findings, name)] for name in ("panel", "critica")}
    write_json(path, {"lectura": read, **parts})


def load_findings(path: Path) -> Findings:
    """Read the findings back, compressed or not; none if the file is absent."""
    content = read_json(path) or read_packed_json(path.with_name(path.name + ".gz")) or {"lectura": {}, "panel": []}
    read = {fuente: tuple(map(hallazgo_of, found)) for fuente, found in content["lectura"].items()}
    return Findings(read, *(tuple(map(hallazgo_of, content.get(name, ()))) for name in ("panel", "critica")))
