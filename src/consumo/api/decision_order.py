"""A decision as it is asked for: alone (`/api/hallazgos/{id}/decision`) or among several (`/api/decisiones`)."""

from typing import Annotated, Final, Literal

from pydantic import Field

from consumo.api.schema import QueryModel
from consumo.domain.decision import TipoDecision
from consumo.services.decision_request import MAX_DIGITOS, DecisionRequest

__all__ = ["DecisionOrder", "DecisionValues", "Motivo", "Quien"]

Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Quien = Annotated[str, Field(min_length=1, max_length=200, description="Quién decide.")]
Motivo = Annotated[str, Field(min_length=1, max_length=2000, description="Por qué.")]
_NO_VALUES: Final = {"tipo", "propuesta", "reemplaza", "quien", "motivo", "hallazgo"}


class DecisionValues(QueryModel):
    """What is decided, with its values."""

    tipo: Literal["aceptar", "estimar", "corregir", "releer", "cambio_de_medidor"] = Field(description="Qué se decide.")
    propuesta: bool = Field(False, description="corregir: tomar lo que el hallazgo propone, para lo que no se dé aquí.")
    reemplaza: int | None = Field(None, ge=1, description="La decisión vigente que esta reemplaza; sin ella, 409.")
    kwh: Amount | None = Field(None, description="corregir, estimar (sin él, lo que diga `estimacion`) [kWh].")
    lectura_anterior: Amount | None = Field(None, description="corregir, cambio_de_medidor.")
    lectura_actual: Amount | None = Field(None, description="corregir, cambio_de_medidor (la del medidor nuevo).")
    factor: float | None = Field(None, gt=0, allow_inf_nan=False, description="corregir; el del medidor nuevo.")
    digitos: int | None = Field(None, ge=1, le=MAX_DIGITOS, description="Dígitos del registro, si dio la vuelta.")
    lectura_final: Amount | None = Field(None, description="cambio_de_medidor: la última del medidor viejo.")
    lectura_inicial: Amount | None = Field(None, description="cambio_de_medidor: la primera del medidor nuevo.")
    medidor: str | None = Field(None, max_length=200, description="cambio_de_medidor: el medidor nuevo.")
    calidad: Literal[8, 9] | None = Field(None, description="estimar: 8 = día de referencia, 9 = interpolada.")
    metodo: str | None = Field(None, max_length=200, description="estimar: cómo.")

    def request(self, *, quien: str, motivo: str) -> DecisionRequest:
        """Return it as the services take it."""
        given = self.model_dump(exclude_none=True)
        return DecisionRequest(
            tipo=TipoDecision(self.tipo),
            quien=quien,
            motivo=motivo,
            propuesta=self.propuesta,
            reemplaza=self.reemplaza,
            datos={name: value for name, value in given.items() if name not in _NO_VALUES},
        )


class DecisionOrder(DecisionValues):
    """A decision to be made on one finding."""

    quien: Quien
    motivo: Motivo
