"""kWh of each row: (actual − anterior) × factor, or as declared; never negative, never 0 for want of a value."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Calidad

__all__ = ["compute_consumption"]

_TOLERANCE_KWH: Final = 1.0  # declared against computed: readings are whole kWh
_TOLERANCE: Final = 0.005
_NEAR_END: Final = 0.9  # a rollover starts in the last tenth of the register and ends in the first
_NEAR_START: Final = 0.1
_MAX_LISTED: Final = 1000
_ESTIMATED_WORDS: Final = ("estim", "promedi", "média", "media")

Mask = NDArray[np.bool_]


def compute_consumption(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Fill `kwh`, `factor` and `calidad` of long rows.

    Args:
        frame: the columns of `lecturas.COLUMNS`; `kwh` is overwritten.

    Returns:
        The rows, and a finding for each consumption that could not be taken over as it stands.
    """
    start, end = (frame[name].to_numpy(np.float64) for name in ("lectura_anterior", "lectura_actual"))
    declared = frame["consumo_kwh"].to_numpy(np.float64)
    factor = frame["factor"].to_numpy(np.float64)
    read = np.isfinite(start) & np.isfinite(end)
    factor = np.where(read & ~(factor > 0), 1.0, factor)
    computed = (end - start) * factor
    fell = read & (end < start)
    rolled, capacity = _rolled_over(frame, start, end, declared, factor, fell)
    computed = np.where(rolled, (end + capacity - start) * factor, computed)
    lost = fell & ~rolled
    negative = ~read & (declared < 0)
    kwh = np.where(read, computed, declared)
    kwh[lost | negative] = np.nan
    mismatch = read & ~lost & np.isfinite(declared)
    mismatch &= abs(computed - declared) > np.maximum(_TOLERANCE_KWH, _TOLERANCE * abs(computed))
    findings = [
        *_findings(frame, "lectura.vuelta_de_medidor", rolled, {"tope": capacity, "kwh": kwh}),
        *_findings(frame, "lectura.menor_que_anterior", lost, {}),
        *_findings(frame, "consumo.negativo", negative, {}),
        *_findings(frame, "consumo.declarado_no_cuadra", mismatch, {"calculado": computed, "declarado": declared}),
    ]
    calidad = np.where(_estimated(frame), int(Calidad.ESTIMADA_DIA_REFERENCIA), int(Calidad.VALIDA))
    return frame.assign(kwh=kwh, factor=factor, calidad=calidad), findings


def _estimated(frame: pd.DataFrame) -> Mask:
    """Tell the readings that are no reading; few distinct words say so."""
    codes, words = pd.factorize(frame["tipo_lectura"])
    says = np.array([str(word).strip().casefold().startswith(_ESTIMATED_WORDS) for word in words] or [False], np.bool_)
    return says[codes] & (codes >= 0)


def _rolled_over(
    frame: pd.DataFrame,
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    declared: NDArray[np.float64],
    factor: NDArray[np.float64],
    fell: Mask,
) -> tuple[Mask, NDArray[np.float64]]:
    """Tell which falls are a register that began again at 0, and the register's capacity [kWh before factor].

    Either the digits are known and the reading went from the last tenth to the first, or the consumption that the
    workbook declares is what a register of that many digits gives.
    """
    digits = frame["digitos"].to_numpy(np.float64)
    needed = np.ceil(np.log10(np.maximum(start, 9) + 1))
    capacity = 10.0 ** np.where(digits > 0, digits, needed)
    credible = (start >= _NEAR_END * capacity) & (end <= _NEAR_START * capacity)
    agrees = abs((end + capacity - start) * factor - declared) <= _TOLERANCE_KWH
    return fell & (start < capacity) & ((credible & (digits > 0)) | agrees), capacity


def _findings(frame: pd.DataFrame, codigo: str, mask: Mask, evidence: dict[str, NDArray[np.float64]]) -> list[Hallazgo]:
    places = np.flatnonzero(mask)
    if len(places) == 0:
        return []
    listed = places[:_MAX_LISTED]
    found = [
        Hallazgo(
            codigo=codigo,
            hoja=row["hoja"],
            fila=int(row["fila"]),
            usuario=row["usuario"],
            bateria=row["bateria"],
            ciclo=row["ciclo"],
            valor=f"{row['consumo_kwh' if np.isnan(row['lectura_actual']) else 'lectura_actual']:g}",
            evidencia={
                "anterior": _plain(row["lectura_anterior"]),
                "actual": _plain(row["lectura_actual"]),
                "factor": _plain(row["factor"]),
                **{name: round(float(values[k]), 3) for name, values in evidence.items()},
            },
        )
        for k, row in zip(listed.tolist(), frame.iloc[listed].to_dict("records"), strict=True)
    ]
    if len(places) > _MAX_LISTED:
        hoja = str(frame["hoja"].iloc[places[-1]])
        found.append(Hallazgo(codigo=codigo, hoja=hoja, veces=len(places) - _MAX_LISTED))
    return found


def _plain(value: float) -> float | None:
    return round(float(value), 3) if np.isfinite(value) else None
