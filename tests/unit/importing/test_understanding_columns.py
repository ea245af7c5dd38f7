"""What the columns mean, by their words and by their figures, in layouts and mixes of them."""

from datetime import date

import pytest
from tests.unit.importing.reading import read


@pytest.mark.parametrize(
    ("sheets", "more", "kwh"),
    [
        pytest.param(
            [
                ["Año", "Mes", "Cliente", "Consumo kWh"],
                [2025, 1, "C1", 10],
                [2025, 2, "C1", 20],
                [2025, "Enero", "C2", 7],
                [2025, "febrero", "C2", 8],
            ],
            {},
            {"C1": [10, 20], "C2": [7, 8]},
            id="year and month apart",
        ),
        pytest.param(
            [
                ["Mes", "Casa 1", "Casa 2", "Casa 3", "Total"],
                ["ene-25", 10, 20, 30, 60],
                ["feb-25", 11, 21, 31, 63],
                ["mar-25", 12, 22, 32, 66],
            ],
            {},
            {"Casa 1": [10, 11, 12], "Casa 2": [20, 21, 22], "Casa 3": [30, 31, 32]},
            id="a column per usuario",
        ),
        pytest.param(
            [["Mes", 101, 102, 103], ["ene-25", 10, 20, 30], ["feb-25", 11, 21, 31], ["mar-25", 12, 22, 32]],
            {},
            {"101": [10, 11, 12], "102": [20, 21, 22], "103": [30, 31, 32]},
            id="a column per usuario, ids are numbers",
        ),
        pytest.param(
            [
                ["Usuario", "Ene-25", "Feb-25", "Mar-25", "Abr-25"],
                ["1", 1000, 1100, 1250, 1300],
                ["2", 500, 520, 560, 600],
                ["3", 9000, 9300, 9310, 9400],
                ["4", 70, 80, 95, 96],
            ],
            {},
            {"1": [100, 150, 50], "2": [20, 40, 40], "3": [300, 10, 90], "4": [10, 15, 1]},
            id="registers by month, without a word",
        ),
        pytest.param(
            [
                ["Usuario", "Lectura Ene-25", "Lectura Feb-25", "Lectura Mar-25"],
                ["1", 1000, 1100, 1250],
                ["2", 500, 520, 560],
            ],
            {},
            {"1": [100, 150], "2": [20, 40]},
            id="registers by month, said so",
        ),
        pytest.param(
            [["Cliente", "Mes", "Consumo (MWh)"], ["a", "2025-01", 1.5], ["b", "2025-01", 2]],
            {},
            {"a": [1500], "b": [2000]},
            id="MWh",
        ),
        pytest.param(
            [
                ["Ventas de energía por municipio (miles de kWh)"],
                ["Municipio", "ene-25", "feb-25"],
                ["X", 1.5, 2],
                ["Y", 2, 3],
            ],
            {},
            {"X": [1500, 2000], "Y": [2000, 3000]},
            id="the unit in a title",
        ),
        pytest.param(
            [
                ["Medidor", "Fecha anterior", "Fecha actual", "kWh", "kvarh", "m3", "Valor $", "Demanda kW"],
                ["M1", date(2025, 1, 1), date(2025, 2, 1), 100, 30, 4, 50000, 12],
                ["M2", date(2025, 1, 1), date(2025, 2, 1), 200, 60, 8, 90000, 20],
            ],
            {},
            {"M1": [100], "M2": [200]},
            id="kWh, kvarh, m3, money and demand side by side",
        ),
        pytest.param(
            [
                ["Account", "Read Date", "Previous Read", "Current Read", "Usage (kWh)"],
                ["A", date(2025, 1, 31), 100, 150, 50],
                ["A", date(2025, 2, 28), 150, 170, 20],
                ["B", date(2025, 1, 31), 7, 10, 3],
                ["B", date(2025, 2, 28), 10, 19, 9],
            ],
            {},
            {"A": [50, 20], "B": [3, 9]},
            id="English",
        ),
        pytest.param(
            [
                ["Unidade Consumidora", "Mês/Ano", "Leitura Anterior", "Leitura Atual", "Constante", "Consumo (kWh)"],
                ["10", date(2025, 1, 1), 100, 110, 40, 400],
                ["11", date(2025, 1, 1), 5, 6, 40, 40],
            ],
            {},
            {"10": [400], "11": [40]},
            id="Portuguese with a factor",
        ),
        pytest.param(
            {
                "2025-03": [
                    ["Usuario", "Consumo anterior", "Consumo actual"],
                    ["1", 80, 95],
                    ["2", 120, 60],
                    ["3", 30, 33],
                    ["4", 200, 150],
                    ["5", 10, 2],
                    ["6", 50, 60],
                    ["7", 77, 70],
                ]
            },
            {},
            {"1": [95], "2": [60], "3": [33], "4": [150], "5": [2], "6": [60], "7": [70]},
            id="current and previous consumption",
        ),
        pytest.param(
            {"2025-03": [["Usuario", "Consumo KW"], ["U1", 10], ["U2", 30]]},
            {},
            {"U1": [10], "U2": [30]},
            id="kW written for kWh",
        ),
        pytest.param(
            [
                ["Cliente", "Mes", "kWh Punta", "kWh Fuera de Punta", "kWh Total"],
                ["1", "2025-01", 3, 7, 10],
                ["2", "2025-01", 4, 16, 20],
                ["3", "2025-01", 1, 2, 3],
            ],
            {},
            {"1": [10], "2": [20], "3": [3]},
            id="bands of hours and their total",
        ),
        pytest.param(
            [
                ["Medidor", "Fecha de lectura", "Lectura"],
                ["M1", date(2025, 1, 5), 100],
                ["M1", date(2025, 2, 4), 150],
                ["M1", date(2025, 3, 6), 180],
                ["M2", date(2025, 1, 5), 10],
                ["M2", date(2025, 2, 4), 20],
                ["M2", date(2025, 3, 6), 21],
            ],
            {},
            {"M1": [50, 30], "M2": [10, 1]},
            id="one reading a row, with its date",
        ),
        pytest.param(
            [["Cliente", "Ene-Feb 2025", "Mar-Abr 2025"], ["1", 10, 20], ["2", 30, 40]],
            {},
            {"1": [10, 20], "2": [30, 40]},
            id="bimesters",
        ),
        pytest.param(
            {
                "2025-03": [
                    ["Lote / Propietario", "Nro. de medidor", "Lect. Ant.", "Lect. Act.", "Dif.", "Precio", "Total $"],
                    ["L-01 Perez", "111", 10, 20, 10, 150, 1500],
                    ["L-02 Diaz", "112", 10, 25, 15, 150, 2250],
                    ["L-03 Paz", "113", 0, 5, 5, 150, 750],
                ]
            },
            {},
            {"111": [10], "112": [15], "113": [5]},
            id="no id column: the meter",
        ),
        pytest.param(
            [
                ["LCLid", "Month", "KWH/month", "Tariff"],
                ["MAC1", "2013-01", "1,234.5", "Std"],
                ["MAC1", "2013-02", "1,034.5", "Std"],
                ["MAC2", "2013-01", "234.5", "ToU"],
                ["MAC2", "2013-02", "Null", "ToU"],
            ],
            {},
            {"MAC1": [1234.5, 1034.5], "MAC2": [234.5, None]},
            id="open data of meters",
        ),
        pytest.param(
            [
                ["Mes", "Residencial", "", "Comercial", ""],
                ["", "Clientes", "kWh", "Clientes", "kWh"],
                ["2025-01", 10, 100, 2, 50],
                ["2025-02", 11, 110, 2, 60],
            ],
            {},
            {"Residencial": [100, 110], "Comercial": [50, 60]},
            id="classes of customers over kWh",
        ),
        pytest.param(
            {
                "2025-01": [
                    [
                        "usuario",
                        "Lect ant",
                        "Lect act",
                        "Días",
                        "Consumo",
                        "Promedio diario",
                        "Consumo promedio 6 meses",
                    ],
                    ["1", 10, 40, 30, 30, 1, 25],
                    ["2", 10, 70, 30, 60, 2, 50],
                    ["3", 5, 6, 30, 1, 0.03, 2],
                ]
            },
            {},
            {"1": [30], "2": [60], "3": [1]},
            id="days and averages beside",
        ),
        pytest.param(
            [
                ["Depto", "Octubre 2025", "Noviembre 2025", "Consumo"],
                ["1", 100, 150, 50],
                ["2", 200, 260, 60],
                ["3", 1000, 1100, 100],
                ["4", 50, 51, 1],
            ],
            {},
            {"1": [50], "2": [60], "3": [100], "4": [1]},
            id="two months of readings and their difference",
        ),
        pytest.param(
            [
                ["Depto", "Lectura Octubre", "Lectura Noviembre", "Consumo"],
                ["1", 100, 150, 50],
                ["2", 200, 260, 60],
                ["3", 1000, 1100, 100],
            ],
            {"saved": date(2025, 12, 3)},
            {"1": [50], "2": [60], "3": [100]},
            id="readings by month without a year",
        ),
        pytest.param(
            [
                ["Local", "kWh Ene-25", "$ Ene-25", "kWh Feb-25", "$ Feb-25"],
                ["1", 10, 1000, 20, 2000],
                ["2", 5, 500, 6, 600],
            ],
            {},
            {"1": [10, 20], "2": [5, 6]},
            id="kWh and money by month",
        ),
        pytest.param(
            [["CUENTA", "NOMBRE", "2021", "2022", "2023"], ["1", "Ana", 1000, 1100, 1200], ["2", "Leo", 500, 510, 490]],
            {},
            {"1": [1000, 1100, 1200], "2": [500, 510, 490]},
            id="a column per year",
        ),
        pytest.param(
            [
                ["Cuenta", "Mes", "Concepto", "Cantidad"],
                ["1", "2025-01", "Energía activa", 10],
                ["1", "2025-01", "Energía reactiva", 3],
                ["2", "2025-01", "Energía activa", 20],
                ["2", "2025-01", "Energía reactiva", 4],
            ],
            {},
            {"1": [10], "2": [20]},
            id="active and reactive energy by row",
        ),
        pytest.param(
            [
                ["Sitio", "Mes", "Consumo", "Unidad"],
                ["1", "2025-01", 10, "kWh"],
                ["2", "2025-01", 2, "MWh"],
                ["3", "2025-01", 5, "m3"],
                ["4", "2025-01", 5, "fanegas"],
            ],
            {},
            {"1": [10], "2": [2000], "4": [None]},
            id="the unit in each row",
        ),
        pytest.param(
            {"2025-01": [["Nombre", "Apartamento", "kWh"], ["Ana", "1A", 5], ["Ana", "1B", 6], ["Leo", "2A", 7]]},
            {},
            {"1A": [5], "1B": [6], "2A": [7]},
            id="names twice, ids once",
        ),
        pytest.param(
            {"2025-01": [["Cuenta", "Nombre", "kWh"], ["1", "Total S.A.", 500], ["2", "Ana", 6], ["3", "Leo", 7]]},
            {},
            {"1": [500], "2": [6], "3": [7]},
            id="a customer called Total",
        ),
        pytest.param(
            [
                ["Consumo (MWh)", "jan/23", "fev/23", "mar/23"],
                ["Residencial", 1, 2, 3],
                ["Comercial", 4, 5, 6],
                ["Industrial", 7, 8, 9],
                ["Total", 12, 15, 18],
            ],
            {},
            {"Residencial": [1000, 2000, 3000], "Comercial": [4000, 5000, 6000], "Industrial": [7000, 8000, 9000]},
            id="the corner says the unit",
        ),
    ],
)
def test_the_kwh_are_read(sheets, more, kwh):
    found = read(sheets, **more)
    assert found.kwh == kwh
    resumen = found.file.resumen
    assert resumen.filas == resumen.tomadas + resumen.rechazadas + resumen.sin_dato
