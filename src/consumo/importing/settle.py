"""One row per usuario and ciclo: repeated rows are taken once, meter changes added up, contradictions refused."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.lecturas import USUARIO

__all__ = ["qualify_ids", "settle_repeats"]

_KEY = ["clase", "usuario", "ciclo"]
_VALUES = ["lectura_anterior", "lectura_actual", "factor", "kwh", "desde", "hasta"]


def qualify_ids(lecturas: pd.DataFrame) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Put the bateria before ids that two baterias use in the same ciclo: they are different usuarios."""
    people = lecturas[lecturas["clase"] == USUARIO]
    if people["bateria"].nunique() < 2:
        return lecturas, []
    pairs = people[["usuario", "ciclo", "bateria"]].drop_duplicates()
    shared = pairs.loc[pairs.duplicated(["usuario", "ciclo"], keep=False), "usuario"].unique()
    if len(shared) == 0:
        return lecturas, []
    clash = lecturas["usuario"].isin(shared) & (lecturas["clase"] == USUARIO)
    out = lecturas.copy()
    out.loc[clash, "usuario"] = out.loc[clash, "bateria"] + "/" + out.loc[clash, "usuario"]
    return out, [Hallazgo(codigo="dato.usuario_en_dos_baterias", usuario=str(shared[0]), veces=len(shared))]


def settle_repeats(lecturas: pd.DataFrame) -> tuple[pd.DataFrame, list[Hallazgo], int]:
    """Leave one row per (clase, usuario, ciclo).

    Returns:
        The rows; the findings; how many rows were refused because they contradict each other.
    """
    repeated = lecturas.duplicated(_KEY, keep=False)
    if not repeated.any():
        return lecturas, [], 0
    single, several = lecturas[~repeated], lecturas[repeated]
    same = several.duplicated([*_KEY, *_VALUES], keep="first")
    findings = []
    if same.any():
        first = several[same].iloc[0]
        findings.append(
            Hallazgo(codigo="lectura.repetida", hoja=first["hoja"], fila=int(first["fila"]), veces=int(same.sum()))
        )
    kept = [single]
    refused = 0
    for key, group in several[~same].groupby(_KEY, sort=False):
        merged = _join(group.sort_values("desde"))
        if merged is None:
            refused += len(group)
        else:
            kept.append(merged)
        if len(group) > 1:
            findings.append(_finding(key, group, merged))
    return pd.concat(kept).sort_index().reset_index(drop=True), findings, refused


def _join(group: pd.DataFrame) -> pd.DataFrame | None:
    """Add up stretches that follow each other (a change of meter); None if they contradict each other."""
    if len(group) == 1:
        return group
    follows = (group["desde"].to_numpy()[1:] == group["hasta"].to_numpy()[:-1]).all()
    if not follows or group["medidor"].nunique() < 2:
        return None
    last = group.iloc[[-1]].copy()
    kwh = group["kwh"].to_numpy(np.float64)
    last["desde"] = group["desde"].iloc[0]
    last["kwh"] = kwh.sum()  # one unknown stretch makes the whole unknown
    last["consumo_kwh"] = kwh.sum()
    # The registers of two meters do not subtract: the row keeps the new meter's, which the next ciclo goes on from.
    last["lectura_anterior"] = np.nan
    return last


def _finding(key: Sequence[Hashable], group: pd.DataFrame, merged: pd.DataFrame | None) -> Hallazgo:
    place: dict[str, Any] = {
        "hoja": group["hoja"].iloc[0],
        "fila": int(group["fila"].iloc[-1]),
        "usuario": str(key[1]),
        "ciclo": str(key[2]),
    }
    if merged is None:
        rows = ", ".join(str(f) for f in group["fila"].tolist())
        return Hallazgo(codigo="lectura.duplicada", **place, evidencia={"veces_vistas": len(group), "filas": rows})
    kwh = float(merged["kwh"].iloc[0])
    evidence = {"tramos": len(group), "kwh": round(kwh, 3) if np.isfinite(kwh) else None}
    return Hallazgo(codigo="lectura.cambio_de_medidor", **place, evidencia=evidence)
