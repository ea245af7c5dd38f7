"""Where the tables of a sheet are: titles, headers of several rows, blocks, totals, headings, notes, other sheets."""

from datetime import date

import pytest
from tests.unit.importing.reading import read


@pytest.mark.parametrize(
    ("sheets", "more", "kwh"),
    [
        pytest.param(
            {
                "Sept-25": [
                    ["COOPERATIVA ELECTRICA XYZ"],
                    ["Consumo de energía - Septiembre 2025"],
                    [],
                    ["N°", "Nombre", "Depto", "Lectura", "", "Consumo"],
                    [None, None, None, "Anterior", "Actual", "kWh"],
                    [1, "Ana", "101", 100, 150, 50],
                    [2, "Luis", "102", 200, 290, 90],
                    [3, "Eva", "103", 300, 310, 10],
                    [None, "TOTAL", None, None, None, 150],
                ]
            },
            {},
            {"101": [50], "102": [90], "103": [10]},
            id="titles above and a header of two rows",
        ),
        pytest.param(
            [
                ["", "Enero 2025", "", "", "Febrero 2025", "", ""],
                ["Casa", "Lectura", "kWh", "Importe", "Lectura", "kWh", "Importe"],
                ["1", 100, 20, 3000, 130, 30, 4500],
                ["2", 50, 5, 750, 60, 10, 1500],
            ],
            {},
            {"1": [20, 30], "2": [5, 10]},
            id="a month over several measures",
        ),
        pytest.param(
            [
                ["2024"],
                ["Usuario", "Ene", "Feb", "Mar"],
                ["A1", 10, 20, 30],
                ["A2", 11, 21, 31],
                ["Total", 21, 41, 61],
                [],
                ["2025"],
                ["Usuario", "Ene", "Feb", "Mar"],
                ["A1", 12, 22, 32],
                ["A2", 13, 23, 33],
                ["Total", 25, 45, 65],
            ],
            {},
            {"A1": [10, 20, 30, 12, 22, 32], "A2": [11, 21, 31, 13, 23, 33]},
            id="blocks by year below each other",
        ),
        pytest.param(
            [
                ["Torre A", None, None, "", "Torre B"],
                ["Depto", "Anterior", "Actual", "", "Depto", "Anterior", "Actual"],
                ["101", 10, 20, "", "101", 5, 9],
                ["102", 10, 25, "", "102", 6, 16],
            ],
            {"archivo": "lecturas 2025-03.xlsx"},
            {"Torre A/101": [10], "Torre A/102": [15], "Torre B/101": [4], "Torre B/102": [10]},
            id="two baterias side by side",
        ),
        pytest.param(
            {
                "Marzo 2025": [
                    ["Parcela", "Nombre", "Lectura anterior", "Lectura actual", "Consumo"],
                    ["SECTOR NORTE"],
                    [1, "Ana", 10, 20, 10],
                    [2, "Luis", 10, 30, 20],
                    ["Subtotal", None, None, None, 30],
                    ["SECTOR SUR"],
                    [3, "Eva", 5, 10, 5],
                    [4, "Leo", 5, 12, 7],
                    ["Subtotal", None, None, None, 12],
                    ["TOTAL GENERAL", None, None, None, 42],
                ]
            },
            {},
            {"1": [10], "2": [20], "3": [5], "4": [7]},
            id="headings name baterias, subtotals and a total",
        ),
        pytest.param(
            {
                "2025-03": [
                    ["Usuario", "Anterior", "Actual", "Consumo"],
                    ["1", 10, 20, 10],
                    ["2", 10, 30, 20],
                    ["Medidor general", 1000, 1040, 40],
                ]
            },
            {},
            {"1": [10], "2": [20]},
            id="the master meter is no usuario",
        ),
        pytest.param(
            {
                "Datos": [
                    ["Usuario", "Torre", "Mes", "kWh"],
                    ["1", "A", "2025-01", 10],
                    ["2", "A", "2025-01", 20],
                    ["3", "B", "2025-01", 5],
                    ["1", "A", "2025-02", 11],
                    ["2", "A", "2025-02", 22],
                    ["3", "B", "2025-02", 6],
                ],
                "Resumen": [
                    ["Etiquetas de fila", "2025-01", "2025-02", "Total general"],
                    ["A", 30, 33, 63],
                    ["B", 5, 6, 11],
                    ["Total general", 35, 39, 74],
                ],
            },
            {},
            {"1": [10, 11], "2": [20, 22], "3": [5, 6]},
            id="a pivot sheet beside the data",
        ),
        pytest.param(
            [
                ["Usuario", "Mes", "kWh", None, None, "Resumen", None],
                ["1", "2025-01", 10, None, None, "Total kWh", 30],
                ["2", "2025-01", 20, None, None, "Usuarios", 2],
                ["1", "2025-02", 7, None, None, "Promedio", 15],
                ["2", "2025-02", 8],
            ],
            {},
            {"1": [10, 7], "2": [20, 8]},
            id="figures of a summary beside the table",
        ),
        pytest.param(
            {"2025-03": [["101", 100, 150, 50], ["102", 200, 290, 90], ["103", 300, 310, 10], ["104", 20, 30, 10]]},
            {},
            {"101": [50], "102": [90], "103": [10], "104": [10]},
            id="no header at all",
        ),
        pytest.param(
            {
                "2025-03": [
                    [None, "Anterior", "Actual", "Consumo"],
                    ["Ana", 100, 150, 50],
                    ["Luis", 200, 290, 90],
                    ["Eva", 300, 310, 10],
                ]
            },
            {},
            {"Ana": [50], "Luis": [90], "Eva": [10]},
            id="the names have no header",
        ),
        pytest.param(
            {
                "2025-03": [
                    ["Usuario", "Anterior", "Actual", "Consumo"],
                    [1, 2, 3, "4=3-2"],
                    ["U1", 10, 20, 10],
                    ["U2", 10, 30, 20],
                    ["U3", 7, 8, 1],
                ]
            },
            {},
            {"U1": [10], "U2": [20], "U3": [1]},
            id="a row that numbers the columns",
        ),
        pytest.param(
            {
                "2025-03": [
                    ["Usuario", "Anterior", "Actual"],
                    ["U1", 10, 20],
                    ["U2", 10, 30],
                    ["Usuario", "Anterior", "Actual"],
                    ["U3", 7, 8],
                    ["U4", 7, 9],
                ]
            },
            {},
            {"U1": [10], "U2": [20], "U3": [1], "U4": [2]},
            id="the header again on every page",
        ),
        pytest.param(
            [["Usuario", "Ene-25", "Feb-25", "Total"], ["1", 10, 20, 30], ["2", 1, 2, 4], ["Total", 11, 22, 34]],
            {},
            {"1": [10, 20], "2": [1, 2]},
            id="totals at the right and below, one wrong",
        ),
        pytest.param(
            [
                ["CONSUMO POR DEPARTAMENTO (kWh)"],
                ["", "2024", "", "", "2025", "", ""],
                ["Depto", "Oct", "Nov", "Dic", "Ene", "Feb", "Mar"],
                ["101", 10, 20, 30, 40, 50, 60],
                ["102", 1, 2, 3, 4, 5, 6],
            ],
            {},
            {"101": [10, 20, 30, 40, 50, 60], "102": [1, 2, 3, 4, 5, 6]},
            id="years over months",
        ),
        pytest.param(
            [
                ["Torre", "Depto", "Lectura anterior", "Lectura actual"],
                ["A", "101", 1, 5],
                ["", "102", 2, 8],
                ["B", "101", 3, 10],
                ["", "102", 4, 12],
            ],
            {"archivo": "x 2025-01.xlsx"},
            {"A/101": [4], "A/102": [6], "B/101": [7], "B/102": [8]},
            id="merged cells of a bateria",
        ),
        pytest.param(
            {
                "Ene 2025": [
                    ["Torre", "Depto", "Consumo kWh"],
                    ["A", "101", 10],
                    ["A", "102", 20],
                    ["A", "", 30],
                    ["B", "101", 5],
                    ["B", "102", 7],
                    ["B", "", 12],
                    ["", "", 42],
                ]
            },
            {},
            {"A/101": [10], "A/102": [20], "B/101": [5], "B/102": [7]},
            id="subtotals without a label",
        ),
        pytest.param(
            {
                "Ene 2025": [
                    ["Depto", "Consumo kWh"],
                    ["101", 10],
                    ["102", 20],
                    ["103", 5],
                    ["Torre A", 35],
                    ["201", 1],
                    ["202", 2],
                    ["203", 4],
                    ["Torre B", 7],
                    ["Total", 42],
                ]
            },
            {},
            {"101": [10], "102": [20], "103": [5], "201": [1], "202": [2], "203": [4]},
            id="subtotals called like the bateria",
        ),
        pytest.param(
            {
                "Ene 2025": [
                    ["Usuario", "Anterior", "Actual"],
                    ["1", 10, 20],
                    ["2", 10, 30],
                    [],
                    ["Nota: el medidor 2 fue cambiado en diciembre"],
                    ["Elaborado por: Juan"],
                    ["Fecha: 05/02/2025"],
                ]
            },
            {},
            {"1": [10], "2": [20]},
            id="notes and signatures below",
        ),
        pytest.param(
            {
                "Ene 2025": [
                    ["No. de", "Lectura", "Lectura", "Consumo"],
                    ["cliente", "anterior", "actual", "(kWh)"],
                    ["A1", 10, 20, 10],
                    ["A2", 10, 30, 20],
                ]
            },
            {},
            {"A1": [10], "A2": [20]},
            id="header words cut over two rows",
        ),
        pytest.param(
            {
                "Índice": [["Hoja", "Contenido"], ["Enero", "lecturas"], ["Febrero", "lecturas"]],
                "Enero 2025": [["Usuario", "Anterior", "Actual"], ["1", 10, 20], ["2", 5, 6]],
                "Febrero 2025": [["Usuario", "Anterior", "Actual"], ["1", 20, 25], ["2", 6, 9]],
                "Gráfico datos": [["Mes", "Total"], ["Enero", 11], ["Febrero", 8]],
            },
            {},
            {"1": [10, 5], "2": [1, 3]},
            id="an index, months, and a sheet for a chart",
        ),
        pytest.param(
            {
                "Enero 2025": [["Usuario", "Anterior", "Actual"], ["1", 10, 20], ["2", 5, 6]],
                "Enero 2025 (2)": [["Usuario", "Anterior", "Actual"], ["1", 10, 20], ["2", 5, 6]],
            },
            {},
            {"1": [10], "2": [1]},
            id="a sheet copied",
        ),
        pytest.param(
            {
                "Enero": [["Depto", "Anterior", "Actual"], ["1", 10, 20], ["2", 10, 25]],
                "Febrero": [["Depto", "Anterior", "Actual"], ["1", 20, 33], ["2", 25, 40]],
            },
            {"archivo": "Condominio 2025.xlsx"},
            {"1": [10, 13], "2": [15, 15]},
            id="sheets by month, the year in the file",
        ),
        pytest.param(
            {
                "Agua": [
                    ["Depto", "Lectura anterior", "Lectura actual", "Consumo"],
                    ["1", 10, 20, 10],
                    ["2", 10, 25, 15],
                ],
                "Luz": [
                    ["Depto", "Lectura anterior", "Lectura actual", "Consumo"],
                    ["1", 100, 200, 100],
                    ["2", 100, 250, 150],
                ],
            },
            {"archivo": "condominio 2025-03.xlsx"},
            {"1": [100], "2": [150]},
            id="a sheet of water beside one of electricity",
        ),
        pytest.param(
            [
                ["Usuario", "22/01/2025", "21/02/2025", "22/03/2025"],
                ["1", 100, 150, 180],
                ["2", 200, 260, 300],
                ["3", 1000, 1100, 1300],
                ["4", 50, 51, 70],
            ],
            {},
            {"1": [50, 30], "2": [60, 40], "3": [100, 200], "4": [1, 19]},
            id="columns headed by days of reading",
        ),
        pytest.param(
            {
                "Hoja1": [
                    ["COOP. DE SERVICIOS PÚBLICOS LTDA."],
                    ["LISTADO DE LECTURAS - PERIODO 03/2025"],
                    [],
                    ["Socio", "Nombre", "Medidor", "F.Ant", "F.Act", "Est.Ant", "Est.Act", "Cte", "Consumo", "Obs"],
                    [1001, "GOMEZ, ANA", "55-1", date(2025, 2, 3), date(2025, 3, 5), 1520, 1640, 1, 120, ""],
                    [1002, "PEREZ, LUIS", "55-2", date(2025, 2, 3), date(2025, 3, 5), 880, 910, 1, 30, "E"],
                    [1003, "SOSA HNOS", "77-9", date(2025, 2, 3), date(2025, 3, 5), 12, 15, 40, 120, ""],
                    [],
                    ["Total usuarios: 3", None, None, None, None, None, None, None, 270],
                ]
            },
            {},
            {"1001": [120], "1002": [30], "1003": [120]},
            id="a printed list of a cooperative",
        ),
    ],
)
def test_the_kwh_are_read(sheets, more, kwh):
    found = read(sheets, **more)
    assert found.kwh == kwh
    resumen = found.file.resumen
    assert resumen.filas == resumen.tomadas + resumen.rechazadas + resumen.sin_dato
