"""Binary workbooks with a damaged record, over which their general reader passes: said, and a person is asked."""

import io
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.fuzz.seeds import write_xls, write_xlsb

from consumo.domain.errors import WorkbookError
from consumo.importing.load import read_lecturas

NUMBER = b"\xbd\x00\x24\x00"  # type and length of the record of a row of numbers in an .xls
LABEL = b"\xfd\x00\x0a\x00"
ROW = b"\x08\x02\x10\x00"
WORKBOOK = "Workbook\0".encode("utf-16-le")  # the name in its entry of the directory
XLSB_FLOAT = b"\x02\x0c"  # type and length of a number's record in an .xlsb
PART = "xl/worksheets/sheet1.bin"


@cache
def book(kind: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        (write_xls if kind == "xls" else write_xlsb)(path)
        return path.read_bytes()


def nth(content: bytes, mark: bytes, k: int) -> int:
    place = -1
    for _ in range(k):
        place = content.index(mark, place + 1)
    return place


def xls_with(mark: bytes, k: int, offset: int, new: bytes) -> bytes:
    """Return the .xls with bytes written over the k-th record that begins with `mark`."""
    content = bytearray(book("xls"))
    place = nth(bytes(content), mark, k) + offset
    content[place : place + len(new)] = new
    return bytes(content)


def xlsb_with(mark: bytes, k: int, new: bytes) -> bytes:
    """Return the .xlsb with bytes written over the k-th `mark` of its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book("xlsb"))) as old, zipfile.ZipFile(out, "w") as archive:
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == PART:
                place = nth(bytes(part), mark, k)
                part[place : place + len(new)] = new
            archive.writestr(name, bytes(part))
    return out.getvalue()


def read(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    return read_lecturas([tmp_path / name])


@pytest.mark.parametrize("kind", ["xls", "xlsb"])
def test_a_whole_file_is_read_without_a_word(tmp_path, kind):
    read_whole = read(tmp_path, f"a.{kind}", book(kind))
    assert not [h for h in read_whole.hallazgos if h.codigo.startswith("archivo.")]
    assert all(proposal.certain for proposal in read_whole.propuestas)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.xls", lambda: xls_with(NUMBER, 9, 4, b"\x40\x00"), id="xls: a cell moved to another row"),
        pytest.param("a.xls", lambda: xls_with(NUMBER, 9, 4, b"\x03\x00\x04\x00"), id="xls: two cells in one place"),
        pytest.param("a.xls", lambda: xls_with(ROW, 8, 0, b"\x0a\x00"), id="xls: the sheet seems to end early"),
        pytest.param("a.xls", lambda: xls_with(LABEL, 20, 2, b"\xff\x7f"), id="xls: a record longer than any"),
        pytest.param("a.xlsb", lambda: xlsb_with(XLSB_FLOAT, 30, b"\x12"), id="xlsb: a cell becomes another record"),
        pytest.param("a.xlsb", lambda: xlsb_with(XLSB_FLOAT, 50, b"\x02\xff\x7f"), id="xlsb: a record without end"),
    ],
)
def test_damage_that_loses_cells_is_said_and_asked(tmp_path, name, content):
    try:
        found = read(tmp_path, name, content())
    except WorkbookError as refused:
        assert [h.codigo for h in refused.hallazgos] == ["archivo.danado"]  # noqa: PT017 - the other way to say it
        return
    (said,) = [h for h in found.hallazgos if h.codigo == "archivo.filas_perdidas"]
    assert said.hoja == "Lecturas"
    assert not any(proposal.certain for proposal in found.propuestas)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.xls", lambda: book("xls").replace("Workbook".encode("utf-16-le"), b"x" * 16), id="no workbook"),
        pytest.param("a.xls", lambda: xls_with(WORKBOOK, 1, 66, b"\x01"), id="the workbook is a folder"),
        pytest.param("a.xls", lambda: book("xls")[:600], id="the directory is cut off"),
        pytest.param("a.xlsb", lambda: book("xlsb")[:300] + b"\0" + book("xlsb")[301:], id="a checksum is wrong"),
    ],
)
def test_a_damaged_container_is_refused_before_a_reader_dies_of_it(tmp_path, name, content):
    with pytest.raises(WorkbookError) as refused:
        read(tmp_path, name, content())
    assert [h.codigo for h in refused.value.hallazgos] == ["archivo.danado"]
