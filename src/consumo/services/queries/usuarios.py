"""GET /api/usuarios: find usuarios, page by page."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.errors import ParameterError
from consumo.domain.panel import Panel
from consumo.services.dataset import Dataset
from consumo.services.queries.cursor import read_cursor, write_cursor
from consumo.services.queries.findings import count_findings
from consumo.services.queries.numbers import FRACTION_DECIMALS, known
from consumo.services.queries.usuarios_table import ORDENES, UsuariosTable, usuarios_table

__all__ = ["MAX_LIMITE", "list_usuarios", "usuario_record"]

MAX_LIMITE: Final = 1000

Rows = NDArray[np.intp]


def list_usuarios(
    dataset: Dataset,
    *,
    bateria: str | None = None,
    q: str | None = None,
    orden: str = "usuario",
    limite: int = 50,
    posicion: int | None = None,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Return a page of usuarios with the figures of the latest ciclo in which each has a consumption.

    Variations compare kwh_dia with the ciclo just before that one and with the same ciclo a year earlier.
    `hallazgos` counts the findings of the usuario from that ciclo on. `total` counts all that match; `siguiente` is
    the cursor of the next page, None on the last.

    Args:
        dataset: the version to look in.
        bateria: only the usuarios of this bateria.
        q: words that must all be part of id, name or meter, without accents or case.
        orden: one of ORDENES; missing values last.
        limite: usuarios per page, 1 to MAX_LIMITE.
        posicion: where in the list to start, from 0: a list on screen that jumps need not ask for all in between.
        cursor: `siguiente` of the page before; not together with `posicion`.

    Raises:
        NotFoundError: if there is no such bateria.
        ParameterError: if `orden`, `limite`, `posicion` or `cursor` does not hold.
    """
    if orden not in ORDENES:
        raise ParameterError("orden", orden, " | ".join(ORDENES), " | ".join(ORDENES))
    if not 1 <= limite <= MAX_LIMITE:
        raise ParameterError("limite", limite, f"un entero de 1 a {MAX_LIMITE}", f"an integer from 1 to {MAX_LIMITE}")
    panel = dataset.panel
    listing = (orden, bateria, q)
    if cursor is None:
        start = posicion or 0
    elif posicion is None:
        start = read_cursor(cursor, version_datos=dataset.version_datos, listing=listing)
    else:
        raise ParameterError("posicion", posicion, "posicion o cursor, no ambos", "posicion or cursor, not both")
    table = usuarios_table(panel)
    rows = _select(table, bateria=bateria, q=q, orden=orden)
    end = start + limite
    more = write_cursor(end, version_datos=dataset.version_datos, listing=listing) if end < len(rows) else None
    return {
        "version_datos": dataset.version_datos,
        "usuarios": _records(table, rows[start:end], dataset),
        "total": len(rows),
        "siguiente": more,
    }


def usuario_record(dataset: Dataset, row: int) -> dict[str, Any]:
    """Return one usuario as the list shows it; `row` is its row in the Panel."""
    return _records(usuarios_table(dataset.panel), np.array([row]), dataset)[0]


def _select(table: UsuariosTable, *, bateria: str | None, q: str | None, orden: str) -> Rows:
    panel = table.panel
    mask = np.ones(panel.n_usuarios, np.bool_)
    if bateria is not None:
        mask &= panel.bateria_of == panel.bateria_row(bateria)
    if q and q.strip():
        mask &= table.matches(q)
    order = table.order(orden)
    return order[mask[order]]


def _records(table: UsuariosTable, rows: Rows, dataset: Dataset) -> list[dict[str, Any]]:
    panel = table.panel
    found = count_findings(dataset).by_usuario
    columns = table.column[rows].tolist()
    decimals = {"variacion_ciclo_anterior": FRACTION_DECIMALS, "variacion_anio_anterior": FRACTION_DECIMALS}
    figures = {key: known(values[rows], decimals.get(key, 3)) for key, values in table.figures.items()}
    return [
        {
            **_identity(panel, row),
            "ultimo_ciclo": panel.ciclos[column] if column >= 0 else None,
            **{key: values[k] for key, values in figures.items()},
            "hallazgos": sum(n for at, n in found.get(row, {}).items() if at >= column),
        }
        for k, (row, column) in enumerate(zip(rows.tolist(), columns, strict=True))
    ]


def _identity(panel: Panel, row: int) -> dict[str, Any]:
    return {
        "usuario": str(panel.usuarios[row]),
        "nombre": str(panel.nombres[row]) or None,
        "bateria": str(panel.baterias[panel.bateria_of[row]]),
        "medidor": str(panel.medidores[row]) or None,
    }
