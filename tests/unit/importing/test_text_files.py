"""Text files with a fault of their own are read as far as they go, and it is said."""

import pytest

from consumo import load_excel_data

HEAD = "usuario;ciclo;kwh\n"
COMMAS = "usuario,ciclo,kwh\n"


@pytest.mark.parametrize(
    ("text", "code", "kwh"),
    [
        pytest.param(HEAD + 'A1;2025-01;5\n"A2;2025-01;6\nA3;2025-01;7\n', "archivo.comilla_abierta", 18, id="quote"),
        pytest.param(HEAD + "A1;2025-01;5\nA2", "archivo.texto_cortado", 5, id="cut"),
        pytest.param(COMMAS + "A1,2025-01,12,5\nA2,2025-01,7\n", "archivo.celdas_de_mas", 19, id="a decimal comma"),
        pytest.param("usuario;ciclo;kwh;\nA1;2025-01;5;leído de noche\n", None, 5, id="a column without a name"),
        pytest.param(HEAD + '"A\n1";2025-01;5\n"A;2";2025-01;6\n', None, 11, id="line and separator in quotes"),
    ],
)
def test_what_is_wrong_with_a_text_file_is_said(tmp_path, text, code, kwh):
    (tmp_path / "a.csv").write_text(text, encoding="latin-1")
    loaded = load_excel_data(tmp_path / "a.csv")
    assert loaded.panel.kwh.sum() == kwh
    own = {h.codigo for h in loaded.hallazgos if h.codigo.startswith("archivo.")}
    assert own == ({code} if code else set())
