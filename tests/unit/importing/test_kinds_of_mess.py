"""Workbooks as people keep them, a kind of mess each; what comes out is the kWh, and the doubts that remain."""

from datetime import date, datetime

import pytest
from tests.unit.importing.reading import read

D = date
RESULTS = [
    pytest.param(
        {
            "Ene 2025": [
                ["Socio", "Anterior", "Actual", "Consumo"],
                [12, 100, 150, 50],
                [7, 10, 30, 20],
                [31, 5, 9, 4],
            ],
            "Feb 2025": [
                ["Socio", "Anterior", "Actual", "Consumo"],
                [7, 30, 45, 15],
                [31, 9, 10, 1],
                [12, 150, 190, 40],
            ],
        },
        {},
        {"12": [50, 40], "7": [20, 15], "31": [4, 1]},
        id="a sheet per month, usuarios in another order",
    ),
    pytest.param(
        {
            "Marzo 2025": [
                ["BATERIA A"],
                ["Depto", "Anterior", "Actual", "Consumo"],
                ["1", 10, 20, 10],
                ["2", 10, 30, 20],
                ["Subtotal A", None, None, 30],
                [],
                ["BATERIA B"],
                ["Depto", "Anterior", "Actual", "Consumo"],
                ["3", 5, 10, 5],
                ["4", 5, 12, 7],
                ["Subtotal B", None, None, 12],
                [],
                ["TOTAL GENERAL", None, None, 42],
            ]
        },
        {},
        {"1": [10], "2": [20], "3": [5], "4": [7]},
        id="stacked blocks per bateria, a header and a subtotal each",
    ),
    pytest.param(
        [
            ["Usuario", "Lecturas", None, None, None],
            [None, "Enero 2025", None, "Febrero 2025", None],
            [None, "Anterior", "Actual", "Anterior", "Actual"],
            ["A1", 100, 150, 150, 190],
            ["A2", 10, 30, 30, 45],
            ["A3", 5, 9, 9, 10],
        ],
        {},
        {"A1": [50, 40], "A2": [20, 15], "A3": [4, 1]},
        id="a header of three rows with merged cells",
    ),
    pytest.param(
        [
            ["Usuario", "Lect. Ene 2025", "Consumo Ene 2025", "Lect. Feb 2025", "Consumo Feb 2025"],
            ["A1", 150, 50, 190, 40],
            ["A2", 30, 20, 45, 15],
            ["A3", 9, 4, 10, 1],
        ],
        {},
        {"A1": [50, 40], "A2": [20, 15], "A3": [4, 1]},
        id="registers by month with the consumption between",
    ),
    pytest.param(
        [
            ["Usuario", "Mes", "kWh", "Agua m3"],
            ["0012", "2025-01", 50, 3],
            ["0013", "2025-01", 20, 2],
            ["0012", "2025-02", 40, 4],
            ["0013", "2025-02", 15, 2],
        ],
        {},
        {"0012": [50, 40], "0013": [20, 15]},
        id="two measures, ids with leading zeros",
    ),
    pytest.param(
        [
            ["Identificación", "Periodo", "Consumo kWh"],
            ["A-12 / Casa 3", "ene-25", 50],
            ["A-12 / Casa 4", "ene-25", 20],
            ["A-12 / Casa 3", "feb-25", 40],
            ["A-12 / Casa 4", "feb-25", 15],
        ],
        {},
        {"A-12 / Casa 3": [50, 40], "A-12 / Casa 4": [20, 15]},
        id="ids with blanks and strokes",
    ),
    pytest.param(
        {
            "Março 2025": [
                ["CONDOMÍNIO RESIDENCIAL DAS FLORES"],
                ["Unidade", "Água", None, None, "Energia", None, None],
                [
                    None,
                    "Leitura anterior",
                    "Leitura atual",
                    "Consumo m³",
                    "Leitura anterior",
                    "Leitura atual",
                    "Consumo kWh",
                ],
                ["101", 10, 15, 5, 1000, 1100, 100],
                ["102", 20, 28, 8, 2000, 2050, 50],
                ["103", 30, 31, 1, 500, 580, 80],
            ]
        },
        {},
        {"101": [100], "102": [50], "103": [80]},
        id="a Brazilian condominium, water and energy",
    ),
    pytest.param(
        [
            ["Usuario", D(2025, 1, 1), D(2025, 2, 1), D(2025, 3, 1)],
            ["A1", 50, 40, 30],
            ["A2", 20, 15, 10],
            ["A3", 4, 1, 2],
        ],
        {},
        {"A1": [50, 40, 30], "A2": [20, 15, 10], "A3": [4, 1, 2]},
        id="real dates as headers of months",
    ),
    pytest.param(
        [
            ["Usuario", "Ciclo", "Consumo"],
            ["A1", "2025-01", 50],
            ["A2", "2025-01", 20],
            [],
            [],
            ["Elaboró:", "Juan Pérez", ""],
            ["________________", "", ""],
            ["Firma y sello", "", ""],
        ],
        {},
        {"A1": [50], "A2": [20]},
        id="signatures below",
    ),
    pytest.param(
        [
            ["Customer", "Billing period", "Usage (MWh)"],
            ["C-1", "Jan 2025", 0.05],
            ["C-2", "Jan 2025", 0.02],
            ["C-1", "Feb 2025", 0.04],
            ["C-2", "Feb 2025", 0.015],
        ],
        {},
        {"C-1": [50, 40], "C-2": [20, 15]},
        id="English, MWh",
    ),
    pytest.param(
        [
            ["Fecha lectura anterior:", D(2025, 1, 5)],
            ["Fecha lectura actual:", D(2025, 2, 6)],
            [],
            ["Depto", "Lectura anterior", "Lectura actual", "Consumo"],
            ["101", 100, 150, 50],
            ["102", 10, 30, 20],
            ["103", 5, 9, 4],
        ],
        {},
        {"101": [50], "102": [20], "103": [4]},
        id="the days of reading in a small block above",
    ),
    pytest.param(
        [
            ["Usuario", "Mes", "Consumo kWh", "Concepto"],
            ["A1", "2025-01", 50, "Consumo"],
            ["A2", "2025-01", 20, "Consumo"],
            ["A1", "2025-02", 40, "Consumo"],
            ["A2", "2025-02", -15, "Nota de crédito"],
        ],
        {},
        {"A1": [50, 40], "A2": [20, None]},
        id="a credit below 0",
    ),
    pytest.param(
        [
            ["2023", None, None, None, "2024", None, None],
            ["Mes", "kWh", "$", None, "Mes", "kWh", "$"],
            ["Enero", 100, 5000, None, "Enero", 110, 6000],
            ["Febrero", 90, 4500, None, "Febrero", 95, 5000],
            ["Marzo", 80, 4100, None, "Marzo", 70, 4000],
        ],
        {},
        {"Hoja1": [100, 90, 80, 110, 95, 70]},
        id="blocks by year side by side, one household",
    ),
    pytest.param(
        [
            ["Usuario", "Mes", "kWh"],
            ["A1", "2025-01", 50],
            [None, "2025-02", 40],
            [None, "2025-03", 30],
            ["A2", "2025-01", 20],
            [None, "2025-02", 15],
            [None, "2025-03", 10],
        ],
        {},
        {"A1": [50, 40, 30], "A2": [20, 15, 10]},
        id="the usuario only in the first of its rows",
    ),
    pytest.param(
        [
            [
                "usuario",
                "nombre",
                "bateria",
                "ciclo",
                "fecha_anterior",
                "fecha_actual",
                "lectura_anterior",
                "lectura_actual",
                "consumo_kwh",
            ],
            ["1", "Ana", "B1", "2025-01", D(2025, 1, 1), D(2025, 2, 1), None, None, None],
            ["2", "Luis", "B1", "2025-01", D(2025, 1, 1), D(2025, 2, 1), 100, 150, None],
            ["3", "Eva", "B1", "2025-01", D(2025, 1, 1), D(2025, 2, 1), 200, 230, None],
        ],
        {},
        {"1": [None], "2": [50], "3": [30]},
        id="the first row has no reading",
    ),
    pytest.param(
        [
            ["usuario", "bateria", "ciclo", "lectura_anterior", "lectura_actual"],
            ["1", "B1", "2025-01", None, None],
            ["2", "B1", "2025-01", None, None],
        ],
        {},
        {"1": [None], "2": [None]},
        id="no reading yet at all",
    ),
    pytest.param(
        [
            ["usuario", "ciclo", "lectura_anterior", "lectura_actual"],
            *[[k, "2025-01", 100 * k, 100 * k + 7] for k in range(1, 9)],
        ],
        {},
        {str(k): [7] for k in range(1, 9)},
        id="usuarios counted from 1",
    ),
    pytest.param(
        [
            [
                "Medidor",
                "Usuario",
                "Marca",
                "Lectura Anterior",
                "Lectura Actual",
                "Diferencia",
                "Factor",
                "Total kWh",
                "Período",
            ],
            ["55-1", "A1", "Elster", 100, 150, 50, 1, 50, "mar-25"],
            ["55-2", "A2", "Elster", 10, 30, 20, 40, 800, "mar-25"],
            ["55-3", "A3", "ABB", 5, 9, 4, 1, 4, "mar-25"],
        ],
        {},
        {"A1": [50], "A2": [800], "A3": [4]},
        id="difference, factor and total",
    ),
    pytest.param(
        [
            ["Usuario", "Mes", "Consumo"],
            ["A1", "Enero/2025", "1.250 kWh"],
            ["A2", "Enero/2025", "980 kWh"],
            ["A1", "Fevereiro/2025", "1.300 kWh"],
            ["A2", "Fevereiro/2025", "1.001 kWh"],
        ],
        {},
        {"A1": [1250, 1300], "A2": [980, 1001]},
        id="the unit written behind each figure",
    ),
    pytest.param(
        [
            ["Apto", "Leitura 01/03/2025", "Leitura 01/04/2025", "Consumo (kWh)", "Valor R$"],
            ["101", 1000, 1100, 100, 85.5],
            ["102", 2000, 2050, 50, 42.7],
            ["103", 500, 580, 80, 68.4],
        ],
        {},
        {"101": [100], "102": [50], "103": [80]},
        id="the days of reading in the headers of two readings",
    ),
    pytest.param(
        [
            ["Nro", "Usuario", "Consumo Abr 25", "Consumo May 25", "Consumo Jun 25", "Promedio", "Total"],
            [1, "Ana Gómez", 50, 40, 30, 40, 120],
            [2, "Luis Pérez", 20, 15, 10, 15, 45],
            [3, "Eva Sosa", 4, 1, 4, 3, 9],
        ],
        {},
        {"Ana Gómez": [50, 40, 30], "Luis Pérez": [20, 15, 10], "Eva Sosa": [4, 1, 4]},
        id="average and total at the right",
    ),
    pytest.param(
        [
            ["Cuenta", "Nombre", "Fecha", "Lectura", "Fecha", "Lectura", "Consumo"],
            ["700", "Ana", D(2025, 1, 5), 100, D(2025, 2, 6), 150, 50],
            ["701", "Luis", D(2025, 1, 5), 10, D(2025, 2, 6), 30, 20],
            ["702", "Eva", D(2025, 1, 5), 5, D(2025, 2, 6), 9, 4],
        ],
        {},
        {"700": [50], "701": [20], "702": [4]},
        id="headers that stand twice",
    ),
    pytest.param(
        [
            ["Local", "Ene-25", "Var %", "Feb-25", "Var %", "Mar-25", "Var %"],
            ["L1", 500, 0.1, 400, -0.2, 300, -0.25],
            ["L2", 200, 0.05, 150, -0.25, 100, -0.3],
            ["L3", 40, 0.0, 10, -0.75, 20, 1.0],
        ],
        {},
        {"L1": [500, 400, 300], "L2": [200, 150, 100], "L3": [40, 10, 20]},
        id="a change in per cent beside each month",
    ),
    pytest.param(
        [
            ["Usuario", "Desde", "Hasta", "Días", "kWh", "kWh/día", "Importe"],
            ["A1", "05/01/2025", "04/02/2025", 30, 60, 2, 900],
            ["A2", "05/01/2025", "04/02/2025", 30, 30, 1, 450],
            ["A1", "04/02/2025", "06/03/2025", 30, 90, 3, 1350],
            ["A2", "04/02/2025", "06/03/2025", 30, 15, 0.5, 225],
        ],
        {},
        {"A1": [60, 90], "A2": [30, 15]},
        id="days and kWh a day beside",
    ),
    pytest.param(
        [
            ["MES", "A1", "A2", "A3", "TOTAL"],
            ["ENERO 2025", 50, 20, 4, 74],
            ["FEBRERO 2025", 40, 15, 1, 56],
            ["TOTAL", 90, 35, 5, 130],
        ],
        {},
        {"A1": [50, 40], "A2": [20, 15], "A3": [4, 1]},
        id="months down, usuarios across, totals both ways",
    ),
    pytest.param(
        [
            [
                "Nº cliente",
                "Nombre y apellido",
                "Dirección",
                "Teléfono",
                "Lect Ant",
                "Lect Act",
                "Cons.",
                "Fecha lect.",
            ],
            [90011, "Ana", "Calle 1 200", 3415551234, 100, 150, 50, datetime.fromisoformat("2025-02-06T10:30")],
            [90012, "Luis", "Calle 2 310", 3415551235, 10, 30, 20, datetime.fromisoformat("2025-02-06T10:40")],
            [90013, "Eva", "Calle 3 15", 3415551236, 5, 9, 4, datetime.fromisoformat("2025-02-06T11:00")],
        ],
        {},
        {"90011": [50], "90012": [20], "90013": [4]},
        id="telephone numbers and addresses beside",
    ),
    pytest.param(
        {
            "Datos": [
                ["usuario", "mes", "kwh"],
                ["A1", "2025-01", 50],
                ["A2", "2025-01", 20],
                ["A1", "2025-02", 40],
                ["A2", "2025-02", 15],
            ],
            "Lista": [["usuario", "nombre", "direccion"], ["A1", "Ana", "Calle 1"], ["A2", "Luis", "Calle 2"]],
            "Tarifas": [["Desde kWh", "Hasta kWh", "Precio"], [0, 100, 10.5], [100, 300, 12.3], [300, 1000, 15.0]],
        },
        {},
        {"A1": [50, 40], "A2": [20, 15]},
        id="lists of names and of tariffs beside",
    ),
    pytest.param(
        [
            ["Sector", "Usuario", "Ene-25", "Feb-25"],
            ["Norte", "A1", 50, 40],
            [None, "A2", 20, 15],
            ["Total Norte", None, 70, 55],
            ["Sur", "A3", 4, 1],
            [None, "A4", 6, 2],
            ["Total Sur", None, 10, 3],
            ["Total general", None, 80, 58],
        ],
        {},
        {"A1": [50, 40], "A2": [20, 15], "A3": [4, 1], "A4": [6, 2]},
        id="an outline of a pivot table",
    ),
    pytest.param(
        [
            ["Usuario", "Estado", "01/2025", "02/2025"],
            ["A1", "Activo", "50", "40"],
            ["A2", "Cortado", "-", "-"],
            ["A3", "Activo", "s/l", "15"],
        ],
        {},
        {"A1": [50, 40], "A3": [None, 15]},
        id="strokes and s/l for no reading",
    ),
    pytest.param(
        [
            [
                "Código",
                "Titular",
                "Estado anterior",
                "Estado actual",
                "kWh a facturar",
                "Cargo fijo",
                "Total $",
                "Vencimiento",
                "Período",
            ],
            ["U-1", "Ana", 100, 150, 50, 1200, 8000, D(2025, 3, 20), "02/2025"],
            ["U-2", "Luis", 10, 30, 20, 1200, 4000, D(2025, 3, 20), "02/2025"],
            ["U-3", "Eva", 5, 9, 4, 1200, 1900, D(2025, 3, 20), "02/2025"],
        ],
        {},
        {"U-1": [50], "U-2": [20], "U-3": [4]},
        id="bills with a day on which they fall due",
    ),
    pytest.param(
        [
            ["Local", "Medidor", "Factor", "Lectura inicial", "Ene-25", "Feb-25", "Mar-25"],
            ["L-1", "M100", 1, 100, 150, 190, 260],
            ["L-2", "M101", 40, 10, 12, 15, 17],
            ["L-3", "M102", 1, 5000, 5100, 5150, 5300],
        ],
        {},
        {"L-1": [50, 40, 70], "L-2": [80, 120, 80], "L-3": [100, 50, 150]},
        id="registers by month after the initial one, with a factor",
    ),
    pytest.param(
        [
            ["CUPS", "Periodo", "P1 (kWh)", "P2 (kWh)", "P3 (kWh)"],
            ["ES01", "2025-01", 10, 20, 30],
            ["ES02", "2025-01", 1, 2, 3],
            ["ES01", "2025-02", 11, 21, 31],
            ["ES02", "2025-02", 2, 2, 3],
        ],
        {},
        {"ES01": [60, 63], "ES02": [6, 7]},
        id="Spanish periods of tariff without their total",
    ),
    pytest.param(
        [
            ["Usuario", "Periodo facturado", "Consumo kWh", "Valor"],
            ["U1", "15 DIC 2024 - 14 ENE 2025", 120, 90000],
            ["U2", "15 DIC 2024 - 14 ENE 2025", 80, 60000],
            ["U1", "15 ENE 2025 - 14 FEB 2025", 110, 82500],
            ["U2", "15 ENE 2025 - 14 FEB 2025", 90, 67500],
        ],
        {},
        {"U1": [120, 110], "U2": [80, 90]},
        id="a period of two days in words in each row",
    ),
    pytest.param(
        [
            ["Submeter Billing Report"],
            ["Read period: 01/15/2025 - 02/14/2025"],
            [],
            ["Unit #", "Tenant Name", "Prev Read", "Curr Read", "Usage", "Rate", "Amount Due"],
            ["1A", "Smith", 1000, 1250, 250, 0.12, 30],
            ["1B", "Jones", 500, 610, 110, 0.12, 13.2],
            ["2A", "Vacant", 300, 300, 0, 0.12, 0],
        ],
        {},
        {"1A": [250], "1B": [110], "2A": [0]},
        id="a period in the title, the month first",
    ),
    pytest.param(
        [
            ["Fecha", "Local 1", "Local 2", "Local 3"],
            [D(2025, 1, 31), 1000, 500, 20],
            [D(2025, 2, 28), 1100, 530, 25],
            [D(2025, 3, 31), 1250, 580, 31],
            [D(2025, 4, 30), 1300, 640, 40],
            [D(2025, 5, 31), 1390, 700, 47],
        ],
        {},
        {"Local 1": [100, 150, 50, 90], "Local 2": [30, 50, 60, 60], "Local 3": [5, 6, 9, 7]},
        id="days down, registers of usuarios across",
    ),
    pytest.param(
        [
            ["Account", "Feeder", "Year", "Month", "Consumption"],
            ["Porton", "B1", 2022, "January", "NO DATA"],
            ["Porton", "B1", 2022, "February", 734],
            ["Escuela", "B2", 2022, "January", 790],
            ["Escuela", "B2", 2022, "February", 707],
        ],
        {},
        {"Porton": [None, 734], "Escuela": [790, 707]},
        id="the first value says that there is none",
    ),
    pytest.param(
        [
            ["Planta", "Mes", "Energía", "Unidad"],
            ["A", "2025-01", 1.5, "MWh"],
            ["B", "2025-01", 900, "kWh"],
            ["A", "2025-02", 1.2, "MWh"],
            ["B", "2025-02", 950, "kWh"],
        ],
        {},
        {"A": [1500, 1200], "B": [900, 950]},
        id="a unit in each row under «Unidad», which elsewhere is a dwelling",
    ),
    pytest.param(
        [
            ["Cliente", "Mes", "Consumo neto (kWh)"],
            ["C1", "2025-01", 120],
            ["C2", "2025-01", 35],
            ["C1", "2025-02", 100],
            ["C2", "2025-02", 12.5],
        ],
        {},
        {"C1": [120, 100], "C2": [35, 12.5]},
        id="a net consumption is no money",
    ),
]


