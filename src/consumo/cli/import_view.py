"""An import at the terminal: what it did, and what was understood of the workbooks."""

from typing import TYPE_CHECKING, Final

from consumo.cli.tables import print_counts, print_findings, print_rows
from consumo.cli.terminal import Terminal
from consumo.domain.number_text import written

if TYPE_CHECKING:
    from consumo.services.import_report import CicloTotal, PublishReport

__all__ = ["print_proposal", "print_report"]

_MOST_CICLOS: Final = 24
_MOST_COLUMNS: Final = 40


def print_report(terminal: Terminal, report: "PublishReport", *, findings: int, proposal: bool = False) -> None:
    """Print what an import did: the version, the counts, what changed and the findings; the proposal where asked."""
    if proposal:
        print_proposal(terminal, report)
    if report.version_datos is None:
        terminal.say("Simulación: no se publicó nada.", "Dry run: nothing was published.")
    elif report.sin_cambios:
        terminal.say(
            f"Sin cambios: sigue publicada la versión {report.version_datos}.",
            f"No changes: version {report.version_datos} is still the published one.",
        )
    else:
        before = report.version_anterior or "—"
        terminal.say(
            f"Publicada la versión {report.version_datos} (anterior: {before}).",
            f"Published version {report.version_datos} (before: {before}).",
        )
    print_counts(terminal, report.resumen)
    print_counts(terminal, report.cambios)
    print_findings(terminal, report.hallazgos, limit=findings)
    if report.decididos:
        waiting = report.por_releer
        terminal.say(
            f"Además, hallazgos ya decididos, que no se repiten: {report.decididos}"
            + (f", de ellos por releer: {waiting}" if waiting else "")
            + ". Véalos con «consumo critica lista --estado todos».",
            f"Also, findings already decided on, not listed again: {report.decididos}"
            + (f", of them to be read again: {waiting}" if waiting else "")
            + ". See them with 'consumo critica lista --estado todos'.",
        )


def print_proposal(terminal: Terminal, report: "PublishReport") -> None:
    """Print what every column was taken for and why, what is in doubt, and the ciclos that come out."""
    headers = [
        terminal.text(es, en)
        for es, en in (
            ("columna", "column"),
            ("encabezado", "header"),
            ("significado", "meaning"),
            ("seguridad", "confidence"),
            ("ejemplos", "examples"),
            ("por qué; si no, qué", "why; if not, what"),
        )
    ]
    for proposed in report.propuestas:
        shown = proposed.to_dict(terminal.idioma)
        for table in shown["tablas"]:
            rows = ", ".join(str(row) for row in table["encabezados"])
            place = f"{shown['archivo']} · {table['hoja']}"
            terminal.say(
                f"{place}: encabezado en la fila {rows}, {table['filas']} filas, tabla {table['disposicion']}.",
                f"{place}: header in row {rows}, {table['filas']} rows, table {table['disposicion']}.",
            )
            columns = [_column(column) for column in table["columnas"]]
            print_rows(terminal, headers, columns[:_MOST_COLUMNS])
            if len(columns) > _MOST_COLUMNS:
                more = len(columns) - _MOST_COLUMNS
                terminal.say(f"… y {more} columnas más.", f"… and {more} more columns.")
        for doubt in shown["dudas"]:
            terminal.say(
                f"Duda: {doubt['mensaje']} {doubt['sugerencia']}", f"Doubt: {doubt['mensaje']} {doubt['sugerencia']}"
            )
    _print_ciclos(terminal, report.ciclos)


def _column(column: dict) -> tuple[object, ...]:  # type: ignore[type-arg]
    others = "; ".join(f"{other['significado']} ({other['confianza']:.2f})" for other in column["alternativas"])
    meaning = f"{column['significado']} {column['mes']}" if column["mes"] else column["significado"]
    why = column["porque"]["mensaje"] + (f"; {others}" if others else "")
    examples = ", ".join(column["ejemplos"])
    return column["columna"], column["encabezado"][:30], meaning, f"{column['confianza']:.2f}", examples[:40], why


def _print_ciclos(terminal: Terminal, ciclos: "tuple[CicloTotal, ...]") -> None:
    shown = ciclos[-_MOST_CICLOS:]
    if len(shown) < len(ciclos):
        hidden = len(ciclos) - len(shown)
        terminal.say(f"Los últimos ciclos ({hidden} más antes):", f"The last ciclos ({hidden} more before):")
    rows = [(c.ciclo, c.lecturas, "—" if c.kwh is None else written(c.kwh, terminal.idioma, ",.1f")) for c in shown]
    print_rows(terminal, ["ciclo", terminal.text("lecturas", "readings"), "kWh"], rows)
