"""Long rows → the matrices of a Panel: every row placed in its cell."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.ciclo_groups import calendar_of, group_ciclos
from consumo.domain.errors import PanelError
from consumo.domain.natural_order import natural_order
from consumo.domain.vocabulary import DEFAULT_BATERIA, MISSING_CALIDAD, PANEL_COLUMNS, Calidad

__all__ = ["matrices_from_frame"]

_TEXTS: Final = (("baterias", "bateria", DEFAULT_BATERIA), ("nombres", "nombre", ""), ("medidores", "medidor", ""))
_REGISTERS: Final = ("lectura_anterior", "lectura_actual", "factor")


def matrices_from_frame(df: pd.DataFrame) -> dict[str, Any]:
    """Return the arguments of `Panel.from_matrix` for long rows (see `Panel.from_frame`).

    Raises:
        PanelError: if a column is missing, a date cannot be read or a usuario has two rows in a ciclo.
    """
    missing = [name for name in PANEL_COLUMNS if name not in df.columns]
    if missing:
        raise PanelError(
            f"Faltan las columnas {', '.join(missing)}; se esperaban {', '.join(PANEL_COLUMNS)} "
            f"y hay {', '.join(map(str, df.columns))}.",
            f"Columns {', '.join(missing)} are missing; expected {', '.join(PANEL_COLUMNS)} "
            f"and there are {', '.join(map(str, df.columns))}.",
        )
    desde, hasta = _dates(df, "desde"), _dates(df, "hasta")
    calendar, column = _ciclos(df, desde, hasta)
    user_codes, users = pd.factorize(df["usuario"].astype(str), sort=False)
    names = np.asarray(users, dtype=np.str_)
    order = natural_order(names)
    rank = np.empty(len(order), np.intp)
    rank[order] = np.arange(len(order))
    row = rank[user_codes]
    _refuse_repeats(row, column, names[order], calendar["ciclos"])
    shape = (len(names), len(calendar["ciclos"]))
    out: dict[str, Any] = {"usuarios": names[order], **calendar}
    out["kwh"] = _scatter(_numbers(df, "kwh"), row, column, shape)
    own_days = (calendar["hasta"] - calendar["desde"]).astype(np.int64)
    out["dias"] = np.broadcast_to(own_days, shape).astype(np.int16)
    out["dias"][row, column] = (hasta - desde).astype(np.int64)
    out["desfase"] = np.zeros(shape, np.int16)
    out["desfase"][row, column] = (hasta - calendar["hasta"][column]).astype(np.int64)
    by_date = np.argsort(hasta, kind="stable")
    for name, word, default in _TEXTS:
        out[name] = _latest_text(df, word, row, by_date, np.full(len(names), default))
    if "medidor" in df.columns:
        out["medidor_nuevo"] = _new_meters(df["medidor"], row, column, shape)
    if "calidad" in df.columns:
        given = df["calidad"].fillna(Calidad.VALIDA).to_numpy()
        out["calidad"] = np.full(shape, MISSING_CALIDAD, np.uint8)
        out["calidad"][row, column] = given
    if "digitos" in df.columns:
        digits = _numbers(df, "digitos")
        out["digitos"] = _latest(digits, digits > 0, row, by_date, np.zeros(len(names))).astype(np.int8)
    for name in _REGISTERS:
        if name in df.columns and df[name].notna().any():
            out[name] = _scatter(_numbers(df, name), row, column, shape)
    return out


def _ciclos(
    df: pd.DataFrame, desde: NDArray[np.datetime64], hasta: NDArray[np.datetime64]
) -> tuple[dict[str, Any], NDArray[np.intp]]:
    if "ciclo" not in df.columns or df["ciclo"].isna().any():
        return group_ciclos(desde, hasta)
    codes, ids = pd.factorize(df["ciclo"].astype(str), sort=False)
    calendar, place = calendar_of(codes, desde, hasta)
    names = np.empty(len(ids), dtype=object)
    names[place] = ids
    return {"ciclos": tuple(names.tolist()), **calendar}, place[codes]


def _dates(df: pd.DataFrame, name: str) -> NDArray[np.datetime64]:
    try:
        return pd.to_datetime(df[name]).to_numpy().astype("datetime64[D]")
    except (ValueError, TypeError) as error:
        raise PanelError(
            f"La columna «{name}» no se puede leer como fechas: {error}",
            f"Column '{name}' cannot be read as dates: {error}",
        ) from error


def _numbers(df: pd.DataFrame, name: str) -> NDArray[np.float64]:
    try:
        return pd.to_numeric(df[name]).to_numpy(dtype=np.float64, na_value=np.nan)
    except (ValueError, TypeError) as error:
        raise PanelError(
            f"La columna «{name}» no se puede leer como números: {error}",
            f"Column '{name}' cannot be read as numbers: {error}",
        ) from error


def _refuse_repeats(
    row: NDArray[np.intp], column: NDArray[np.intp], usuarios: NDArray[np.str_], ciclos: tuple[str, ...]
) -> None:
    cell = row.astype(np.int64) * max(len(ciclos), 1) + column
    unique, counts = np.unique(cell, return_counts=True)
    for place in unique[counts > 1][:1]:
        usuario, ciclo = usuarios[place // len(ciclos)], ciclos[place % len(ciclos)]
        raise PanelError(
            f"El usuario «{usuario}» tiene más de una fila en el ciclo {ciclo}; se esperaba una.",
            f"Usuario '{usuario}' has more than one row in ciclo {ciclo}; expected one.",
        )


def _new_meters(
    medidor: pd.Series, row: NDArray[np.intp], column: NDArray[np.intp], shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """Return where the meter is named and is another than the one named last before it."""
    codes, names = pd.factorize(medidor)
    named = (codes >= 0) & np.append(np.asarray(names, dtype=object) != "", False)[codes]
    order = np.lexsort((column[named], row[named]))
    users, columns, meters = row[named][order], column[named][order], codes[named][order]
    other = 1 + np.flatnonzero((users[1:] == users[:-1]) & (meters[1:] != meters[:-1]))
    flags = np.zeros(shape, np.bool_)
    flags[users[other], columns[other]] = True
    return flags


def _scatter(
    values: NDArray[np.float64], row: NDArray[np.intp], column: NDArray[np.intp], shape: tuple[int, int]
) -> NDArray[np.float64]:
    matrix = np.full(shape, np.nan)
    matrix[row, column] = values
    return matrix


def _latest(values: Any, said: NDArray[np.bool_], row: NDArray[np.intp], by_date: NDArray[np.intp], out: Any) -> Any:
    """Put into `out`, one for each usuario, the value of its latest row that says one; a sheet without it says nothing.

    Args:
        values: of each row, shape (n_rows,).
        said: which of them say anything, shape (n_rows,).
        row: usuario of each row.
        by_date: rows in the order of their ends.
        out: what holds where no row says anything, shape (n_usuarios,).
    """
    telling = by_date[said[by_date]]
    latest = np.full(len(out), -1, np.intp)
    latest[row[telling]] = telling  # later assignments win
    return np.where(latest >= 0, np.asarray(values)[latest], out)


def _latest_text(
    df: pd.DataFrame, name: str, row: NDArray[np.intp], by_date: NDArray[np.intp], default: NDArray[np.str_]
) -> NDArray[np.str_]:
    if name not in df.columns:
        return default
    column = df[name]
    said = (column.notna() & (column != "")).to_numpy(np.bool_)
    return np.asarray(_latest(column.to_numpy(object), said, row, by_date, default.astype(object)), np.str_)
