"""What a decision must hold to before it is recorded."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from consumo.critica.effect import place_of
from consumo.domain.decision import Decision, TipoDecision
from consumo.domain.errors import ConflictError, InputError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel

__all__ = ["about", "check_conflict", "check_lost", "check_place"]


@contextmanager
def about(finding: Hallazgo, *, several: bool) -> Iterator[None]:
    """Have the errors of one decision among `several` say on which finding; all of them stand or fall together."""
    try:
        yield
    except InputError as error:
        if not several:
            raise
        who = f"{finding.usuario or finding.bateria or '—'}, {finding.ciclo or '—'}"
        raise InputError(
            f"Hallazgo {finding.identidad} ({who}): {error.es} No se publicó ninguna decisión.",
            f"Finding {finding.identidad} ({who}): {error.en} No decision was published.",
        ) from error


def check_conflict(made: Decision | None, reemplaza: int | None, finding: Hallazgo) -> None:
    """Refuse to decide over somebody's head.

    Args:
        made: the decision in force on the finding, if any.
        reemplaza: the one that the new decision is meant to take the place of.
        finding: the finding.

    Raises:
        ConflictError: if they are not the same.
    """
    if made is not None and reemplaza != made.numero:
        raise ConflictError(
            f"{made.quien} ya decidió sobre este hallazgo ({finding.identidad}) el {made.cuando}: «{made.tipo}», "
            f"decisión {made.numero}. Mírela y, si quiere cambiarla, deshágala o repita con «reemplaza»: "
            f"{made.numero}.",
            f"{made.quien} has decided on this finding ({finding.identidad}) on {made.cuando}: '{made.tipo}', decision "
            f"{made.numero}. Look at it and, to change it, undo it or try again with 'reemplaza': {made.numero}.",
        )
    if made is None and reemplaza is not None:
        raise ConflictError(
            f"La decisión {reemplaza} ya no está vigente sobre este hallazgo. Pida el hallazgo de nuevo.",
            f"Decision {reemplaza} is not in force on this finding any more. Ask for the finding again.",
        )


def check_place(panel: Panel, decision: Decision) -> None:
    """Refuse to put a value where there is no place for it.

    Raises:
        InputError: if the finding is of no cell of the Panel, or the values are not of what it is about.
    """
    if not decision.tipo.changes_values:
        return
    finding = decision.hallazgo
    if place_of(panel, finding) is None:
        raise InputError(
            f"El hallazgo no es de un usuario y un ciclo de los datos publicados: no admite «{decision.tipo}». "
            "Corrija el libro, o acéptelo.",
            f"The finding is not about a usuario and a ciclo of the published data: it does not take "
            f"'{decision.tipo}'. Correct the workbook, or accept it.",
        )
    if finding.usuario is None and (decision.tipo is not TipoDecision.CORREGIR or set(decision.datos) != {"kwh"}):
        raise InputError(
            f"El hallazgo es de la batería {finding.bateria}: se acepta, se manda a releer, o se corrigen con «kwh» "
            "los entregados por su totalizador.",
            f"The finding is about bateria {finding.bateria}: accept it, have it read again, or correct with 'kwh' "
            "what its totalizador delivered.",
        )


def check_lost(before: Panel, after: Panel, decision: Decision) -> None:
    """Refuse registers that leave a consumption negative, here or in the ciclo beside.

    Raises:
        InputError: if they do.
    """
    place = place_of(after, decision.hallazgo)
    if place is None or decision.hallazgo.usuario is None or not decision.tipo.changes_values:
        return
    row, column = place
    gone = np.isfinite(before.kwh[row]) & ~np.isfinite(after.kwh[row])
    gone[column] = not np.isfinite(after.kwh[row, column])
    if gone.any():
        ciclo = after.ciclos[int(np.argmax(gone))]
        raise InputError(
            f"Con esos valores el consumo del ciclo {ciclo} no se puede calcular: falta una lectura, o la actual queda "
            "menor que la anterior. Revise las lecturas; si el medidor dio la vuelta, diga sus dígitos; si se cambió, "
            "registre el cambio de medidor.",
            f"With those values the consumption of ciclo {ciclo} cannot be computed: a reading is missing, or the "
            "current one is below the previous. Check the readings; if the meter rolled over, give its digits; if it "
            "was replaced, register the change of meter.",
        )
