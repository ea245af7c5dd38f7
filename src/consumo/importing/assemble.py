"""The settled long table → the Panel."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.ciclo_groups import group_ciclos
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.panel_frame import matrices_from_frame
from consumo.importing.chain import chain_readings
from consumo.importing.consumption import compute_consumption
from consumo.importing.lecturas import TOTALIZADOR, USUARIO
from consumo.importing.settle import qualify_ids

__all__ = ["assemble_panel"]


def assemble_panel(lecturas: pd.DataFrame) -> tuple[Panel, tuple[Hallazgo, ...]]:
    """Build the Panel of a settled long table (one row per clase, usuario, bateria and ciclo).

    An id that two baterias use in the same ciclo is two usuarios, whichever files they came in: its bateria is put
    before it in all their ciclos.

    Ciclos are grouped by their dates and keep the name that most of their rows give them. The last ciclo is open
    if the workbook gives its readings apart from the history, or some usuario that was read in the ciclo before is
    not read in it.

    Raises:
        PanelError: if there is no row of a usuario, or the rows do not form a Panel.
    """
    distinct, shared = qualify_ids(lecturas)
    chained, chain_findings = _consumption_across_files(distinct)
    named = _name_ciclos(_without_openings(chained))
    people = named[named["clase"] == USUARIO]
    people, findings = _one_per_ciclo(people)
    findings = [*shared, *chain_findings, *findings]
    matrices = matrices_from_frame(people)
    known = np.isfinite(matrices["kwh"])
    column = {ciclo: k for k, ciclo in enumerate(matrices["ciclos"])}
    abierto = np.zeros(len(column), dtype=np.bool_)
    if column:
        declared = people.loc[people["ciclo"] == matrices["ciclos"][-1], "abierta"].astype(bool).any()
        unread = known.shape[1] > 1 and bool((known[:, -2] & ~known[:, -1]).any())
        abierto[-1] = bool(declared) or unread
    totals = named[named["clase"] == TOTALIZADOR]
    matrices["entregado"], matrices["entregado_fechas"] = _delivered(totals, column, set(matrices["baterias"].tolist()))
    return Panel.from_matrix(**matrices, abierto=abierto), tuple(findings)


def _consumption_across_files(lecturas: pd.DataFrame) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Give readings whose previous one came in another file their consumption."""
    out, filled = chain_readings(lecturas)
    findings: list[Hallazgo] = []
    if filled.any():
        done, findings = compute_consumption(out[filled])
        out = out.copy()
        for name in ("kwh", "factor", "calidad"):
            column = out[name].to_numpy(copy=True)
            column[filled] = done[name].to_numpy()
            out[name] = column
    alone = _is_opening(out)
    if alone.any():
        first = out[alone].iloc[0]
        findings.append(Hallazgo(codigo="lectura.sin_anterior", hoja=first["hoja"], veces=int(alone.sum())))
    return out, findings


def _is_opening(lecturas: pd.DataFrame) -> NDArray[np.bool_]:
    known = {name: lecturas[name].notna().to_numpy() for name in ("lectura_anterior", "lectura_actual", "kwh")}
    return ~known["lectura_anterior"] & known["lectura_actual"] & ~known["kwh"]


def _without_openings(lecturas: pd.DataFrame) -> pd.DataFrame:
    """Leave out the first readings before any consumption is known: they open no ciclo of their own."""
    opening, known = _is_opening(lecturas), lecturas["kwh"].notna().to_numpy()
    if not opening.any() or not known.any():
        return lecturas
    hasta = lecturas["hasta"].to_numpy()
    unused = opening & (hasta <= lecturas["desde"].to_numpy()[known].min())
    kept: pd.DataFrame = lecturas.loc[~unused]
    return kept


def _name_ciclos(lecturas: pd.DataFrame) -> pd.DataFrame:
    desde = lecturas["desde"].to_numpy().astype("datetime64[D]")
    hasta = lecturas["hasta"].to_numpy().astype("datetime64[D]")
    calendar, place = group_ciclos(desde, hasta)
    votes: dict[int, Counter[str]] = {}
    pairs = pd.DataFrame({"place": place, "ciclo": lecturas["ciclo"].to_numpy()}).value_counts()
    for k, ciclo, count in pairs.reset_index().itertuples(index=False, name=None):
        votes.setdefault(int(k), Counter())[str(ciclo)] += int(count)
    names = [votes[k].most_common(1)[0][0] for k in range(len(calendar["ciclos"]))]
    alike = {len(name) for name in names} in ({len("2025-09")}, {len("2025")})
    if len(set(names)) < len(names) or not alike or names != sorted(names):
        names = list(calendar["ciclos"])
    return lecturas.assign(ciclo=np.asarray(names, dtype=object)[place])


def _one_per_ciclo(people: pd.DataFrame) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Keep the row that ends last where two dated rows of a usuario fall in one ciclo, and say so."""
    twice = people.duplicated(["usuario", "ciclo"], keep=False)
    if not twice.any():
        return people, []
    ordered = people.sort_values("hasta", kind="stable")
    dropped = ordered[ordered.duplicated(["usuario", "ciclo"], keep="last")]
    findings = [
        Hallazgo(
            codigo="lectura.duplicada",
            hoja=str(hoja),
            fila=int(fila),
            usuario=str(usuario),
            ciclo=str(ciclo),
            evidencia={"veces_vistas": 2},
        )
        for hoja, fila, usuario, ciclo in dropped[["hoja", "fila", "usuario", "ciclo"]].to_numpy().tolist()
    ]
    return people.drop(index=dropped.index), findings


def _delivered(
    totals: pd.DataFrame, column: dict[str, int], baterias: set[str]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.datetime64]]]:
    """Return the kWh through the totalizador of each bateria, and the dates of its readings, by ciclo."""
    delivered: dict[str, Any] = {}
    dates: dict[str, Any] = {}
    rows = totals[["bateria", "ciclo", "kwh", "desde", "hasta"]].itertuples(index=False, name=None)
    for bateria, ciclo, kwh, desde, hasta in rows:
        place = column.get(str(ciclo))
        if place is None or bateria not in baterias:
            continue
        line = delivered.setdefault(str(bateria), np.full(len(column), np.nan))
        line[place] = kwh
        days = dates.setdefault(str(bateria), np.full((len(column), 2), np.datetime64("NaT"), "datetime64[D]"))
        days[place] = (np.datetime64(desde, "D"), np.datetime64(hasta, "D"))
    return delivered, dates
