"""Decide on hallazgos, and undo decisions: what is decided together is one version; nothing is ever overwritten."""

from collections.abc import Iterable, Sequence
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
from consumo.domain.propuesta import Propuesta
from consumo.services.amend import amender
from consumo.services.decision_checks import about, check_conflict, check_lost, check_place
from consumo.services.decision_request import DecisionRequest, values_of
from consumo.services.estimate_of import estimates_of
from consumo.services.perfil import profile_of
from consumo.services.settings import Settings
from consumo.storage.outcome import Decided
from consumo.storage.reader import Snapshot
from consumo.storage.store import Store

__all__ = ["Decided", "Wanted", "decide", "decide_all", "undo", "undo_all"]

Wanted = tuple[str, DecisionRequest]
"""Identidad of a hallazgo, and what to do about it."""


def decide(settings: Settings, hallazgo: str, request: DecisionRequest) -> Decided:
    """Record a decision on a hallazgo and publish the version in which it holds; see `decide_all`."""
    return decide_all(settings, [(hallazgo, request)])


def decide_all(settings: Settings, wanted: Sequence[Wanted]) -> Decided:
    """Record decisions on several hallazgos and publish the one version in which they hold, or nothing at all.

    Args:
        settings: names the data folder.
        wanted: what is decided, on each hallazgo once.

    Raises:
        NotFoundError: if the published version has no such hallazgo.
        ConflictError: if somebody has decided on one and its `reemplaza` does not name that decision.
        InputError: if values do not hold, or leave a consumption that cannot be; or if nothing is to be decided, or
            twice on one hallazgo.
        NoDataError, BusyError, StorageError: from the data folder.
    """
    ids = [identidad for identidad, _ in wanted]
    if not ids or len(set(ids)) < len(ids):
        twice = next((i for i in ids if ids.count(i) > 1), "—")
        raise InputError(
            f"Se esperaba una decisión por hallazgo, y al menos una; {twice} está {ids.count(twice)} veces.",
            f"Expected one decision per finding, and one at least; {twice} is there {ids.count(twice)} times.",
        )
    profile = profile_of(settings)
    return Store(settings.datos).decide(lambda now: _judged(now, wanted, profile), amend=amender(settings))


def undo(settings: Settings, numero: int, *, quien: str, motivo: str) -> Decided:
    """Undo a decision, so that the version is as if it had not been made; see `undo_all`."""
    return undo_all(settings, [numero], quien=quien, motivo=motivo)


def undo_all(settings: Settings, numeros: Sequence[int], *, quien: str, motivo: str) -> Decided:
    """Undo decisions, so that one version is as if they had not been made; all of them stay in the record.

    Args:
        settings: names the data folder.
        numeros: which decisions.
        quien: who undoes them.
        motivo: why.

    Raises:
        NotFoundError: if the published version counts no such decision.
        ConflictError: if one has been undone or replaced already.
        InputError: if one undid another: that is decided anew instead; or if none is named.
        NoDataError, BusyError, StorageError: from the data folder.
    """
    if not numeros:
        raise InputError(
            "No se dijo qué decisión deshacer; se esperaba un número.",
            "No decision was named to be undone; expected a number.",
        )
    once = sorted(set(numeros), reverse=True)
    return Store(settings.datos).decide(lambda now: _undone(now, once, quien, motivo), amend=amender(settings))


def _judged(now: Snapshot, wanted: Sequence[Wanted], profile: Profile) -> list[Decision]:
    findings = _find(now, [identidad for identidad, _ in wanted])
    requests = [request for _, request in wanted]
    for finding, request in zip(findings, requests, strict=True):
        check_conflict(now.standing.on(finding), request.reemplaza, finding)
    ladder = _estimates(now.panel, findings, requests, profile)
    first = max((d.numero for d in now.decisiones), default=0) + 1
    several = len(wanted) > 1
    made = []
    for k, (finding, request, estimate) in enumerate(zip(findings, requests, ladder, strict=True)):
        with about(finding, several=several):
            made.append(_decision(now, first + k, finding, request, estimate))
    after = _after(now, made)
    for decision in made:
        with about(decision.hallazgo, several=several):
            check_lost(now.panel, after, decision)
    return [_weighed(decision, now.panel, after) for decision in made]


