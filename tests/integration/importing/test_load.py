"""The four layouts, in Spanish, Portuguese and English: the right kWh, or a finding that says why not."""

from datetime import date, datetime

import numpy as np
import pytest
from tests.unit.importing.workbooks import write_text, write_xlsx

from consumo import load_excel_data
from consumo.domain.errors import WorkbookError

NAN = float("nan")


def codes(loaded) -> set[str]:
    return {h.codigo for h in loaded.hallazgos}


def kwh_of(loaded) -> dict[str, list[float]]:
    return dict(zip(loaded.panel.usuarios.tolist(), loaded.panel.kwh.tolist(), strict=True))


LONG = [
    ["usuario", "bateria", "fecha_anterior", "fecha_actual", "lectura_anterior", "lectura_actual", "factor"],
    ["0012", "Norte", date(2025, 1, 1), date(2025, 2, 1), 100, 150, 1],
    ["0012", "Norte", date(2025, 2, 1), date(2025, 3, 1), 150, 190, 1],
    ["6A", "Sur", date(2025, 1, 1), date(2025, 2, 1), 10, 15, 40],
    ["6A", "Sur", date(2025, 2, 1), date(2025, 3, 1), 15, 15, 40],
]


def test_long(tmp_path):
    loaded = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"Lecturas": LONG}))
    assert kwh_of(loaded) == {"0012": [50, 40], "6A": [200, 0]}
    assert loaded.panel.baterias.tolist() == ["Norte", "Sur"]
    assert loaded.panel.ciclos == ("2025-01", "2025-02")
    assert loaded.hallazgos == ()
    assert loaded.resumen.as_dict() == {
        "filas": 4, "tomadas": 4, "rechazadas": 0, "sin_dato": 0, "lecturas": 4,
        "usuarios": 2, "baterias": 2, "ciclos": 2, "errores": 0, "advertencias": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(["Cliente", "Torre", "Fecha inicial", "Fecha final", "Lect. Ant.", "Lect. Act."], id="es"),
        pytest.param(
            ["Instalação", "Grupo", "Data anterior", "Data atual", "Leitura anterior", "Leitura atual"], id="pt"
        ),
        pytest.param(["Customer", "Building", "From", "To", "Previous reading", "Current reading"], id="en"),
    ],
)
def test_headers_in_three_languages(tmp_path, header):
    rows = [["Cooperativa X"], [], header, *[row[:6] for row in LONG[1:3]]]
    loaded = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert kwh_of(loaded) == {"0012": [50, 40]}


def test_wide(tmp_path):
    rows = [["Usuario", "Batería", "ene-25", "feb-25", "mar-25"], ["1", "A", 10, None, 30], ["2", "A", 0, 5, "S/D"]]
    loaded = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"Consumos": rows}))
    np.testing.assert_array_equal(loaded.panel.kwh, [[10, NAN, 30], [0, 5, NAN]])
    assert loaded.panel.abierto.tolist() == [False, False, True]
    assert "ciclo.fechas_supuestas" in codes(loaded)


def test_wide_with_the_readings_of_the_open_ciclo(tmp_path):
    rows = [
        ["Usuario", "2025-01", "2025-02", "Lectura anterior", "Lectura actual"],
        ["1", 10, 20, 1000, 1035],
        ["2", 11, 21, 500, None],
    ]
    loaded = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"Consumos": rows}))
    np.testing.assert_array_equal(loaded.panel.kwh, [[10, 20, 35], [11, 21, NAN]])
    assert loaded.panel.ciclos == ("2025-01", "2025-02", "2025-03")
    assert loaded.panel.abierto.tolist() == [False, False, True]


def test_a_sheet_a_month_with_totals_and_the_master_bill(tmp_path):
    def month(first: int, second: int) -> list[list[object]]:
        return [
            [],
            ["Nombre", "Parcela", "Consumo Anterior", "Consumo Actual", "KW Consumo", "Valor Neto"],
            ["Ana", 4, 100, 100 + first, first, 999],
            ["Luz", "6A", 50, 50 + second, second, 999],
            [None, None, None, None, first + second, 1998],
            [],
            [],
            [None, "Consumo General KW", first + second + 10],
            [None, "Saldo", 5],
        ]

    path = write_xlsx(tmp_path / "a.xlsx", {"Sept-25": month(40, 60), "Oct-25": month(30, 0)})
    loaded = load_excel_data(path)
    assert kwh_of(loaded) == {"4": [40, 30], "6A": [60, 0]}
    assert loaded.panel.entregado.tolist() == [[110, 40]]
    assert {"tabla.fila_de_total", "tabla.totalizador", "tabla.notas", "columna.otra_magnitud"} <= codes(loaded)
    resumen = loaded.resumen
    assert resumen.filas == resumen.tomadas + resumen.rechazadas + resumen.sin_dato == 10


def test_a_sheet_a_bateria_with_the_same_ids(tmp_path):
    rows = [["usuario", "mes", "kwh"], ["1", "2025-01", 10], ["2", "2025-01", 20]]
    other = [*rows[:2], ["2", "2025-01", 21]]
    loaded = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"Torre A": rows, "Torre B": other}))
    assert sorted(loaded.panel.usuarios.tolist()) == ["Torre A/1", "Torre A/2", "Torre B/1", "Torre B/2"]
    assert "dato.usuario_en_dos_baterias" in codes(loaded)


