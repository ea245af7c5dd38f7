"""The answers of /api/reglas and /api/simulacion."""

import numpy as np
import pytest
from tests.builders import decision_of, panel_of, random_panel
from tests.fakes import FakeDataset

from consumo.critica.profile_file import load_profile
from consumo.critica.rules import RULES
from consumo.domain.decision import Standing
from consumo.domain.errors import NotFoundError, ParameterError
from consumo.domain.hallazgo import Hallazgo
from consumo.services.queries.reglas import list_rules, simulate_rule

PANEL = random_panel(60)


def test_rules_with_their_record():
    made = decision_of(1, "corregir", usuario="000001", ciclo=PANEL.ciclos[-1], codigo="consumo.alto")
    explained = Hallazgo(codigo="lectura.vuelta_probable", evidencia={"regla": "lectura.menor_que_anterior"})
    dataset = FakeDataset(PANEL, hallazgos=(explained,), standing=Standing((made,)), perfil=load_profile("colombia"))
    body = list_rules(dataset)
    rules = {rule["codigo"]: rule for rule in body["reglas"]}
    assert list(rules) == [rule.codigo for rule in RULES]
    assert rules["consumo.alto"]["decisiones"]["precision"] == 1.0
    assert rules["consumo.bajo"]["decisiones"]["precision"] is None
    assert rules["lectura.menor_que_anterior"]["hallazgos"] == 1
    assert rules["consumo.desviacion_significativa"]["activa"]
    assert not rules["consumo.extremo_iqr"]["activa"]
    assert rules["ciclo.dias_fuera_de_rango"]["parametros"] == {"dias": [25, 35]}
    assert body["perfil"]["citas"][0]["confirmar"]


def test_simulation():
    rng = np.random.default_rng(0)
    noisy = panel_of(rng.gamma(4, 50, (60, 1)) * rng.lognormal(0, 0.3, (60, 20)))
    body = simulate_rule(FakeDataset(noisy), regla="consumo.alto", valores=[0.5, 2.0, 8.0], presupuesto=0.5, ultimos=5)
    assert (body["parametro"], body["vigente"]) == ("desvios", 4.0)
    assert body["ciclos"] == list(noisy.ciclos[-5:])
    averages = [one["promedio"] for one in body["valores"]]
    assert averages == sorted(averages, reverse=True)
    assert averages[0] > 0.5
    assert body["propuesto"] in {2.0, 8.0}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"regla": "consumo.altisimo"}, NotFoundError),
        ({"regla": "lectura.copiada"}, ParameterError),
        ({"regla": "consumo.alto", "parametro": "repetidos"}, ParameterError),
        ({"regla": "consumo.alto", "valores": [0.0]}, ParameterError),
    ],
    ids=["unknown", "no threshold", "of another rule", "zero"],
)
def test_what_cannot_be_simulated(given, error):
    with pytest.raises(error):
        simulate_rule(FakeDataset(PANEL), **given)
