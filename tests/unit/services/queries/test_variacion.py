"""The answer of /api/variacion: parts, sentence, and what cannot be compared."""

import pytest
from tests.builders import panel_of, random_panel
from tests.fakes import FakeDataset

from consumo.domain.errors import InputError, NotFoundError
from consumo.services.queries.variacion import explain

NAN = float("nan")


def test_a_bateria_with_a_join_and_a_missing_reading():
    # January has 31 days and February 29.
    panel = panel_of([[310, 290, 300], [NAN, 100, 90], [62, NAN, 60]], baterias=["A"] * 3)
    body = explain(FakeDataset(panel), bateria="A", ciclo="2024-02")
    assert (body["contra"]["ciclo"], body["contra"]["kwh"], body["ciclo"]["kwh"]) == ("2024-01", 372, 390)
    assert {p["parte"]: p["kwh"] for p in body["partes"] if p["kwh"]} == {"dias": -20, "altas": 100, "sin_lectura": -62}
    assert body["variacion_kwh"] == 18
    assert body["lecturas"] == {"en_ambos": 1, "altas": 1, "bajas": 0, "sin_lectura": 1}
    assert [(u["usuario"], u["variacion_kwh"]) for u in body["mayores"]] == [("U2", 100), ("U3", -62), ("U1", -20)]
    assert body["texto"] == (
        "Febrero de 2024 contra enero de 2024: +18 kWh (+4,8\u00a0%): +100 por altas, −62 por lecturas que faltan, "
        "−20 por los días (29 contra 31)."
    )


@pytest.mark.parametrize(
    ("kwh", "dias", "said"),
    [
        ([[310, 300, 330]], [[31, 30, 33]], "+20 kWh (+6.5%): +20 from the days (33 against 31)."),
        (
            [[310, 300, 330], [620, 600, 620]],
            [[31, 30, 33], [31, 30, 31]],
            "+20 kWh (+2.2%): +20 from the days (31.7 against 31).",
        ),
        (
            [[310, 300, 1320], [660, 300, 620]],
            [[31, 30, 33], [33, 30, 31]],
            "+970 kWh (+100.0%): +960 from use, +10 from the days between each usuario's readings.",
        ),
    ],
    ids=["the usuario's own", "the mean of two", "the same mean"],
)
def test_the_days_of_a_sum_are_those_of_its_usuarios(kwh, dias, said):
    panel = panel_of(kwh, dias=dias, baterias=["A"] * len(kwh), start="2024-03")
    text = explain(FakeDataset(panel), bateria="A", ciclo="2024-05", contra="2024-03", idioma="en")["texto"]
    assert text == f"May 2024 against March 2024: {said}"


@pytest.mark.parametrize("scope", [{}, {"bateria": "B2"}, {"usuario": "000003"}], ids=["all", "bateria", "usuario"])
def test_the_parts_that_are_shown_add_up(scope):
    body = explain(FakeDataset(random_panel(60)), **scope)
    assert round(sum(p["kwh"] for p in body["partes"]), 6) == body["variacion_kwh"]
    assert body["variacion_kwh"] == pytest.approx(body["ciclo"]["kwh"] - body["contra"]["kwh"], abs=1e-9)


def test_what_is_missing_is_said_and_not_compared():
    body = explain(FakeDataset(panel_of([[310, NAN]])), usuario="U1", idioma="en")
    assert (body["variacion_kwh"], body["variacion"], body["partes"]) == (None, None, [])
    assert body["texto"] == "February 2024 against January 2024: no consumption is known in February 2024."


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"ciclo": "2024-01"}, InputError),
        ({"ciclo": "2024-01", "contra": "2024-01"}, InputError),
        ({"contra": "1999-01"}, NotFoundError),
    ],
    ids=["the first", "with itself", "unknown"],
)
def test_what_cannot_be_compared(given, error):
    with pytest.raises(error):
        explain(FakeDataset(panel_of([[1, 2]])), **given)
