"""A generator of messy workbooks: a known table of kWh, written the way people write such tables.

Structure (layout, language, headers, formats, noise) is drawn by hypothesis, so that it shrinks; the figures come from
a seeded generator.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from hypothesis import strategies as st

Rows = list[list[Any]]

WORDS: dict[str, dict[str, list[str]]] = {
    "es": {
        "usuario": [
            "Usuario",
            "Cliente",
            "N° de cliente",
            "Cuenta",
            "Parcela",
            "Depto.",
            "SUMINISTRO",
            "Código usuario",
        ],
        "nombre": ["Nombre", "Titular", "Apellidos y nombres"],
        "bateria": ["Batería", "Torre", "Sector", "Alimentador"],
        "medidor": ["Medidor", "N° Medidor", "Serie medidor"],
        "ciclo": ["Mes", "Periodo", "Ciclo", "Mes facturado"],
        "desde": ["Fecha anterior", "Desde", "Fecha inicial", "Fecha lectura anterior"],
        "hasta": ["Fecha actual", "Hasta", "Fecha final", "Fecha lectura actual"],
        "anterior": ["Lectura anterior", "Lect. Ant.", "LECTURA INICIAL", "Lect anterior (kWh)", "Medición previa"],
        "actual": ["Lectura actual", "Lect. Act.", "LECTURA FINAL", "Lect actual (kWh)", "Medición actual"],
        "consumo": ["Consumo", "Consumo (kWh)", "kWh", "Consumo total kWh", "Energía activa kWh"],
        "factor": ["Factor", "Multiplicador", "Constante"],
        "dinero": ["Importe", "Valor $", "Total a pagar", "Cargo fijo"],
        "reactiva": ["Energía reactiva", "kvarh"],
        "total": ["Total", "TOTAL GENERAL", "Suma"],
        "nota": ["Nota: lecturas tomadas por el comité", "* datos preliminares", "Elaborado por: Administración"],
        "titulo": ["COOPERATIVA LA ESPERANZA", "Junta de vecinos", "Condominio Los Robles"],
    },
    "pt": {
        "usuario": ["Cliente", "Unidade Consumidora", "Nº Instalação", "Apartamento"],
        "nombre": ["Nome", "Proprietário"],
        "bateria": ["Bloco", "Quadra", "Grupo"],
        "medidor": ["Medidor", "Nº do Medidor"],
        "ciclo": ["Mês", "Mês/Ano", "Competência", "Período"],
        "desde": ["Data anterior", "Data inicial", "Data leitura anterior"],
        "hasta": ["Data atual", "Data final", "Data leitura atual"],
        "anterior": ["Leitura anterior", "Leit. Anterior"],
        "actual": ["Leitura atual", "Leit. Atual"],
        "consumo": ["Consumo (kWh)", "Consumo kWh", "Consumo faturado (kWh)"],
        "factor": ["Fator", "Constante"],
        "dinero": ["Valor R$", "Custo"],
        "reactiva": ["Energia reativa kvarh"],
        "total": ["Total", "Total geral", "Soma"],
        "nota": ["Nota: valores preliminares", "Fonte: administração"],
        "titulo": ["Condomínio Jardim", "Cooperativa de eletrificação"],
    },
    "en": {
        "usuario": ["Customer", "Account Number", "Customer ID", "Unit", "Account"],
        "nombre": ["Name", "Customer name"],
        "bateria": ["Group", "Feeder", "Building"],
        "medidor": ["Meter", "Meter number"],
        "ciclo": ["Month", "Billing period", "Bill Month"],
        "desde": ["Start Date", "From", "Period start"],
        "hasta": ["End Date", "To", "Period end"],
        "anterior": ["Previous reading", "Previous", "Start reading"],
        "actual": ["Current reading", "Present reading", "End reading"],
        "consumo": ["Usage (kWh)", "Consumption", "kWh used", "Energy (kWh)"],
        "factor": ["Multiplier"],
        "dinero": ["Amount", "Cost ($)", "Total charges"],
        "reactiva": ["Reactive kvarh"],
        "total": ["Total", "Grand Total"],
        "nota": ["Note: preliminary data", "Source: utility"],
        "titulo": ["Oak Street Condominium", "Rural Electric Association"],
    },
}
MONTHS = {
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    "pt": ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_MONTH_NAMES = {
    "es": "Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre",
    "pt": "Janeiro Fevereiro Março Abril Maio Junho Julho Agosto Setembro Outubro Novembro Dezembro",
    "en": "January February March April May June July August September October November December",
}
LONG_MONTHS = {language: names.split() for language, names in _MONTH_NAMES.items()}
MISSING = [None, "", "S/D", "SIN DATOS", "-", "n/a", "Not Available", "#N/A", "NO DATA"]
LAYOUTS = ("long", "readings", "both", "months", "wide", "wide and current", "registers", "blocks", "columns", "apart")


@dataclass
class Case:
    """A workbook and what is in it."""

    sheets: dict[str, Rows]
    ids: list[str]
    baterias: list[str]
    kwh: np.ndarray
    first: date
    tags: list[str] = field(default_factory=list)


def month_of(first: date, k: int) -> date:
    place = first.year * 12 + first.month - 1 + k
    return date(place // 12, place % 12 + 1, 1)


class Writer:
    """Writes figures, days and months of one workbook in one way."""

    def __init__(self, language: str, figures: str, days: str, months: str, missing: Any) -> None:
        self.language, self.figures, self.days, self.months, self.missing = language, figures, days, months, missing

    def figure(self, value: float) -> Any:
        if np.isnan(value):
            return self.missing
        if self.figures == "text es":
            return f"{value:,.1f}".translate(str.maketrans(",.", ".,"))
        if self.figures == "text en":
            return f"{value:,.1f}"
        if self.figures == "spaces":
            return f"{value:,.0f}".replace(",", " ")
        return int(value) if float(value).is_integer() else float(value)

    def day(self, when: date) -> Any:
        return {
            "dates": when,
            "iso": when.isoformat(),
            "dma": f"{when.day:02d}/{when.month:02d}/{when.year}",
            "words": f"{when.day} de {LONG_MONTHS['es'][when.month - 1].lower()} de {when.year}",
            "serial": (when - date(1899, 12, 30)).days,
        }[self.days]

    def month(self, when: date) -> Any:
        short, whole = MONTHS[self.language][when.month - 1], LONG_MONTHS[self.language][when.month - 1]
        return {
            "short": f"{short}-{when.year % 100:02d}",
            "whole": f"{whole} {when.year}",
            "iso": f"{when.year}-{when.month:02d}",
            "number": f"{when.month:02d}/{when.year}",
            "date": when,
        }[self.months]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a messy workbook."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    language = draw(st.sampled_from(["es", "pt", "en"]))
    words = {word: draw(st.sampled_from(options)) for word, options in WORDS[language].items()}
    layout = draw(st.sampled_from(LAYOUTS))
    n, m = draw(st.integers(3, 7)), draw(st.integers(2, 6))
    ids = _ids(draw(st.sampled_from(["numbers", "zeros", "mixed", "words"])), n)
    baterias = [f"B{k % 2 + 1}" for k in range(n)] if draw(st.booleans()) else ["General"] * n
    kwh = rng.integers(20, 900, (n, m)).astype(float)
    if layout in {"long", "wide", "columns", "apart"} and draw(st.booleans()):
        kwh[rng.integers(0, n), rng.integers(0, m - 1)] = np.nan
    first = month_of(date(2022, 1, 1), draw(st.integers(0, 40)))
    write = Writer(
        language,
        draw(st.sampled_from(["numbers", "numbers", "text es", "text en", "spaces"])),
        draw(st.sampled_from(["dates", "iso", "dma", "words", "serial"])),
        draw(st.sampled_from(["short", "whole", "iso", "number", "date"])),
        draw(st.sampled_from(MISSING)),
    )
    maker = Maker(
        draw, write, words, Case({}, ids, baterias, kwh, first, [layout, language, write.figures, write.days]), rng
    )
    return maker.make(layout)


def _ids(kind: str, n: int) -> list[str]:
    return {
        "numbers": [str(101 + k) for k in range(n)],
        "zeros": [f"{k + 7:05d}" for k in range(n)],
        "mixed": [f"{k // 2 + 4}{'AB'[k % 2]}" for k in range(n)],
        "words": [["Porton", "Escuela", "Sede", "Bomba", "Taller", "Ana Luz", "Capilla"][k] for k in range(n)],
    }[kind]


class Maker:
    """Lays a case out in sheets."""

    def __init__(
        self, draw: st.DrawFn, write: Writer, words: dict[str, str], case: Case, rng: np.random.Generator
    ) -> None:
        self.draw, self.write, self.words, self.case, self.rng = draw, write, words, case, rng
        self.n, self.m = case.kwh.shape
        self.register = np.concatenate(
            [rng.integers(1000, 30_000, (self.n, 1)), np.nan_to_num(case.kwh)], axis=1
        ).cumsum(axis=1)
        self.has_baterias = len(set(case.baterias)) > 1
        self.extra = draw(
            st.sets(st.sampled_from(["nombre", "medidor", "dinero", "reactiva", "factor", "N°"]), max_size=3)
        )
        self.total = draw(st.booleans())
        self.titles = draw(st.integers(0, 2))
        self.blank_row = draw(st.booleans())
        self.note = draw(st.booleans())
        self.shift = draw(st.booleans())

    def months(self) -> list[date]:
        return [month_of(self.case.first, k) for k in range(self.m)]

    def who(self, u: int) -> list[Any]:
        cells: list[Any] = [u + 1] if "N°" in self.extra else []
        text = self.case.ids[u]
        cells.append(int(text) if text.isdigit() and not text.startswith("0") else text)
        cells += [f"Persona {u + 1}"] if "nombre" in self.extra else []
        cells += [self.case.baterias[u]] if self.has_baterias else []
        cells += [f"M-{5000 + u}"] if "medidor" in self.extra else []
        return cells

    def who_head(self) -> list[Any]:
        head: list[Any] = ["N°"] if "N°" in self.extra else []
        head.append(self.words["usuario"])
        head += [self.words["nombre"]] if "nombre" in self.extra else []
        head += [self.words["bateria"]] if self.has_baterias else []
        return head + ([self.words["medidor"]] if "medidor" in self.extra else [])

    def beside(self, u: int, kwh: float) -> list[Any]:
        cells: list[Any] = []
        if "factor" in self.extra:
            cells.append(1)
        if "dinero" in self.extra:
            cells.append(None if np.isnan(kwh) else round(kwh * 151.3 + 2000, 2))
        if "reactiva" in self.extra:
            cells.append(int(self.rng.integers(1, 90)))
        return cells

    def beside_head(self) -> list[Any]:
        return [self.words[word] for word in ("factor", "dinero", "reactiva") if word in self.extra]

    def framed(self, head: list[Any], rows: Rows, totals: list[Any] | None = None, *, title: str = "") -> Rows:
        """Put titles above a table and totals and notes below it."""
        above: Rows = [[self.words["titulo"]]] * (self.titles > 0) + ([[title]] if title else [])
        above += [[]] if self.blank_row and above else []
        below: Rows = [totals] if totals and self.total else []
        below += [[], [], [self.words["nota"]]] if self.note else []
        table = [*above, head, *rows, *below]
        return [[None, *row] for row in table] if self.shift else table

    def totals(self, columns: list[tuple[int, float]], width: int) -> list[Any]:
        row: list[Any] = [None] * width
        row[self.who_head().index(self.words["usuario"])] = self.words["total"]
        for place, value in columns:
            row[place] = int(value) if float(value).is_integer() else value
        return row

    def make(self, layout: str) -> Case:
        getattr(self, f"_{layout.replace(' ', '_')}")()
        return self.case

    def _listed(self, head: list[Any], cells: Any, figures: int) -> None:
        """Write a row per usuario and ciclo."""
        everyone = [(u, k) for k in range(self.m) for u in range(self.n)]
        if self.draw(st.booleans()):
            everyone = [(u, k) for u in range(self.n) for k in range(self.m)]
        rows = [[*self.who(u), *cells(u, k), *self.beside(u, self.case.kwh[u, k])] for u, k in everyone]
        whole = [*self.who_head(), *head, *self.beside_head()]
        totals = (
            self.totals([(len(self.who_head()) + figures, float(np.nansum(self.case.kwh)))], len(whole))
            if figures >= 0
            else None
        )
        self.case.sheets["Lecturas"] = self.framed(whole, rows, totals)

    def _edges(self, k: int) -> list[Any]:
        months = self.months()
        return [self.write.day(months[k]), self.write.day(month_of(months[k], 1))]

    def _long(self) -> None:
        if self.draw(st.booleans()):
            months = self.months()
            self._listed(
                [self.words["ciclo"], self.words["consumo"]],
                lambda u, k: [self.write.month(months[k]), self.write.figure(self.case.kwh[u, k])],
                1,
            )
        else:
            self._listed(
                [self.words["desde"], self.words["hasta"], self.words["consumo"]],
                lambda u, k: [*self._edges(k), self.write.figure(self.case.kwh[u, k])],
                2,
            )

    def _readings(self) -> None:
        self._listed(
            [self.words["desde"], self.words["hasta"], self.words["anterior"], self.words["actual"]],
            lambda u, k: [*self._edges(k), *map(self.write.figure, self.register[u, k : k + 2])],
            -1,
        )

    def _both(self) -> None:
        self._listed(
            [
                self.words["desde"],
                self.words["hasta"],
                self.words["anterior"],
                self.words["actual"],
                self.words["consumo"],
            ],
            lambda u, k: [
                *self._edges(k),
                *map(self.write.figure, (*self.register[u, k : k + 2], self.case.kwh[u, k])),
            ],
            4,
        )

    def _months(self) -> None:
        """Write a sheet a month; the month stands in its name or in a title."""
        in_title = self.draw(st.booleans())
        for k, month in enumerate(self.months()):
            head = [*self.who_head(), self.words["anterior"], self.words["actual"], *self.beside_head()]
            rows = [
                [
                    *self.who(u),
                    *map(self.write.figure, self.register[u, k : k + 2]),
                    *self.beside(u, self.case.kwh[u, k]),
                ]
                for u in range(self.n)
            ]
            named = f"{LONG_MONTHS[self.write.language][month.month - 1]} {month.year}"
            name = f"Hoja{k + 1}" if in_title else named
            self.case.sheets[name] = self.framed(head, rows, title=f"Lecturas {named}" if in_title else "")

    def _wide_rows(self, last: int) -> tuple[list[Any], Rows]:
        head = [*self.who_head(), *(self.write.month(month) for month in self.months()[:last])]
        rows = [[*self.who(u), *(self.write.figure(v) for v in self.case.kwh[u, :last])] for u in range(self.n)]
        return head, rows

    def _wide(self) -> None:
        head, rows = self._wide_rows(self.m)
        start = len(self.who_head())
        sums = [(start + k, float(np.nansum(self.case.kwh[:, k]))) for k in range(self.m)]
        if self.draw(st.booleans()) and self.write.figures == "numbers":
            head.append(self.words["total"])
            for u, row in enumerate(rows):
                row.append(float(np.nansum(self.case.kwh[u])))
        self.case.sheets["Consumos"] = self.framed(
            head, rows, self.totals(sums, len(head)), title="Consumo de energía (kWh)"
        )

    def _wide_and_current(self) -> None:
        last = self.m - 1 if self.m > 2 else self.m
        head, rows = self._wide_rows(last)
        if last < self.m:
            head += [self.words["anterior"], self.words["actual"]]
            for u, row in enumerate(rows):
                row.extend(map(self.write.figure, self.register[u, last : last + 2]))
        self.case.sheets["Consumos"] = self.framed(head, rows, title="Consumo de energía (kWh)")

    def _registers(self) -> None:
        """Write the register of each month in columns, headed as readings; the first gives no consumption."""
        label = {"es": "Lectura", "pt": "Leitura", "en": "Reading"}[self.write.language]
        before = month_of(self.case.first, -1)
        months = [before, *self.months()]
        names = [f"{label} {MONTHS[self.write.language][month.month - 1]}-{month.year % 100:02d}" for month in months]
        rows = [[*self.who(u), *map(self.write.figure, self.register[u])] for u in range(self.n)]
        self.case.sheets["Registros"] = self.framed([*self.who_head(), *names], rows)

    def _blocks(self) -> None:
        """Write blocks by year below each other, the year in a row above the months."""
        rows: Rows = []
        years = sorted({month.year for month in self.months()})
        for year in years:
            places = [k for k, month in enumerate(self.months()) if month.year == year]
            names = [MONTHS[self.write.language][self.months()[k].month - 1] for k in places]
            start = len(self.who_head())
            rows += [[str(year)] if self.draw(st.booleans()) else [*[None] * start, year]]
            rows += [[*self.who_head(), *names]]
            rows += [[*self.who(u), *(self.write.figure(self.case.kwh[u, k]) for k in places)] for u in range(self.n)]
            if self.total:
                sums = [(start + j, float(np.nansum(self.case.kwh[:, k]))) for j, k in enumerate(places)]
                rows += [self.totals(sums, start + len(places))]
            rows += [[]]
        self.case.sheets["Consumos"] = [[self.words["titulo"]], ["Consumo mensual de energía en kWh"], [], *rows]

    def _columns(self) -> None:
        """Write a column per usuario and a row per month."""
        self.case.baterias = ["General"] * self.n
        head = [self.words["ciclo"], *self.case.ids]
        rows = [
            [self.write.month(month), *(self.write.figure(v) for v in self.case.kwh[:, k])]
            for k, month in enumerate(self.months())
        ]
        self.case.sheets["Consumos"] = [head, *rows]

    def _apart(self) -> None:
        """Write the year and the month in columns of their own."""
        year = {"es": "Año", "pt": "Ano", "en": "Year"}[self.write.language]
        months = self.months()
        by_name = self.draw(st.booleans())
        self._listed(
            [year, {"es": "Mes", "pt": "Mês", "en": "Month"}[self.write.language], self.words["consumo"]],
            lambda u, k: [
                months[k].year,
                LONG_MONTHS[self.write.language][months[k].month - 1] if by_name else months[k].month,
                self.write.figure(self.case.kwh[u, k]),
            ],
            2,
        )
