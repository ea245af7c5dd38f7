"""One folder per word of the URL: the list of folders is the list of endpoints."""

from typing import Final

from consumo.api.resources.balance import api as balance
from consumo.api.resources.baterias import api as baterias
from consumo.api.resources.ciclos import api as ciclos
from consumo.api.resources.consumo_con_regresion import api as consumo_con_regresion
from consumo.api.resources.decisiones import api as decisiones
from consumo.api.resources.estimaciones import api as estimaciones
from consumo.api.resources.ficha import api as ficha
from consumo.api.resources.hallazgos import api as hallazgos
from consumo.api.resources.health import api as health
from consumo.api.resources.hoja_de_ruta import api as hoja_de_ruta
from consumo.api.resources.importaciones import api as importaciones
from consumo.api.resources.plantilla import api as plantilla
from consumo.api.resources.pronosticos import api as pronosticos
from consumo.api.resources.reglas import api as reglas
from consumo.api.resources.reload_excel import api as reload_excel
from consumo.api.resources.simulacion import api as simulacion
from consumo.api.resources.usuarios import api as usuarios
from consumo.api.resources.variacion import api as variacion
from consumo.api.resources.versiones import api as versiones

__all__ = ["BLUEPRINTS"]

BLUEPRINTS: Final = (
    ciclos,
    baterias,
    usuarios,
    ficha,
    consumo_con_regresion,
    pronosticos,
    variacion,
    balance,
    hallazgos,
    decisiones,
    estimaciones,
    hoja_de_ruta,
    reglas,
    simulacion,
    importaciones,
    plantilla,
    versiones,
    reload_excel,
    health,
)
"""In the order of the documentation page."""