def one(anterior, actual, **more) -> list[list[object]]:
    header = ["usuario", "bateria", "ciclo", "lectura_anterior", "lectura_actual", *more]
    return [
        header,
        ["1", "A", "2025-01", anterior, actual, *more.values()],
        ["2", "A", "2025-01", 0, 5, *[None] * len(more)],
    ]


@pytest.mark.parametrize(
    ("rows", "kwh", "code"),
    [
        pytest.param(one(99990, 20, digitos=5), 30, "lectura.vuelta_de_medidor", id="rollover, digits known"),
        pytest.param(one(99990, 20, consumo_kwh=30), 30, "lectura.vuelta_de_medidor", id="rollover, declared"),
        pytest.param(one(500, 20), NAN, "lectura.menor_que_anterior", id="a fall is never negative"),
        pytest.param(one(100, 150, consumo_kwh=70), 50, "consumo.declarado_no_cuadra", id="readings win"),
        pytest.param(one(100, "abc"), NAN, "dato.no_numerico", id="not a number"),
        pytest.param(one(None, None, consumo_kwh=-3), NAN, "consumo.negativo", id="negative"),
        pytest.param(one(None, None, consumo_kwh="1.234,5"), 1234.5, None, id="decimal comma"),
        pytest.param(one(None, None, consumo_kwh="SIN DATOS"), NAN, None, id="missing is not zero"),
    ],
)
def test_readings_and_what_is_said_of_them(tmp_path, rows, kwh, code):
    loaded = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"H": rows}))
    np.testing.assert_array_equal(kwh_of(loaded)["1"], [kwh])
    assert code is None or code in codes(loaded)


def test_repeated_rows(tmp_path):
    rows = [["usuario", "bateria", "mes", "kwh"], ["1", "A", "2025-01", 10], ["1", "A", "2025-01", 10]]
    rows += [["2", "A", "2025-01", 10], ["2", "A", "2025-01", 11], ["3", "A", "2025-01", 7]]
    loaded = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"H": rows}))
    assert kwh_of(loaded) == {"1": [10], "3": [7]}
    assert {"lectura.repetida", "lectura.duplicada"} <= codes(loaded)
    assert loaded.resumen.rechazadas == 2


def test_a_change_of_meter_is_added_up(tmp_path):
    rows = [
        ["usuario", "bateria", "medidor", "ciclo", "desde", "hasta", "lectura_anterior", "lectura_actual"],
        ["1", "A", "M1", "2025-01", date(2025, 1, 1), date(2025, 1, 20), 900, 930],
        ["1", "A", "M2", "2025-01", date(2025, 1, 20), date(2025, 2, 1), 0, 12],
        ["2", "A", "M3", "2025-01", date(2025, 1, 1), date(2025, 2, 1), 0, 12],
    ]
    loaded = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"H": rows}))
    assert kwh_of(loaded)["1"] == [42]
    assert loaded.panel.dias[0].tolist() == [31]
    assert "lectura.cambio_de_medidor" in codes(loaded)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param("usuario,bateria,desde,hasta,kwh\n01,A,2025-01-01,2025-02-01,2008.000\n", "utf-8", id="tidy"),
        pytest.param("usuario;batería;mes;consumo\n01;A;01/2025;2.008,0\n", "utf-8-sig", id="semicolon"),
        pytest.param("usuario;batería;mes;consumo\n01;A;ene-25;2008\n", "cp1252", id="windows"),
    ],
)
def test_text_files(tmp_path, text, encoding):
    loaded = load_excel_data(write_text(tmp_path / "a.csv", text, encoding))
    assert kwh_of(loaded) == {"01": [2008]}
    assert loaded.panel.ciclos == ("2025-01",)


def test_dates_as_dates_serials_and_text(tmp_path):
    header = ["usuario", "bateria", "desde", "hasta", "kwh"]
    midnight = datetime(2025, 1, 1)  # noqa: DTZ001 - Excel knows no time zones
    rows = [header, ["1", "A", midnight, 45689, 10], ["2", "A", "01/01/2025", "1 de febrero de 2025", 20]]
    panel = load_excel_data(write_xlsx(tmp_path / "a.xlsx", {"H": rows})).panel
    assert panel.desde.astype(str).tolist() == ["2025-01-01"]
    assert panel.hasta.astype(str).tolist() == ["2025-02-01"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("a.xlsx", b"", "archivo.vacio", id="empty"),
        pytest.param("a.xlsx", b"PK\x03\x04truncated", "archivo.danado", id="truncated"),
        pytest.param("a.xlsx", b"<html></html>", "archivo.danado", id="html renamed"),
        pytest.param("a.pdf", b"%PDF-1.7", "archivo.tipo_desconocido", id="another kind"),
        pytest.param("a.csv", b"PK\x03\x04\0\0", "archivo.tipo_desconocido", id="workbook renamed"),
        pytest.param("a.csv", b"hola,mundo\n1,2\n", "archivo.sin_tabla", id="no table"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_clear_finding(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WorkbookError) as caught:
        load_excel_data(path)
    assert caught.value.hallazgos[0].codigo == code
    assert name in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(WorkbookError, match="No existe el archivo"):
        load_excel_data(tmp_path / "no.xlsx")
