"""Files whose ending says another kind than they are: read as what they are, and said."""

from pathlib import Path

import pytest
from tests.fuzz.seeds import write_csv, write_ods, write_xls, write_xlsb, write_xlsx

from consumo import load_excel_data
from consumo.domain.errors import WorkbookError


def write_html(path: Path) -> None:
    rows = [line.split(";") for line in _csv(path).read_text("utf-8").splitlines()]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    path.write_text(f"<html><head><style>td{{}}</style></head><body><table>{body}</table></body></html>", "utf-8")


def _csv(path: Path) -> Path:
    write_csv(path.with_suffix(".tmp"))
    return path.with_suffix(".tmp")


@pytest.mark.parametrize(
    ("name", "write", "really"),
    [
        pytest.param("a.xls", write_xlsx, "xlsx", id="xlsx called xls"),
        pytest.param("a.xls", write_html, "html", id="html called xls"),
        pytest.param("a.xls", write_csv, "csv", id="csv called xls"),
        pytest.param("a.xlsx", write_xls, "xls", id="xls called xlsx"),
        pytest.param("a.xlsx", write_csv, "csv", id="csv called xlsx"),
        pytest.param("a.xlsx", write_xlsb, "xlsb", id="xlsb called xlsx"),
        pytest.param("a.xlsx", write_ods, "ods", id="ods called xlsx"),
        pytest.param("a.csv", write_xlsx, "xlsx", id="xlsx called csv"),
        pytest.param("a.csv", write_xls, "xls", id="xls called csv"),
    ],
)
def test_a_file_is_read_as_what_it_is(tmp_path, name, write, really):
    write_xlsx(tmp_path / "whole.xlsx")
    expected = load_excel_data(tmp_path / "whole.xlsx").panel.kwh.sum()
    write(tmp_path / name)
    loaded = load_excel_data(tmp_path / name)
    assert loaded.panel.kwh.sum() == expected
    (finding,) = [h for h in loaded.hallazgos if h.codigo == "archivo.otra_extension"]
    assert finding.evidencia["formato"] == really


def test_an_xml_spreadsheet_of_2003_has_a_code_of_its_own(tmp_path):
    path = tmp_path / "a.xls"
    path.write_text('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "utf-8")
    with pytest.raises(WorkbookError) as refused:
        load_excel_data(path)
    assert [h.codigo for h in refused.value.hallazgos] == ["archivo.xml_antiguo"]
