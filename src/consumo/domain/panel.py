"""The Panel: the immutable, dense usuario × ciclo matrix that every analysis takes; it cannot exist unchecked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import NotFoundError
from consumo.domain.panel_arrays import (
    calidad_of,
    delivered_dates,
    desfase_of,
    dias_of,
    entregado_of,
    flags_of,
    frozen,
    grouped,
    optional_matrix,
    row_or_zero,
    texts_or_blank,
)
from consumo.domain.panel_checks import check_calendar, check_ids, check_kwh
from consumo.domain.quality import measured
from consumo.domain.raw_cells import RawCells

if TYPE_CHECKING:  # half of the start of a process that only serves or forecasts would go into loading it
    import pandas as pd

__all__ = ["Panel"]

Floats = NDArray[np.float64]
Texts = NDArray[np.str_]


@dataclass(frozen=True, eq=False, kw_only=True)
class Panel:
    """Consumption of every usuario in every ciclo; NaN = missing, never 0.

    Build it with `from_matrix` or `from_frame`, which check it; the arrays are read-only from then on.

    Attributes:
        calendar: the ciclos (ids, desde, hasta), length n_ciclos.
        usuarios: ids, unique, shape (n_usuarios,).
        nombres, medidores: text or '', shape (n_usuarios,).
        baterias: ids, unique, in natural order, shape (n_baterias,).
        bateria_of: index into `baterias` of each usuario, int32, shape (n_usuarios,).
        kwh: consumption [kWh], ≥ 0 or NaN, shape (n_usuarios, n_ciclos).
        dias: days between the two readings [d], shape (n_usuarios, n_ciclos); the ciclo's where there is no reading.
        calidad: `Calidad` code, MISSING_CALIDAD where kwh is missing, uint8, shape (n_usuarios, n_ciclos).
        abierto: whether each ciclo is still open, bool, shape (n_ciclos,).
        lectura_anterior, lectura_actual: registers [kWh before factor], or None where no registers are known.
        factor: multiplication factor [–], with the registers.
        digitos: digits of each usuario's register, 0 = unknown, int8, shape (n_usuarios,).
        entregado: energy through the totalizador [kWh], NaN where unknown, shape (n_baterias, n_ciclos).
        desfase: days after the ciclo's `hasta` on which each reading was made [d], or None if all were made on it.
        medidor_nuevo: where the reading is of another meter than the one before, or None if none is.
        entregado_fechas: first day and day after the last of each totalizador's reading, shape
            (n_baterias, n_ciclos, 2), or None if they are those of the ciclos.
        crudo: by matrix, the raw values of the cells that decisions changed (`panel_edits`).
    """

    calendar: Calendar
    usuarios: Texts
    nombres: Texts
    medidores: Texts
    baterias: Texts
    bateria_of: NDArray[np.int32]
    kwh: Floats
    dias: NDArray[np.int16]
    calidad: NDArray[np.uint8]
    abierto: NDArray[np.bool_]
    digitos: NDArray[np.int8]
    entregado: Floats
    lectura_anterior: Floats | None = None
    lectura_actual: Floats | None = None
    factor: Floats | None = None
    desfase: NDArray[np.int16] | None = None
    medidor_nuevo: NDArray[np.bool_] | None = None
    entregado_fechas: NDArray[np.datetime64] | None = None
    crudo: Mapping[str, RawCells] = field(default_factory=dict)

    @classmethod
    def from_matrix(  # noqa: PLR0913 - the one door from arrays: a keyword per matrix that a Panel may hold
        cls,
        *,
        usuarios: Sequence[str] | Texts,
        baterias: Sequence[str] | Texts | None = None,
        desde: ArrayLike,
        hasta: ArrayLike,
        kwh: ArrayLike,
        ciclos: Sequence[str] | None = None,
        dias: ArrayLike | None = None,
        calidad: ArrayLike | None = None,
        abierto: ArrayLike | None = None,
        nombres: Sequence[str] | Texts | None = None,
        medidores: Sequence[str] | Texts | None = None,
        digitos: ArrayLike | None = None,
        entregado: Mapping[str, ArrayLike] | None = None,
        lectura_anterior: ArrayLike | None = None,
        lectura_actual: ArrayLike | None = None,
        factor: ArrayLike | None = None,
        desfase: ArrayLike | None = None,
        medidor_nuevo: ArrayLike | None = None,
        entregado_fechas: Mapping[str, ArrayLike] | None = None,
    ) -> Self:
        """Build a Panel from arrays; rows keep the order given.

        Args:
            usuarios: unique ids, length n_usuarios.
            baterias: the bateria of each usuario, length n_usuarios; one default bateria if None.
            desde: first day of each ciclo, length n_ciclos, increasing.
            hasta: day after the last of each ciclo.
            kwh: shape (n_usuarios, n_ciclos) [kWh]; NaN = missing.
            ciclos: ids of the ciclos; named after their middle month if None.
            dias: days between readings, broadcastable to kwh's shape; the ciclo's own days if None.
            calidad: `Calidad` codes of kwh's shape; VALIDA where kwh is known if None.
            abierto: bool per ciclo; all closed if None.
            nombres: names of the usuarios.
            medidores: meters of the usuarios.
            digitos: digits of each register; 0 = unknown.
            entregado: by bateria, kWh per ciclo through its totalizador.
            lectura_anterior: registers at the start, kwh's shape.
            lectura_actual: registers at the end, kwh's shape.
            factor: multiplication factors, broadcastable to kwh's shape.
            desfase: days after the ciclo's `hasta` on which each reading was made, kwh's shape; 0 if None.
            medidor_nuevo: where the reading is of another meter than the one before, kwh's shape.
            entregado_fechas: by bateria, `desde` and `hasta` of its totalizador's readings, shape (n_ciclos, 2).

        Raises:
            PanelError: if lengths, dates, ids or values do not hold; the message names the first offender.
        """
        users = check_ids("usuario", usuarios)
        calendar = check_calendar(desde, hasta, ciclos)
        shape = (len(users), len(calendar))
        values = check_kwh(np.asarray(kwh, dtype=np.float64), shape, users, calendar.ids)
        names, bateria_of = grouped(baterias, len(users))
        return cls(
            calendar=calendar,
            usuarios=frozen(users),
            nombres=frozen(texts_or_blank("nombres", nombres, len(users))),
            medidores=frozen(texts_or_blank("medidores", medidores, len(users))),
            baterias=frozen(names),
            bateria_of=frozen(bateria_of),
            kwh=frozen(values),
            dias=frozen(dias_of(dias, calendar, values)),
            calidad=frozen(calidad_of(calidad, values)),
            abierto=frozen(row_or_zero("abierto", abierto, np.bool_, len(calendar))),
            digitos=frozen(row_or_zero("digitos", digitos, np.int8, len(users))),
            entregado=frozen(entregado_of(entregado, names, len(calendar))),
            lectura_anterior=optional_matrix(lectura_anterior, shape),
            lectura_actual=optional_matrix(lectura_actual, shape),
            factor=optional_matrix(factor, shape),
            desfase=desfase_of(desfase, shape),
            medidor_nuevo=flags_of("medidor_nuevo", medidor_nuevo, shape),
            entregado_fechas=delivered_dates(entregado_fechas, names, calendar),
        )

    @classmethod
    def from_frame(cls, df: "pd.DataFrame") -> Self:
        """Build a Panel from long rows.

        Args:
            df: columns `usuario, bateria, desde, hasta, kwh`; optional `ciclo, nombre, medidor, calidad,
                digitos, lectura_anterior, lectura_actual, factor`. Dates as dates or ISO text; a missing bateria
                is the default one. Rows whose kwh is missing are allowed. Usuarios are put in natural order, each
                with the bateria, name and meter of its latest row; rows of one ciclo may differ in their dates
                by a few days (`dias` keeps each usuario's own).

        Raises:
            PanelError: if a column is missing, a date or number cannot be read, or a usuario has two rows in a
                ciclo.
        """
        from consumo.domain.panel_frame import matrices_from_frame  # noqa: PLC0415 - pandas: see above

        return cls.from_matrix(**matrices_from_frame(df))

    @property
    def n_usuarios(self) -> int:
        """Number of usuarios."""
        return len(self.usuarios)

    @property
    def n_ciclos(self) -> int:
        """Number of ciclos."""
        return len(self.calendar)

    @property
    def n_baterias(self) -> int:
        """Number of baterias."""
        return len(self.baterias)

    @property
    def ciclos(self) -> tuple[str, ...]:
        """Ids of the ciclos, oldest first."""
        return self.calendar.ids

    @property
    def desde(self) -> NDArray[np.datetime64]:
        """First day of each ciclo, shape (n_ciclos,)."""
        return self.calendar.desde

    @property
    def hasta(self) -> NDArray[np.datetime64]:
        """Day after the last of each ciclo, shape (n_ciclos,)."""
        return self.calendar.hasta

    @cached_property
    def kwh_dia(self) -> Floats:
        """Consumption per day [kWh/d], NaN = missing, shape (n_usuarios, n_ciclos)."""
        return frozen(self.kwh / self.dias)

    @cached_property
    def is_measured(self) -> NDArray[np.bool_]:
        """Where kwh is known and neither estimated nor questionable: what a model may be trained on."""
        return frozen(measured(self.kwh, self.calidad))

    def row_of(self, usuario: str) -> int:
        """Return the row of `usuario`.

        Raises:
            NotFoundError: if there is no such usuario; suggests the nearest ids.
        """
        return self._find("usuario", self.usuarios, self._usuario_order, usuario)

    def bateria_row(self, bateria: str) -> int:
        """Return the index of `bateria`.

        Raises:
            NotFoundError: if there is no such bateria.
        """
        return self._find("bateria", self.baterias, np.argsort(self.baterias), bateria)

    def ciclo_column(self, ciclo: str) -> int:
        """Return the column of `ciclo`.

        Raises:
            NotFoundError: if there is no such ciclo.
        """
        try:
            return self.ciclos.index(ciclo)
        except ValueError:
            raise NotFoundError("ciclo", ciclo, self.ciclos) from None

    def rows_of_bateria(self, bateria: str) -> NDArray[np.intp]:
        """Return the rows of the usuarios of `bateria`, in order.

        Raises:
            NotFoundError: if there is no such bateria.
        """
        return np.flatnonzero(self.bateria_of == self.bateria_row(bateria))

    def fechas_of(self, rows: ArrayLike) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
        """Return the first day and the day after the last of the readings of `rows`, of their shape + (n_ciclos,)."""
        chosen = np.asarray(rows, dtype=np.intp)
        late = 0 if self.desfase is None else self.desfase[chosen].astype("timedelta64[D]")
        last = np.broadcast_to(self.hasta + late, (*chosen.shape, self.n_ciclos))
        return last - self.dias[chosen].astype("timedelta64[D]"), last

    def to_frame(self) -> "pd.DataFrame":
        """Return long rows, one per known consumption, that `from_frame` reads back."""
        import pandas as pd  # noqa: PLC0415 - see above

        row, column = np.nonzero(np.isfinite(self.kwh))
        late = 0 if self.desfase is None else self.desfase[row, column].astype("timedelta64[D]")
        last = self.hasta[column] + late
        first = last - self.dias[row, column].astype("timedelta64[D]")
        return pd.DataFrame(
            {
                "usuario": self.usuarios[row],
                "bateria": self.baterias[self.bateria_of[row]],
                "ciclo": np.asarray(self.ciclos, dtype=object)[column],
                "desde": first.astype("datetime64[s]"),
                "hasta": last.astype("datetime64[s]"),
                "kwh": self.kwh[row, column],
                "calidad": self.calidad[row, column],
            }
        )

    @cached_property
    def _usuario_order(self) -> NDArray[np.intp]:
        return np.argsort(self.usuarios, kind="stable")

    @staticmethod
    def _find(kind: str, ids: Texts, order: NDArray[np.intp], wanted: str) -> int:
        place = int(np.searchsorted(ids, wanted, sorter=order))
        if place < len(ids) and ids[order[place]] == wanted:
            return int(order[place])
        # Suggesting over a million ids would take seconds: the neighbours in order are near enough there.
        near = ids if len(ids) <= 20_000 else ids[order[max(0, place - 100) : place + 100]]
        raise NotFoundError(kind, wanted, near.tolist())
