"""A Panel from a file that is not published: a tidy CSV, as of public benchmark panels, or a workbook."""

import zlib
from pathlib import Path
from typing import Final

import pandas as pd

from consumo.domain.errors import InputError, ParameterError
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import PANEL_COLUMNS
from consumo.importing.assemble import assemble_panel
from consumo.importing.isolated import read_isolated

__all__ = ["panel_of_file"]

_RENAMED: Final = {"series_id": "usuario", "group": "bateria", "period_start": "desde", "period_end": "hasta"}
"""Columns of public benchmark panels, and what they are here."""


def panel_of_file(path: Path, *, completas: bool = False, donde: str | None = None) -> Panel:
    """Read a tidy CSV (`.csv`, `.csv.gz`) with the columns `usuario, bateria, desde, hasta, kwh`, or a workbook.

    The names of public benchmark panels (`series_id, group, period_start, period_end`) are understood too.

    Args:
        path: the file.
        completas: keep only the usuarios that have a value in every ciclo (CSV only).
        donde: (CSV only) `columna=valor`: keep only the usuarios all of whose rows say so.

    Raises:
        InputError: if the file cannot be read, or a parameter does not hold.
    """
    if not path.name.lower().endswith((".csv", ".csv.gz")):
        panel, _found = assemble_panel(read_isolated([path]).lecturas)
        return panel
    df = _read_tidy(path)
    if donde is not None:
        df = _where(df, donde)
    if completas and set(PANEL_COLUMNS) <= set(df.columns):
        ciclos = len(df[["desde", "hasta"]].drop_duplicates())
        df = df[df.groupby("usuario")["kwh"].transform("count") == ciclos]
    return Panel.from_frame(df)


def _read_tidy(path: Path) -> pd.DataFrame:
    try:
        df = pd.read_csv(path, dtype=dict.fromkeys(("series_id", "group", "usuario", "bateria"), str))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"No se puede leer «{path}» como CSV: {reason}.", f"Cannot read '{path}' as CSV: {reason}."
        ) from error
    return df.rename(columns={old: new for old, new in _RENAMED.items() if new not in df.columns})


def _where(df: pd.DataFrame, condition: str) -> pd.DataFrame:
    column, equals, value = condition.partition("=")
    if not equals or column not in df.columns or "usuario" not in df.columns:
        names = ", ".join(map(str, df.columns))
        raise ParameterError("donde", condition, f"columna=valor, con una de {names}", f"column=value, of {names}")
    fits = (df[column].astype(str) == value).groupby(df["usuario"]).transform("all")
    return df[fits]
