"""One row per usuario and ciclo: repeated rows are taken once, meter changes added up, contradictions refused."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.restating import ROW_KEY, restated_by
from consumo.importing.lecturas import USUARIO

__all__ = ["latest_of_each", "qualify_ids", "settle_repeats"]

_KEY: Final = ROW_KEY
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
    """Of rows of several files about the same usuario and ciclo keep the last, and say where it differs.

    The files count in the order of their rows, as if they were imported one after the other.
    """
    people = ["clase", "usuario", "ciclo"]
    if not lecturas.duplicated(people).any():
        return lecturas, []
    nth = pd.factorize(lecturas["archivo"])[0]
    kept, changed = lecturas[nth == 0], []
    for k in range(1, int(nth.max()) + 1):
        later, moved_from = restated_by(kept, lecturas[nth == k])
        places = pd.MultiIndex.from_frame(kept[_KEY]).get_indexer(pd.MultiIndex.from_frame(later[_KEY]))
        places = np.where(places >= 0, places, moved_from)
        new = places >= 0
        before = kept.iloc[places[new]]
        changed.append(_changed(before, later[new]))
        left = np.ones(len(kept), np.bool_)
        left[places[new]] = False
        kept = pd.concat([kept[left], later])
    kept = kept.reset_index(drop=True)
    every = pd.concat(changed, ignore_index=True)
    if every.empty:
        return kept, []
    first = every.iloc[0]
    finding = Hallazgo(
        codigo="lectura.reemplazada",
        hoja=first["hoja"],
        fila=int(first["fila"]),
        usuario=first["usuario"],
        ciclo=first["ciclo"],
        veces=len(every),
        evidencia={"archivo": first["archivo"], "archivo_nuevo": first["archivo_nuevo"]},
    )
    return kept, [finding]


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose consumption a later file gives otherwise."""
    old, new = (frame["kwh"].to_numpy(np.float64) for frame in (before, after))
    alike = (np.abs(old - new) < 1e-9) | (np.isnan(old) & np.isnan(new))
    out: pd.DataFrame = before.assign(archivo_nuevo=after["archivo"].to_numpy())[~alike]
    return out
