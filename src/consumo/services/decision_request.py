"""What a person asks to have decided, and the values that it amounts to: given, or those that the finding proposes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

from consumo.domain.decision import TipoDecision
from consumo.domain.errors import InputError, ParameterError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.propuesta import Propuesta, TipoPropuesta
from consumo.domain.vocabulary import Calidad

__all__ = ["MAX_DECISIONES", "MAX_DIGITOS", "VALUES", "DecisionRequest", "values_of"]

MAX_DIGITOS: Final = 12
"""Digits of the longest register that is believed."""

MAX_DECISIONES: Final = 1000
"""Decisions that are made together."""

VALUES: Final[Mapping[TipoDecision, tuple[str, ...]]] = {
    TipoDecision.ACEPTAR: (),
    TipoDecision.RELEER: (),
    TipoDecision.ESTIMAR: ("kwh", "calidad", "metodo"),
    TipoDecision.CORREGIR: ("kwh", "lectura_anterior", "lectura_actual", "factor", "digitos"),
    TipoDecision.CAMBIO_DE_MEDIDOR: (
        "lectura_final", "lectura_inicial", "lectura_anterior", "lectura_actual", "factor", "digitos", "medidor",
    ),
}  # fmt: skip
"""The values that each kind of decision may be given."""

_NUMBERS: Final = ("kwh", "lectura_anterior", "lectura_actual", "lectura_final", "lectura_inicial")
_PROPOSABLE: Final = ("kwh", "lectura_anterior", "lectura_actual", "factor", "digitos")


@dataclass(frozen=True, kw_only=True)
class DecisionRequest:
    """A decision to be made.

    Attributes:
        tipo: what to do.
        quien: who decides.
        motivo: why.
        datos: the values, by name (VALUES).
        propuesta: whether to take what the finding proposes for the values that are not given (corregir).
        reemplaza: numero of the decision in force on the finding, which this one takes the place of.
    """

    tipo: TipoDecision
    quien: str
    motivo: str
    datos: Mapping[str, Any] = field(default_factory=dict)
    propuesta: bool = False
    reemplaza: int | None = None


def values_of(request: DecisionRequest, finding: Hallazgo, *, ladder: Callable[[], Propuesta | None]) -> dict[str, Any]:
    """Return the values of the decision, checked.

    Args:
        request: what was asked.
        finding: what it is about.
        ladder: estimates the consumption, for an estimate of which no kWh is given.

    Raises:
        ParameterError: if one is out of its range, not of this kind of decision, or missing.
        InputError: if the finding proposes nothing that could be taken.
    """
    _check_words(request)
    given = {name: value for name, value in request.datos.items() if value is not None}
    for name, value in given.items():
        _check(name, value, request.tipo)
    if request.tipo is TipoDecision.ESTIMAR:
        return given if "kwh" in given else _estimated(ladder())
    if request.propuesta:
        given = {**_proposed(request.tipo, finding), **given}
    if request.tipo is TipoDecision.CAMBIO_DE_MEDIDOR:
        _need(given, ("lectura_final", "lectura_inicial"))
    if request.tipo is TipoDecision.CORREGIR and not given:
        names = ", ".join(VALUES[request.tipo])
        raise ParameterError("corregir", None, f"al menos uno de {names}, o la propuesta", f"one of {names} at least")
    return given


def _check_words(request: DecisionRequest) -> None:
    for name in ("quien", "motivo"):
        if not getattr(request, name).strip():
            raise ParameterError(name, getattr(request, name), "un texto no vacío", "a text that is not empty")


def _check(name: str, value: Any, tipo: TipoDecision) -> None:
    if name not in VALUES[tipo]:
        names = ", ".join(VALUES[tipo]) or "—"
        raise ParameterError(
            name, value, f"para «{tipo}», ninguno fuera de: {names}", f"for '{tipo}', none but: {names}"
        )
    if name in _NUMBERS and not (isfinite(value) and value >= 0):
        raise ParameterError(name, value, "un número de 0 o más", "a number of 0 or more")
    if name == "factor" and not (isfinite(value) and value > 0):
        raise ParameterError(name, value, "un número mayor que 0", "a number above 0")
    if name == "digitos" and not 1 <= value <= MAX_DIGITOS:
        raise ParameterError(name, value, f"un entero de 1 a {MAX_DIGITOS}", f"an integer from 1 to {MAX_DIGITOS}")
    if name == "calidad" and value not in {Calidad.ESTIMADA_DIA_REFERENCIA, Calidad.ESTIMADA_INTERPOLADA}:
        raise ParameterError(name, value, "8 u 9", "8 or 9")


def _proposed(tipo: TipoDecision, finding: Hallazgo) -> dict[str, Any]:
    """Return what the finding's proposal would have in place of what there is."""
    one = finding.propuesta
    if one is not None and tipo is TipoDecision.CORREGIR and one.campo in _PROPOSABLE and one.a is not None:
        if one.tipo is TipoPropuesta.ESTIMACION_ALTA:
            # The reading before was an estimate: what counts goes on from the last real one, over all ciclos since.
            return {one.campo: one.a, "liquidar": True}
        return {one.campo: int(one.a) if one.campo == "digitos" else one.a}
    raise InputError(
        f"El hallazgo no propone nada que sirva para «{tipo}»; se esperaban los valores. Escríbalos.",
        f"The finding proposes nothing that would do for '{tipo}'; the values were expected. Write them.",
    )


def _estimated(one: Propuesta | None) -> dict[str, Any]:
    """Return the estimate of the ladder with its method and the numbers that it rests on."""
    if one is None or one.kwh is None:
        raise InputError(
            "No hay con qué estimar: ni el mismo ciclo del año anterior, ni ciclos leídos del usuario, ni bastantes "
            "usuarios de su batería. Escriba «kwh», o déjelo sin dato.",
            "There is nothing to estimate from: neither the same ciclo a year before, nor read ciclos of this usuario, "
            "nor enough usuarios of its bateria. Write 'kwh', or leave it missing.",
        )
    return {
        "kwh": one.kwh,
        "metodo": one.cuenta["metodo"],
        "calidad": one.cuenta["calidad"],
        "cuenta": dict(one.cuenta),
    }


def _need(given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if name not in given:
            raise ParameterError(name, None, "un valor", "a value")
