"""Messages say what was found, what was expected and what to do, in both languages."""

import pytest

from consumo.domain.errors import NotFoundError, ParameterError

CASES = [
    pytest.param(
        NotFoundError("usuario", "001", ["0010", "0011", "0450"]),
        "No existe el usuario «001» en los datos publicados. ¿Quiso decir 0011, 0010?",
        "There is no usuario '001' in the published data. Did you mean 0011, 0010?",
        id="near ids",
    ),
    pytest.param(
        NotFoundError("ciclo", "enero", ["2025-07", "2025-08", "2025-09", "2025-10"]),
        "No existe el ciclo «enero» en los datos publicados. ¿Alguno como 2025-08, 2025-09, 2025-10?",
        "There is no ciclo 'enero' in the published data. Something like 2025-08, 2025-09, 2025-10?",
        id="none near: the latest show the form",
    ),
    pytest.param(
        NotFoundError("version", "v1"),
        "No existe la versión «v1» en los datos publicados.",
        "There is no version 'v1' in the published data.",
        id="none at all",
    ),
    pytest.param(
        ParameterError("horizonte", 99, "1–13", "1–13"),
        "El parámetro «horizonte» vale 99; se esperaba 1–13.",
        "Parameter 'horizonte' is 99; expected 1–13.",
        id="a value out of range",
    ),
    pytest.param(
        ParameterError("CONSUMO_EXCEL", None, "la ruta de un libro", "the path of a workbook"),
        "El parámetro «CONSUMO_EXCEL» no está dado; se esperaba la ruta de un libro.",
        "Parameter 'CONSUMO_EXCEL' is not given; expected the path of a workbook.",
        id="not given",
    ),
]


@pytest.mark.parametrize(("error", "es", "en"), CASES)
def test_says(error, es, en):
    assert error.text("es") == str(error) == es
    assert error.text("en") == en