def _decision(
    now: Snapshot, numero: int, finding: Hallazgo, request: DecisionRequest, estimate: Propuesta | None
) -> Decision:
    decision = Decision(
        numero=numero,
        cuando="",
        quien=request.quien.strip(),
        motivo=request.motivo.strip(),
        tipo=request.tipo,
        hallazgo=finding,
        huella=fingerprint(now.panel, finding),
        datos=values_of(request, finding, ladder=lambda: estimate),
        anula=request.reemplaza,
    )
    check_place(now.panel, decision)
    return decision


def _estimates(
    panel: Panel, findings: Sequence[Hallazgo], requests: Sequence[DecisionRequest], profile: Profile
) -> list[Propuesta | None]:
    """Return what the ladder says where that is asked for, all at once."""
    asked = [r.tipo is TipoDecision.ESTIMAR and r.datos.get("kwh") is None for r in requests]
    told = iter(estimates_of(panel, [f for f, wanted in zip(findings, asked, strict=True) if wanted], profile))
    return [next(told) if wanted else None for wanted in asked]


def _undone(now: Snapshot, numeros: Sequence[int], quien: str, motivo: str) -> list[Decision]:
    known = {d.numero: d for d in now.decisiones}
    gone = overruled(now.decisiones)
    for numero in numeros:
        _check_undoing(known, gone, numero)
    made = [
        Decision(
            numero=max(known) + k,
            cuando="",
            quien=quien.strip(),
            motivo=motivo.strip(),
            tipo=TipoDecision.DESHACER,
            hallazgo=known[numero].hallazgo,
            anula=numero,
        )
        for k, numero in enumerate(numeros, start=1)
    ]
    after = _after(now, made)
    return [_weighed(decision, now.panel, after) for decision in made]


def _check_undoing(known: dict[int, Decision], gone: dict[int, Decision], numero: int) -> None:
    if numero not in known:
        raise NotFoundError("decision", str(numero))
    wanted = known[numero]
    if wanted.tipo is TipoDecision.DESHACER:
        raise InputError(
            f"La decisión {numero} deshizo la {wanted.anula}; no se deshace. Decida de nuevo sobre el hallazgo.",
            f"Decision {numero} undid {wanted.anula}; it cannot be undone. Decide on the finding again.",
        )
    by = gone.get(numero)
    if by is not None:
        raise ConflictError(
            f"La decisión {numero} ya no cuenta: {by.quien} la cambió el {by.cuando} con la decisión {by.numero}.",
            f"Decision {numero} no longer counts: {by.quien} changed it on {by.cuando} with decision {by.numero}.",
        )


def _after(now: Snapshot, made: Iterable[Decision]) -> Panel:
    """Return the Panel in which these decisions hold too."""
    holding = Standing.of((*now.decisiones, *made), now.version.caducadas).vigentes
    return apply_decisions(raw_of(now.panel), holding)


def _weighed(decision: Decision, before: Panel, after: Panel) -> Decision:
    """Return the decision with the consumption before and after it."""
    finding = decision.hallazgo
    return replace(decision, antes=_kwh_of(before, finding), despues=_kwh_of(after, finding))


def _find(now: Snapshot, wanted: Sequence[str]) -> list[Hallazgo]:
    """Return the findings, also those that are no longer raised because they were decided on."""
    missing = set(wanted)
    known: dict[str, Hallazgo] = {}
    # Working an identidad out is most of the work: no further than the last one that is sought.
    for finding in (*now.hallazgos, *(d.hallazgo for d in now.standing.vigentes)):
        identidad = finding.identidad
        if identidad in missing:
            known[identidad] = finding
            missing.discard(identidad)
        if not missing:
            break
    for identidad in wanted:
        if identidad in missing:
            raise NotFoundError("hallazgo", identidad)
    return [known[identidad] for identidad in wanted]


def _kwh_of(panel: Panel, finding: Hallazgo) -> float | None:
    place = place_of(panel, finding)
    if place is None:
        return None
    value = float(panel.kwh[place] if finding.usuario is not None else panel.entregado[place])
    return round(value, 6) if np.isfinite(value) else None
