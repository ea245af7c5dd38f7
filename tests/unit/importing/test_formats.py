"""The same table in every format gives the same; a text file that ends in the middle is said to."""

import numpy as np
import pytest
from tests.fuzz.run import KWH
from tests.fuzz.seeds import SEEDS, write_csv

from consumo import load_excel_data


@pytest.mark.parametrize("name", SEEDS)
def test_each_format(tmp_path, name):
    SEEDS[name](tmp_path / name)
    panel, hallazgos, resumen = load_excel_data(tmp_path / name)
    assert sorted(panel.kwh[np.isfinite(panel.kwh)].tolist()) == KWH
    assert panel.ciclos == ("2025-01", "2025-02", "2025-03")
    assert [h.codigo for h in hallazgos] == ["tabla.fila_de_total"]
    assert (resumen.filas, resumen.tomadas) == (19, 18)


def test_a_text_file_cut_in_the_middle_of_a_line_is_said_to_be(tmp_path):
    path = tmp_path / "a.csv"
    write_csv(path)
    path.write_bytes(path.read_bytes()[:-30])
    assert "archivo.texto_cortado" in {h.codigo for h in load_excel_data(path).hallazgos}
