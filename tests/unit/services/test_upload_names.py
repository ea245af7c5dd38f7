"""Names of uploaded files, as every file system takes them."""

import pytest

from consumo.services.imports.desk import _unlike, safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("enero.xlsx", "enero.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Datos\\año 2025.xlsx", "año 2025.xlsx"),
        ("..", "_"),
        ("", "_"),
        ("a\x00b:c?.csv", "a_b_c_.csv"),
        (" .oculto. ", "oculto"),
        ("con.xlsx", "_con.xlsx"),
        ("LPT1", "_LPT1"),
        ("consumo.xlsx", "consumo.xlsx"),
        ("n" * 300 + ".xlsx", "n" * 150 + ".xlsx"),
    ],
)
def test_safe_name(sent, kept):
    assert safe_name(sent) == kept


def test_two_files_of_one_name():
    assert _unlike(["a.xlsx", "A.xlsx", "b.csv.gz", "b.csv.gz"]) == ["a.xlsx", "A (2).xlsx", "b.csv.gz", "b (2).csv.gz"]
