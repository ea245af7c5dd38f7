"""What is understood of a workbook is said before anything is taken, and a person's word overrides it."""

import pytest
from tests.unit.importing.reading import read
from tests.unit.importing.workbooks import write_xlsx

from consumo.domain.errors import ParameterError
from consumo.importing.load import read_lecturas
from consumo.importing.mapping import ColumnMapping, Mapping, TableMapping
from consumo.importing.propose import propose_file

ROWS = [
    ["Cooperativa"],
    ["Parcela", "Titular", "Lectura 1", "Lectura actual", "Importe", "ene-25"],
    ["1", "Ana", 10, 30, 99, 5],
    ["2", "Luz", 20, 35, 99, 6],
]


@pytest.fixture
def book(tmp_path):
    return write_xlsx(tmp_path / "a.xlsx", {"Feb-25": [row[:5] for row in ROWS], "Nada": [["hola"]]})


def test_each_column_is_said_with_why_and_examples(book):
    proposal = propose_file(book)
    (table,) = proposal.tablas
    assert (table.hoja, table.encabezados, table.primera, table.ultima) == ("Feb-25", (2,), 3, 4)
    assert [c.significado for c in table.columnas] == [
        "usuario", "nombre", "ignorar", "lectura_actual", "ignorar",
    ]  # fmt: skip
    first = table.columnas[0]
    assert (first.letra, first.ejemplos, first.confianza) == ("A", ("1", "2"), 0.92)
    assert "Parcela" in first.porque.message("es")
    assert "Parcela" in first.porque.message("en")
    assert proposal.sin_tabla == ("Nada",)
    assert proposal.certain
    assert proposal.to_dict()["tablas"][0]["columnas"][0]["significado"] == "usuario"


def test_what_a_person_confirms_overrides_what_is_detected(book):
    table = propose_file(book).tablas[0].mapping()
    column = ColumnMapping(indice=2, encabezado="Lectura 1", significado="lectura_anterior")
    mapping = Mapping((TableMapping(forma=table.forma, columnas=(column,)),))
    read = read_lecturas([book], mappings=[mapping])
    assert read.lecturas["kwh"].tolist() == [20, 15]
    assert read.propuestas[0].tablas[0].columnas[2].porque.clave == "confirmada"


def test_the_shape_stays_when_the_data_the_month_and_the_sheet_change(tmp_path):
    def shape(name, header):
        return propose_file(write_xlsx(tmp_path / "b.xlsx", {name: [header, ["1", *[7] * (len(header) - 1)]]})).forma

    first = shape("Hoja1", ["Usuario", "ene-25", "feb-25"])
    assert first == shape("Otra", ["Usuario", "ene-25", "feb-25", "mar-25"])
    assert first != shape("Hoja1", ["Usuario", "Nombre", "ene-25", "feb-25"])


def test_a_mapping_survives_being_written_and_read(book):
    mapping = propose_file(book).mapping()
    assert Mapping.from_dict(mapping.to_dict()) == mapping
    assert mapping.forma == propose_file(book).forma


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param({}, "tablas", id="no tables"),
        pytest.param({"tablas": [{"decimal": ";"}]}, "decimal", id="decimal"),
        pytest.param({"tablas": [{"columnas": [{"columna": "B", "significado": "xx"}]}]}, "significado", id="word"),
        pytest.param({"tablas": [{"columnas": [{"columna": "3"}]}]}, "columna", id="letter"),
        pytest.param({"tablas": [{"encabezados": [0]}]}, "encabezados", id="row"),
    ],
)
def test_a_mapping_that_does_not_hold_names_the_key(data, name):
    with pytest.raises(ParameterError) as caught:
        Mapping.from_dict(data)
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("name", "rows", "asked"),
    [
        pytest.param("feb-2024", [[1.0, 2.0], [3.0, 4.0]], True, id="a month of which nothing was understood"),
        pytest.param("feb-2024", [["Nada todavía"]], False, id="a month without figures"),
        pytest.param("Notas", [[1.0, 2.0], [3.0, 4.0]], False, id="a sheet that is no month"),
    ],
)
def test_a_month_that_is_not_understood_beside_others_that_are_is_asked_about(name, rows, asked):
    months = {"ene-2024": [["Usuario", "Consumo kWh"], ["Ana", 10.0], ["Eva", 20.0]], name: rows}
    read_ = read(months)
    assert ("propuesta.hoja_sin_leer" in {doubt.codigo for doubt in read_.file.doubts}) is asked
