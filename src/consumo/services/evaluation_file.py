"""The table of an evaluation as a file."""

from pathlib import Path
from typing import Final

import pandas as pd

from consumo.domain.errors import ParameterError, StorageError
from consumo.services.evaluate import Evaluation

__all__ = ["check_evaluation_path", "write_evaluation"]

_SUFFIXES: Final = (".csv", ".xlsx", ".json")


def check_evaluation_path(path: Path) -> None:
    """Refuse a path to which no table can be written, before any work is done.

    Raises:
        ParameterError: if its ending is not one that we write.
    """
    if path.suffix.lower() not in _SUFFIXES:
        expected = " | ".join(_SUFFIXES)
        raise ParameterError("salida", str(path), f"un archivo {expected}", f"a file {expected}")


def write_evaluation(found: Evaluation, path: Path) -> None:
    """Write `Evaluation.table()`, and what was compared: ciclos known and held out, a row per method.

    Args:
        found: the evaluation.
        path: `.csv`, `.xlsx` or `.json`; replaced if it exists.

    Raises:
        ParameterError: if the ending is another.
        StorageError: if the file cannot be written.
    """
    check_evaluation_path(path)
    table = found.table().assign(ciclos=found.ciclos, retenidos=found.retenidos, periodo=found.periodo)
    try:
        match path.suffix.lower():
            case ".csv":
                table.to_csv(path, index=False, lineterminator="\n")
            case ".json":
                table.to_json(path, orient="records", indent=1, force_ascii=False)
            case _:
                with pd.ExcelWriter(path, engine="xlsxwriter") as book:
                    table.to_excel(book, index=False, sheet_name="Evaluacion")
    except OSError as error:
        raise StorageError(
            f"No se puede escribir «{path}»: {error.strerror}.", f"Cannot write '{path}': {error.strerror}."
        ) from error
