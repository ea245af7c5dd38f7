"""One row per usuario and ciclo: repeated rows are taken once, meter changes added up, contradictions refused."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.lecturas import USUARIO

__all__ = ["latest_of_each", "qualify_ids", "settle_repeats"]

_KEY: Final = ["clase", "usuario", "ciclo"]
_VALUES: Final = ["lectura_anterior", "lectura_actual", "factor", "kwh", "desde", "hasta"]
_MAX_LISTED: Final = 1000

Mask = NDArray[np.bool_]


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


def settle_repeats(lecturas: pd.DataFrame) -> tuple[pd.DataFrame, list[Hallazgo], pd.DataFrame]:
    """Leave one row per (clase, usuario, ciclo) of a file.

    Returns:
        The rows; the findings; the rows refused because they contradict each other.
    """
    repeated = lecturas.duplicated(_KEY, keep=False).to_numpy()
    if not repeated.any():
        return lecturas, [], lecturas.iloc[:0]
    several = lecturas[repeated].sort_values([*_KEY, "desde"], kind="stable")
    same = several.duplicated([*_KEY, *_VALUES], keep="first").to_numpy()
    findings = [*_same_findings(several[same])]
    several = several[~same]
    group: NDArray[np.int64] = np.asarray(several.groupby(_KEY, sort=False).ngroup(), np.int64)
    joined, refused = _sort_groups(several, group)
    findings += _findings(several, group, joined, refused)
    alone = ~(joined | refused)
    parts: list[pd.DataFrame] = [lecturas[~repeated], several[alone], _joined(several[joined], group[joined])]
    kept = pd.concat(parts)
    return kept.sort_index().reset_index(drop=True), findings, several[refused]


def _sort_groups(rows: pd.DataFrame, group: NDArray[np.int64]) -> tuple[Mask, Mask]:
    """Tell the rows that are stretches of a change of meter, and those that contradict each other."""
    size = np.bincount(group)[group]
    within = np.append(False, group[1:] == group[:-1])
    desde, hasta = rows["desde"].to_numpy(), rows["hasta"].to_numpy()
    follows = np.ones(len(rows), np.bool_)
    follows[1:] = ~within[1:] | (desde[1:] == hasta[:-1])
    # Every stretch has its own meter: two rows of the same meter are a reading that somebody wrote twice.
    meters = rows["medidor"].to_numpy()
    follows[1:] &= ~within[1:] | (meters[1:] != meters[:-1])
    broken = np.bincount(group, weights=~follows)[group] > 0
    return (size > 1) & ~broken, (size > 1) & broken


def _joined(rows: pd.DataFrame, group: NDArray[np.int64]) -> pd.DataFrame:
    """Add up the stretches of each group into its last row."""
    if rows.empty:
        return rows
    kwh = rows["kwh"].groupby(group).transform(lambda part: part.sum(skipna=False))
    first = rows["desde"].groupby(group).transform("min")
    last = np.append(group[1:] != group[:-1], True)
    out = rows.assign(kwh=kwh, consumo_kwh=kwh, desde=first)[last]
    # The registers of two meters do not subtract: the row keeps the new meter's, which the next ciclo goes on from.
    return out.assign(lectura_anterior=np.nan)


def _same_findings(same: pd.DataFrame) -> list[Hallazgo]:
    if same.empty:
        return []
    first = same.iloc[0]
    return [Hallazgo(codigo="lectura.repetida", hoja=first["hoja"], fila=int(first["fila"]), veces=len(same))]


def _findings(rows: pd.DataFrame, group: NDArray[np.int64], joined: Mask, refused: Mask) -> list[Hallazgo]:
    found = []
    for codigo, mask in (("lectura.duplicada", refused), ("lectura.cambio_de_medidor", joined)):
        groups = np.unique(group[mask])
        for _, part in rows[np.isin(group, groups[:_MAX_LISTED])].groupby(_KEY, sort=False):
            last, kwh = part.iloc[-1], float(part["kwh"].sum(skipna=False))
            filas = ", ".join(str(fila) for fila in part["fila"].tolist())
            evidence = (
                {"veces_vistas": len(part), "filas": filas}
                if codigo.endswith("duplicada")
                else {
                    "tramos": len(part),
                    "kwh": round(kwh, 3) if np.isfinite(kwh) else None,
                }
            )
            found.append(
                Hallazgo(
                    codigo=codigo,
                    hoja=last["hoja"],
                    fila=int(last["fila"]),
                    usuario=last["usuario"],
                    ciclo=last["ciclo"],
                    evidencia=evidence,
                )
            )
        if len(groups) > _MAX_LISTED:
            found.append(Hallazgo(codigo=codigo, veces=len(groups) - _MAX_LISTED))
    return found


def latest_of_each(lecturas: pd.DataFrame) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Of rows of several files about the same usuario and ciclo keep the last, and say where it differs."""
    older = lecturas.duplicated(_KEY, keep="last").to_numpy()
    if not older.any():
        return lecturas, []
    kept = lecturas[~older].reset_index(drop=True)
    both = lecturas[older].merge(kept[[*_KEY, "kwh", "archivo"]], on=_KEY, suffixes=("", "_nuevo"))
    alike = (both["kwh"] - both["kwh_nuevo"]).abs().lt(1e-9) | (both["kwh"].isna() & both["kwh_nuevo"].isna())
    changed = both[~alike]
    if changed.empty:
        return kept, []
    first = changed.iloc[0]
    return kept, [
        Hallazgo(
            codigo="lectura.reemplazada",
            hoja=first["hoja"],
            fila=int(first["fila"]),
            usuario=first["usuario"],
            ciclo=first["ciclo"],
            veces=len(changed),
            evidencia={"archivo": first["archivo"], "archivo_nuevo": first["archivo_nuevo"]},
        )
    ]