@pytest.mark.parametrize(("sheets", "more", "kwh"), RESULTS)
def test_the_kwh_are_read(sheets, more, kwh):
    found = read(sheets, **more)
    assert found.kwh == kwh
    resumen = found.file.resumen
    assert resumen.filas == resumen.tomadas + resumen.rechazadas + resumen.sin_dato


CANONICAL = ["usuario", "bateria", "ciclo", "lectura_anterior", "lectura_actual", "digitos", "consumo_kwh"]


@pytest.mark.parametrize(
    ("rows", "kwh"),
    [
        pytest.param(
            [
                ["1", "B", "2025-01", 999999, 999999, 6, 0],
                ["2", "B", "2025-01", 10, 20, 6, 10],
                ["1", "B", "2025-02", 999999, 999999, 6, None],
                ["2", "B", "2025-02", 20, 25, 6, 5],
            ],
            {"1": [0, 0], "2": [10, 5]},
            id="a register that stands at its last figure",
        ),
        pytest.param(
            [
                ["1", "B", "2025-01", 99990, 99999, None, None],
                ["2", "B", "2025-01", 10, 20, None, None],
                ["1", "B", "2025-02", 99999, 99999, None, 0],
                ["2", "B", "2025-02", 20, 25, None, None],
            ],
            {"1": [9, 0], "2": [10, 5]},
            id="a register that comes to its last figure",
        ),
        pytest.param(
            [
                ["1", "B", "2025-01", 100, 99999, 5, None],
                ["2", "B", "2025-01", 10, 99999, 5, None],
                ["3", "B", "2025-01", 20, 25, 5, None],
            ],
            {"1": [None], "2": [None], "3": [5]},
            id="nines for no value",
        ),
    ],
)
def test_nines_are_a_reading_where_something_says_so(rows, kwh):
    assert read([CANONICAL, *rows]).kwh == kwh


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [["1", "B", "2025-01", None, None, 5, None], ["2", "B", "2025-01", 5, 9, 5, None]], id="first empty"
        ),
        pytest.param([["1", "B", "2025-01", None, None, None, None]], id="nothing read yet"),
        pytest.param([[k, "B", "2025-01", k, k + 5, 5, 5] for k in range(1, 6)], id="ids count up"),
    ],
)
def test_the_canonical_columns_raise_no_doubt(rows):
    assert read([CANONICAL, *rows]).certain


