"""Figures and dates as people write them; what is missing is never 0."""

from datetime import date

import pytest
from tests.unit.importing.reading import read


@pytest.mark.parametrize(
    ("sheets", "more", "kwh"),
    [
        pytest.param(
            [
                ["Usuario", "Mes", "Consumo"],
                ["1", "2025-01", "1.234,56"],
                ["2", "2025-01", "98,7"],
                ["3", "2025-01", "SIN DATOS"],
                ["4", "2025-01", "s/d"],
                ["5", "2025-01", "-"],
            ],
            {},
            {"1": [1234.56], "2": [98.7], "3": [None], "4": [None], "5": [None]},
            id="numbers as text and words for no data",
        ),
        pytest.param(
            [
                ["customer", "start", "end", "kwh"],
                ["1", "01/15/2025", "02/14/2025", 10],
                ["1", "02/14/2025", "03/16/2025", 20],
                ["2", "01/15/2025", "02/14/2025", 5],
                ["2", "02/14/2025", "03/16/2025", 6],
            ],
            {},
            {"1": [10, 20], "2": [5, 6]},
            id="month before day",
        ),
        pytest.param(
            [
                ["Usuario", "Desde", "Hasta", "kWh"],
                ["1", date(2025, 1, 1), date(2025, 1, 31), 10],
                ["1", date(2025, 2, 1), date(2025, 2, 28), 20],
                ["2", date(2025, 1, 1), date(2025, 1, 31), 1],
                ["2", date(2025, 2, 1), date(2025, 2, 28), 2],
            ],
            {},
            {"1": [10, 20], "2": [1, 2]},
            id="the last day counts",
        ),
        pytest.param(
            {
                "Sept-25": [
                    ["Parcela", "Fecha", "Anterior", "Actual"],
                    ["1", "22-sept", 10, 20],
                    ["2", "22-sept", 10, 30],
                ]
            },
            {},
            {"1": [10], "2": [20]},
            id="days without a year",
        ),
        pytest.param(
            {
                "2025-03": [
                    ["Usuario", "Consumo kWh"],
                    ["U1", 10],
                    ["U2", 30],
                    ["U3", 16777215],
                    ["U4", 99999],
                    ["U5", 99999],
                ]
            },
            {},
            {"U1": [10], "U2": [30], "U3": [None], "U4": [None], "U5": [None]},
            id="codes for no value",
        ),
        pytest.param(
            [
                ["medidor", "fecha lectura", "lectura kWh"],
                ["M1", "2025-01-05 10:00:00", "100,5"],
                ["M1", "2025-02-05 09:30:00", "150,5"],
                ["M2", "2025-01-05 10:00:00", "10"],
                ["M2", "2025-02-05 09:30:00", "30"],
            ],
            {},
            {"M1": [50], "M2": [20]},
            id="days with an hour",
        ),
        pytest.param(
            {
                "2025-01": [
                    ["usuario", "lectura anterior", "lectura actual", "digitos"],
                    ["1", "99990", "00010", 5],
                    ["2", "100", "120", 5],
                ]
            },
            {},
            {"1": [20], "2": [20]},
            id="a register that began again",
        ),
        pytest.param(
            {"2025-01": [["usuario", "Consumo"], ["1", 10], ["2", "#N/A"], ["3", "#DIV/0!"], ["4", 20]]},
            {},
            {"1": [10], "2": [None], "3": [None], "4": [20]},
            id="Excel errors",
        ),
        pytest.param(
            {"2025-01": [["usuario", "Consumo kWh"], ["1", "123-"], ["2", "(45)"], ["3", 20]]},
            {},
            {"1": [None], "2": [None], "3": [20]},
            id="negative figures",
        ),
        pytest.param(
            {"2025-01": [["Cuenta", "kWh"], ["0012", 5], ["12", 6], [13, 7]]},
            {},
            {"0012": [5], "12": [6], "13": [7]},
            id="ids with leading zeros",
        ),
        pytest.param(
            {"2025-01": [["Usuario", "kWh"], ["1", 5], ["2", 6], ["3", None], ["4", "casa sola"], ["5", "-"]]},
            {},
            {"1": [5], "2": [6], "3": [None], "4": [None], "5": [None]},
            id="words where a figure goes",
        ),
    ],
)
def test_the_kwh_are_read(sheets, more, kwh):
    found = read(sheets, **more)
    assert found.kwh == kwh
    resumen = found.file.resumen
    assert resumen.filas == resumen.tomadas + resumen.rechazadas + resumen.sin_dato
