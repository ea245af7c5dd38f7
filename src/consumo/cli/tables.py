"""Tables at the terminal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from consumo.cli.terminal import Terminal
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Severidad

__all__ = ["print_counts", "print_findings", "print_rows"]

_ORDER: Final = {Severidad.BLOQUEA: 0, Severidad.REVISAR: 1, Severidad.INFORMA: 2}
_COLOUR: Final = {Severidad.BLOQUEA: "red", Severidad.REVISAR: "yellow", Severidad.INFORMA: "dim"}


def print_rows(terminal: Terminal, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a plain table; numbers to the right."""
    table = Table(box=None, pad_edge=False)
    for j, header in enumerate(headers):
        numeric = bool(rows) and all(isinstance(row[j], int | float) for row in rows)
        table.add_column(header, justify="right" if numeric else "left")
    for row in rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    terminal.out.print(table)


def print_counts(terminal: Terminal, counts: Mapping[str, int]) -> None:
    """Print `name value` pairs on one line."""
    terminal.out.print("  ".join(f"{name} {_shown(value)}" for name, value in counts.items()))


def print_findings(terminal: Terminal, findings: Sequence[Hallazgo], *, limit: int) -> None:
    """Print the gravest findings, a row each, and how many more there are of each code."""
    ordered = sorted(findings, key=lambda h: _ORDER[h.severidad])
    if ordered[:limit]:
        table = Table(box=None, pad_edge=False)
        for header in (("severidad", "código", "dónde", "qué"), ("severity", "code", "where", "what"))[
            terminal.idioma.value == "en"
        ]:
            table.add_column(header, overflow="fold")
        for finding in ordered[:limit]:
            table.add_row(
                Text(finding.severidad.value, style=_COLOUR[finding.severidad]),
                Text(finding.codigo),
                Text(_place(finding)),
                Text(f"{finding.message(terminal.idioma)} {finding.suggestion(terminal.idioma)}"),
            )
        terminal.out.print(table)
    rest = Counter[str]()
    for finding in ordered[limit:]:
        rest[finding.codigo] += finding.veces
    if rest:
        listed = ", ".join(f"{codigo} ({count})" for codigo, count in rest.most_common())
        terminal.say(f"… y además: {listed}.", f"… and also: {listed}.")


def _place(finding: Hallazgo) -> str:
    cell = f"{finding.columna or ''}{finding.fila or ''}"
    sheet = f"{finding.hoja}!{cell}" if finding.hoja and cell else finding.hoja or cell
    parts = (sheet, finding.usuario or finding.bateria, finding.ciclo)
    return " ".join(str(part) for part in parts if part) + (f" (×{finding.veces})" if finding.veces > 1 else "")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u202f")  # thin spaces group digits in both languages
    if isinstance(value, float):
        return f"{value:.4g}"
    return "" if value is None else str(value)
