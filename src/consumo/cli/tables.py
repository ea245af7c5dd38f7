"""Tables at the terminal: plain columns that a person reads and `grep` finds, a line per row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from consumo.cli.terminal import Terminal
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Severidad

__all__ = ["print_counts", "print_findings", "print_rows"]

_ORDER: Final = {Severidad.BLOQUEA: 0, Severidad.REVISAR: 1, Severidad.INFORMA: 2}


def print_rows(terminal: Terminal, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: numbers to the right, the last column as long as it is."""
    texts = [[_shown(value) for value in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(headers, *texts, strict=True)]
    numeric = [bool(rows) and all(_is_number(row[j]) for row in rows) for j in range(len(headers))]
    for line in (headers, *texts):
        cells = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        )
        terminal.out.print("  ".join(cells).rstrip())


def print_counts(terminal: Terminal, counts: Mapping[str, int]) -> None:
    """Print `name value` pairs on one line."""
    terminal.out.print("  ".join(f"{name} {value}" for name, value in counts.items()))


def print_findings(terminal: Terminal, findings: Sequence[Hallazgo], *, limit: int) -> None:
    """Print the gravest findings, a line each, and how many more there are of each code."""
    ordered = sorted(findings, key=lambda h: _ORDER[h.severidad])
    if ordered[:limit]:
        headers = [
            terminal.text(es, en)
            for es, en in (("severidad", "severity"), ("código", "code"), ("dónde", "where"), ("qué", "what"))
        ]
        rows = [
            (h.severidad.value, h.codigo, _place(h), f"{h.message(terminal.idioma)} {h.suggestion(terminal.idioma)}")
            for h in ordered[:limit]
        ]
        print_rows(terminal, headers, rows)
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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "*" if value else ""
    if isinstance(value, float):
        return f"{value:.4f}" if value == value else "—"  # noqa: PLR0124 - NaN is the only value unlike itself
    return "" if value is None else str(value)
