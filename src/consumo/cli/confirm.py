"""Asking a person what the columns of a workbook mean, when the reading is in doubt."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from consumo.cli.import_view import print_proposal
from consumo.cli.terminal import Terminal
from consumo.domain.errors import ConsumoError, ParameterError

if TYPE_CHECKING:
    from consumo.services.import_report import PublishReport, UnconfirmedError
    from consumo.services.mappings import Mapping

__all__ = ["confirm"]

_FILE: Final = "mapeo.toml"


def confirm(
    terminal: Terminal, doubt: "UnconfirmedError", *, again: "Callable[[list[Mapping], bool], PublishReport]"
) -> "tuple[PublishReport | None, list[Mapping]]":
    """Show the proposal and ask until it is published, kept as a file or given up.

    Args:
        terminal: the person's.
        doubt: what was read, and what is in doubt.
        again: imports again with confirmed mappings, or (True) only says what that would give.

    Returns:
        What was published, None where nothing was; the mappings that were confirmed.
    """
    from consumo.services.import_report import joined_mapping

    report, mapping = doubt.report, joined_mapping(doubt.doubtful)
    while True:
        print_proposal(terminal, report)
        answer = _ask(
            terminal,
            "[s] publicar así   [c] corregir una columna   [g] guardar para editar   [n] no publicar",
            "[s] publish as it is   [c] correct a column   [g] save to edit   [n] do not publish",
        )
        if answer == "s":
            return again([mapping], False), [mapping]
        if answer == "g":
            _save(terminal, mapping, report)
            return None, []
        if answer == "n":
            return None, []
        if answer == "c":
            corrected = _corrected(terminal, mapping)
            try:
                report, mapping = again([corrected], True), corrected
            except ConsumoError as error:
                terminal.note(f"Así no se puede: {error.es}", f"That does not work: {error.en}")


def _corrected(terminal: Terminal, mapping: "Mapping") -> "Mapping":
    """Ask for a column and what it means, or how dates and numbers are read; a wrong answer changes nothing."""
    from consumo.services.mappings import MEANINGS, Mapping

    content = mapping.to_dict()
    tables = content["tablas"]
    nth = 0
    if len(tables) > 1:
        for k, one in enumerate(tables, start=1):
            terminal.note(f"  {k}. {one['hoja']}", f"  {k}. {one['hoja']}")
        chosen = _ask(terminal, "¿Qué tabla (número)?", "Which table (number)?")
        nth = int(chosen) - 1 if chosen.isdecimal() and 0 < int(chosen) <= len(tables) else 0
    what = _ask(
        terminal,
        "¿Qué columna (letra)? O «decimal», u «orden_fecha»",
        "Which column (letter)? Or 'decimal', or 'orden_fecha'",
    )
    if what in {"decimal", "orden_fecha"}:
        tables[nth][what] = _ask(terminal, "¿Cuál? («,» «.» / dma mda)", "Which? (',' '.' / dma mda)")
    else:
        meanings = ", ".join(MEANINGS)
        meaning = _ask(terminal, f"¿Qué significa? ({meanings})", f"What does it mean? ({meanings})")
        columns = {column["columna"]: column for column in tables[nth].get("columnas", ())}
        if what.upper() not in columns:
            terminal.note(f"No hay columna «{what}».", f"There is no column '{what}'.")
            return mapping
        columns[what.upper()]["significado"] = meaning
    try:
        return Mapping.from_dict(content)
    except ParameterError as error:
        terminal.note(error.es, error.en)
        return mapping


def _save(terminal: Terminal, mapping: "Mapping", report: "PublishReport") -> None:
    from consumo.services.mappings import to_toml

    path = Path(_ask(terminal, f"¿En qué archivo? [{_FILE}]", f"In which file? [{_FILE}]") or _FILE)
    path.write_text(to_toml(mapping, report.propuestas), encoding="utf-8")
    terminal.note(
        f"Guardado en {path}: corríjalo e importe con --mapeo {path}.",
        f"Saved in {path}: correct it and import with --mapeo {path}.",
    )


def _ask(terminal: Terminal, es: str, en: str) -> str:
    return str(typer.prompt(terminal.text(es, en), default="", show_default=False, err=True)).strip()
