"""What a forecast is made with beside the readings, and the fingerprint of it."""

import pytest

from consumo.domain.errors import InputError
from consumo.services.forecast_inputs import read_inputs, read_series
from consumo.services.settings import Settings


def test_the_fingerprint_is_of_what_is_in_the_files(tmp_path):
    path, same, series = (tmp_path / name for name in ("c.csv", "d.csv", "s.csv"))
    path.write_text("desde,hasta\n2026-01-01,2026-02-04\n", encoding="utf-8")
    same.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    series.write_text("ciclo,festivos\n2026-01,2\n", encoding="utf-8")
    plain = Settings(datos=tmp_path, calendario=None, series=None)
    with_path, with_same, with_both = (
        plain.model_copy(update=update)
        for update in ({"calendario": path}, {"calendario": same}, {"calendario": path, "series": series})
    )
    assert read_inputs(plain).huella == ""
    assert read_inputs(with_path).huella == read_inputs(with_same).huella != ""
    assert read_inputs(with_both).huella != read_inputs(with_path).huella
    path.write_text("desde,hasta\n2026-01-01,2026-02-05\n", encoding="utf-8")
    assert read_inputs(with_path).huella != read_inputs(with_same).huella


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("mes,festivos\n2026-01,2\n", "mes, festivos", id="no ciclo"),
        pytest.param("ciclo\n2026-01\n", "una columna de números", id="no series"),
        pytest.param("", "No se pueden leer", id="empty"),
        pytest.param(None, "No se pueden leer", id="no file"),
    ],
)
def test_what_are_no_series(tmp_path, text, said):
    path = tmp_path / "s.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_series(path)


def test_ids_stay_text(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("\ufeffciclo,festivos,grados\n202601,2,20.5\n", encoding="utf-8")
    assert read_series(path).to_dict("records") == [{"ciclo": "202601", "festivos": 2, "grados": 20.5}]
