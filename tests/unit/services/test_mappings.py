"""Mappings as files: what is written can be read and corrected by a person, and is found again by shape."""

import pytest
from tests.unit.importing.workbooks import write_xlsx

from consumo.domain.errors import ParameterError
from consumo.importing.mapping import ColumnMapping, Mapping, TableMapping
from consumo.importing.propose import propose_file
from consumo.services.mappings import mapping_from, read_mapping, remember, remembered, to_toml
from consumo.services.settings import Settings

ROWS = [["Quién", "Torre", "Mes", "Energía kWh"], ["1", "A", "2025-01", 10], ["2", "A", "2025-01", 20]]
ODD = Mapping(
    (
        TableMapping(
            hoja='Hoja "1" \\ año\x7f\n',
            forma="abc",
            encabezados=(1, 2),
            columnas=(ColumnMapping(indice=0, encabezado="N°\t#", significado="usuario"), ColumnMapping(indice=27)),
            decimal=",",
        ),
        TableMapping(hoja="*", ignorar=True),
    )
)


def test_round_trip():
    assert mapping_from(to_toml(ODD)) == ODD


def test_a_proposal_as_a_file_says_why(tmp_path):
    proposal = propose_file(write_xlsx(tmp_path / "a.xlsx", {"H": ROWS}))
    text = to_toml(proposal.mapping(), [proposal])
    assert "# significado = usuario | nombre" in text
    assert "· ej.: 2025-01" in text
    assert mapping_from(text) == proposal.mapping()


def test_json_is_read_too():
    assert mapping_from(' {"tablas": [{"hoja": "H"}]}') == Mapping((TableMapping(hoja="H"),))


@pytest.mark.parametrize("text", ["", "tablas = 3", "[[tablas]]\norden_fecha = 'x'", "a = = 1", "{", '{"tablas": [1]}'])
def test_what_is_no_mapping(text):
    with pytest.raises(ParameterError):
        mapping_from(text)


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "m.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("m.toml", "no-hay.toml"):
        with pytest.raises(ParameterError, match=r"toml"):
            read_mapping(tmp_path / name)


def test_remembered_by_shape(tmp_path):
    settings = Settings(datos=tmp_path / "datos", _env_file=None)
    assert remembered(settings) == []
    first = remember(settings, ODD)
    again = remember(settings, ODD)
    assert (first, remembered(settings)) == (again, [ODD])
