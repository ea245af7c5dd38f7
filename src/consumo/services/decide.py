"""Decide on a hallazgo, and undo a decision: each publishes a version; nothing is ever overwritten."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from consumo.critica.effect import apply_decisions, place_of
from consumo.critica.profile import Profile
from consumo.critica.standing import fingerprint
from consumo.domain.decision import Decision, Standing, TipoDecision, overruled
from consumo.domain.errors import ConflictError, InputError, NotFoundError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import raw_of
from consumo.services.amend import amender
from consumo.services.decision_request import DecisionRequest, values_of
from consumo.services.estimate_of import estimate_of
from consumo.services.perfil import profile_of
from consumo.services.settings import Settings
from consumo.storage.outcome import Decided
from consumo.storage.reader import Snapshot
from consumo.storage.store import Store

__all__ = ["Decided", "decide", "undo"]


def decide(settings: Settings, hallazgo: str, request: DecisionRequest) -> Decided:
    """Record a decision on a hallazgo and publish the version in which it holds.

    Args:
        settings: names the data folder.
        hallazgo: its identidad.
        request: what to do, who and why.

    Raises:
        NotFoundError: if the published version has no such hallazgo.
        ConflictError: if somebody has decided on it and `request.reemplaza` does not name that decision.
        InputError: if the values do not hold, or leave a consumption that cannot be.
        NoDataError, BusyError, StorageError: from the data folder.
    """
    profile = profile_of(settings)
    return Store(settings.datos).decide(lambda now: [_judged(now, hallazgo, request, profile)], amend=amender(settings))


def undo(settings: Settings, numero: int, *, quien: str, motivo: str) -> Decided:
    """Undo a decision, so that the version is as if it had not been made; both stay in the record.

    Args:
        settings: names the data folder.
        numero: which decision.
        quien: who undoes it.
        motivo: why.

    Raises:
        NotFoundError: if the published version counts no such decision.
        ConflictError: if it has been undone or replaced already.
        InputError: if it undid another one: that is decided anew instead.
        NoDataError, BusyError, StorageError: from the data folder.
    """
    return Store(settings.datos).decide(lambda now: [_undone(now, numero, quien, motivo)], amend=amender(settings))


def _judged(now: Snapshot, identidad: str, request: DecisionRequest, profile: Profile) -> Decision:
    finding = _find(now, identidad)
    _refuse_conflict(now.standing.on(finding), request.reemplaza)
    values = values_of(request, finding, ladder=lambda: estimate_of(now.panel, finding, profile))
    decision = Decision(
        numero=max((d.numero for d in now.decisiones), default=0) + 1,
        cuando="",
        quien=request.quien.strip(),
        motivo=request.motivo.strip(),
        tipo=request.tipo,
        hallazgo=finding,
        huella=fingerprint(now.panel, finding),
        datos=values,
        anula=request.reemplaza,
    )
    _check_place(now.panel, decision)
    after = apply_decisions(raw_of(now.panel), _in_force((*now.decisiones, decision), now))
    _refuse_lost(now.panel, after, decision)
    return replace(decision, antes=_kwh_of(now.panel, finding), despues=_kwh_of(after, finding))


def _undone(now: Snapshot, numero: int, quien: str, motivo: str) -> Decision:
    known = {d.numero: d for d in now.decisiones}
    if numero not in known:
        raise NotFoundError("decision", str(numero))
    wanted = known[numero]
    if wanted.tipo is TipoDecision.DESHACER:
        raise InputError(
            f"La decisión {numero} deshizo la {wanted.anula}; no se deshace. Decida de nuevo sobre el hallazgo.",
            f"Decision {numero} undid {wanted.anula}; it cannot be undone. Decide on the finding again.",
        )
    by = overruled(now.decisiones).get(numero)
    if by is not None:
        raise ConflictError(
            f"La decisión {numero} ya no cuenta: {by.quien} la cambió el {by.cuando} con la decisión {by.numero}.",
            f"Decision {numero} no longer counts: {by.quien} changed it on {by.cuando} with decision {by.numero}.",
        )
    undoing = Decision(
        numero=max(known) + 1,
        cuando="",
        quien=quien.strip(),
        motivo=motivo.strip(),
        tipo=TipoDecision.DESHACER,
        hallazgo=wanted.hallazgo,
        antes=_kwh_of(now.panel, wanted.hallazgo),
        anula=numero,
    )
    after = apply_decisions(raw_of(now.panel), _in_force((*now.decisiones, undoing), now))
    return replace(undoing, despues=_kwh_of(after, wanted.hallazgo))


def _in_force(decisions: Sequence[Decision], now: Snapshot) -> tuple[Decision, ...]:
    return Standing.of(decisions, now.version.caducadas).vigentes


def _find(now: Snapshot, identidad: str) -> Hallazgo:
    """Return the finding, also one that is no longer raised because it was decided on."""
    for finding in now.hallazgos:
        if finding.identidad == identidad:
            return finding
    for decision in now.standing.vigentes:
        if decision.hallazgo.identidad == identidad:
            return decision.hallazgo
    raise NotFoundError("hallazgo", identidad)


def _refuse_conflict(made: Decision | None, reemplaza: int | None) -> None:
    if made is not None and reemplaza != made.numero:
        raise ConflictError(
            f"{made.quien} ya decidió sobre este hallazgo el {made.cuando}: «{made.tipo}», decisión {made.numero}. "
            f"Mírela y, si quiere cambiarla, deshágala o repita con «reemplaza»: {made.numero}.",
            f"{made.quien} has decided on this finding on {made.cuando}: '{made.tipo}', decision {made.numero}. "
            f"Look at it and, to change it, undo it or try again with 'reemplaza': {made.numero}.",
        )
    if made is None and reemplaza is not None:
        raise ConflictError(
            f"La decisión {reemplaza} ya no está vigente sobre este hallazgo. Pida el hallazgo de nuevo.",
            f"Decision {reemplaza} is not in force on this finding any more. Ask for the finding again.",
        )


def _check_place(panel: Panel, decision: Decision) -> None:
    """Refuse to put a value where there is no place for it."""
    if not decision.tipo.changes_values:
        return
    about = decision.hallazgo
    if place_of(panel, about) is None:
        raise InputError(
            f"El hallazgo no es de un usuario y un ciclo de los datos publicados: no admite «{decision.tipo}». "
            "Corrija el libro, o acéptelo.",
            f"The finding is not about a usuario and a ciclo of the published data: it does not take "
            f"'{decision.tipo}'. Correct the workbook, or accept it.",
        )
    if about.usuario is None and (decision.tipo is not TipoDecision.CORREGIR or set(decision.datos) != {"kwh"}):
        raise InputError(
            f"El hallazgo es de la batería {about.bateria}: se acepta, se manda a releer, o se corrigen con «kwh» los "
            "entregados por su totalizador.",
            f"The finding is about bateria {about.bateria}: accept it, have it read again, or correct with 'kwh' what "
            "its totalizador delivered.",
        )


def _refuse_lost(before: Panel, after: Panel, decision: Decision) -> None:
    """Refuse registers that leave a consumption negative, here or in the ciclo beside."""
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


def _kwh_of(panel: Panel, about: Hallazgo) -> float | None:
    place = place_of(panel, about)
    if place is None:
        return None
    value = float(panel.kwh[place] if about.usuario is not None else panel.entregado[place])
    return round(value, 6) if np.isfinite(value) else None
