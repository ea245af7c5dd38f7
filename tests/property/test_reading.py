"""Whatever the layout, the language and the format of a workbook, reading it gives back the kWh that were put in."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consumo import load_excel_data
from consumo.importing.grid import Column
from consumo.importing.numbers import read_numbers

HEADERS = {
    "es": ("Usuario", "Batería", "Fecha anterior", "Fecha actual", "Lect. Anterior", "Lect. Actual", "Consumo (kWh)"),
    "pt": ("Instalação", "Grupo", "Data anterior", "Data atual", "Leitura anterior", "Leitura atual", "Consumo kWh"),
    "en": ("Customer", "Building", "From", "To", "Previous reading", "Current reading", "Usage kWh"),
}
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic")


def month(k: int) -> date:
    return date(2024 + k // 12, k % 12 + 1, 1)


@st.composite
def workbooks(draw: st.DrawFn) -> tuple[dict[str, list[list[Any]]], np.ndarray, list[str]]:
    """Return the rows of the sheets, the kWh (usuarios × months) and the ids."""
    ids = draw(st.lists(st.from_regex(r"[0-9]{1,4}[A-C]?", fullmatch=True), min_size=2, max_size=6, unique=True))
    n, months = len(ids), draw(st.integers(2, 5))
    kwh = np.array(draw(st.lists(st.integers(0, 900), min_size=n * months, max_size=n * months))).reshape(n, months)
    kwh[0] = kwh[0].clip(1)  # last months of 0 for everybody are taken as not read yet, and said (`dato.mes_en_cero`)
    usuario, bateria, *others = HEADERS[draw(st.sampled_from(sorted(HEADERS)))]
    shown = draw(st.sampled_from(["numbers", "text", "comma"]))
    as_day = draw(st.sampled_from(["dates", "iso", "text"]))
    edge = {"dates": lambda d: d, "iso": date.isoformat, "text": lambda d: f"{d.day} de {MONTHS[d.month - 1]} {d.year}"}

    def figure(value: int) -> Any:
        return {"numbers": value, "text": str(value), "comma": f"{value},0"}[shown]

    register = np.concatenate([np.full((n, 1), 1000), 1000 + np.cumsum(kwh, axis=1)], axis=1).tolist()
    layout = draw(st.sampled_from(["long", "declared", "wide", "wide and current", "single"]))
    title: list[list[Any]] = [["Cooperativa de prueba"], []] if draw(st.booleans()) else []
    who = [[name, f"B{k % 2}"] for k, name in enumerate(ids)]
    everyone, every = range(n), range(months)
    if layout in {"long", "declared"}:
        cells = {
            "long": lambda u, m: [figure(register[u][m]), figure(register[u][m + 1])],
            "declared": lambda u, m: [figure(int(kwh[u, m]))],
        }[layout]
        head = [usuario, bateria, *others[:2], *(others[2:4] if layout == "long" else others[4:])]
        rows = [
            [*who[u], edge[as_day](month(m)), edge[as_day](month(m + 1)), *cells(u, m)] for m in every for u in everyone
        ]
        sheets = {"Hoja1": [*title, head, *rows]}
    elif layout == "single":
        head = [usuario, bateria, *others[2:4]]
        sheets = {
            f"{MONTHS[month(m).month - 1]}-{month(m).year}": [
                *title, head, *([*who[u], figure(register[u][m]), figure(register[u][m + 1])] for u in everyone)
            ]
            for m in every
        }  # fmt: skip
    else:
        last = months - (layout == "wide and current")
        if last < 2:
            last = months
        names = [f"{MONTHS[month(m).month - 1]}-{month(m).year}" for m in range(last)]
        rows = [[*who[u], *(figure(int(kwh[u, m])) for m in range(last))] for u in everyone]
        if last < months:
            names += others[2:4]
            rows = [[*row, register[u][last], register[u][last + 1]] for u, row in enumerate(rows)]
        sheets = {"Consumos": [*title, [usuario, bateria, *names], *rows]}
    if layout != "single" and shown == "numbers" and draw(st.booleans()):
        (rows_of,) = sheets.values()
        head = rows_of[len(title)]
        total = (
            [sum(row[k] for row in rows_of[len(title) + 1 :]) if k >= 2 else None for k in range(len(head))]
            if layout in {"wide", "wide and current"}
            else None
        )
        if total:
            rows_of.append(["Total", *total[1:]])
    return sheets, kwh.astype(float), ids


def write(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(i, j, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(i, j, cell)
                    elif cell is not None:
                        sheet.write_number(i, j, cell)
    return path


@given(case=workbooks())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reading_gives_back_the_kwh(case: tuple[dict[str, list[list[Any]]], np.ndarray, list[str]]) -> None:
    sheets, kwh, ids = case
    with TemporaryDirectory() as folder:
        panel, _, resumen = load_excel_data(write(Path(folder) / "libro.xlsx", sheets))
    rows = [panel.row_of(usuario) for usuario in ids]
    np.testing.assert_allclose(panel.kwh[rows], kwh)
    assert panel.n_usuarios == len(ids)
    assert panel.ciclos == tuple(f"{month(m):%Y-%m}" for m in range(kwh.shape[1]))
    assert panel.desde[0] == np.datetime64(month(0))
    assert (panel.hasta[-1] - np.datetime64(month(kwh.shape[1]) - timedelta(days=1))).astype(int) == 1
    assert resumen.filas == resumen.tomadas + resumen.rechazadas + resumen.sin_dato
    assert resumen.rechazadas == 0


@given(st.lists(st.floats(-1e6, 1e9, allow_nan=False).map(lambda x: round(x, 2)), min_size=1, max_size=20))
def test_numbers_written_in_spanish_are_read_as_they_are(values: list[float]) -> None:
    written = [f"{v:,.2f}".translate(str.maketrans(",.", ".,")) for v in values]
    np.testing.assert_allclose(read_numbers(written).values, values)
    np.testing.assert_allclose(read_numbers(Column.of(values)).values, values)