def turned(day: date) -> date | str:
    """Return what Excel makes of `dd/mm/yyyy` where it expects the month first."""
    return date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"


def test_days_that_excel_turned_round_are_put_right_and_asked_about():
    days = [date(2025, 2, d) for d in (3, 5, 11, 14, 20, 27)]
    rows = [[f"A{k}", turned(date(2025, 1, 14)), turned(day), 100, 110 + k] for k, day in enumerate(days)]
    found = read([["Usuario", "Fecha anterior", "Fecha actual", "Lectura anterior", "Lectura actual"], *rows])
    assert "dato.fecha_invertida" in found.codes
    assert not found.certain
    assert found.file.lecturas["hasta"].dt.date.tolist() == days


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [
                ["Fecha", "Medidor", "Monto", "kWh cargados"],
                [D(2025, 1, 18), "37001", 5000, 25.4],
                [D(2025, 1, 20), "37001", 5000, 25.4],
                [D(2025, 1, 20), "37002", 10000, 50.8],
                [D(2025, 2, 20), "37001", 5000, 25.4],
                [D(2025, 2, 22), "37002", 10000, 50.8],
            ],
            id="purchases of a prepaid meter",
        ),
        pytest.param(
            [
                ["Fecha", "Medidor", "Consumo (kWh)"],
                *[[D(2025, m, d), q, d] for m in (1, 2) for d in (1, 10, 20) for q in ("Q1", "Q2")],
            ],
            id="a consumption every ten days",
        ),
        pytest.param(
            [
                ["Fecha", "Local 1", "Local 2", "Local 3"],
                [D(2025, 1, 31), 1000, 500, 20],
                [D(2025, 2, 28), 1100, 530, 25],
                [D(2025, 3, 31), 1250, 580, 31],
                [D(2025, 4, 30), 1300, 640, 40],
            ],
            id="figures that rise along four months only",
        ),
    ],
)
def test_what_may_be_meant_otherwise_is_asked(rows):
    assert not read(rows).certain


def test_a_page_of_instructions_is_no_finding():
    data = [["usuario", "ciclo", "kwh"], ["A1", "2025-01", 5], ["A2", "2025-01", 7]]
    words, figures = [["Instrucciones"], ["Complete la hoja Datos"]], [["Precio", 10.5], ["Cuota", 3]]
    assert "hoja.sin_tabla" not in read({"Datos": data, "Leeme": words}).codes
    assert "hoja.sin_tabla" in read({"Datos": data, "Otra": figures}).codes
