"""The error for a file that is not read, made of its one finding."""

from consumo.domain.errors import WorkbookError
from consumo.domain.hallazgo import Hallazgo

__all__ = ["refusal_of"]


def refusal_of(codigo: str, archivo: str, **evidencia: object) -> WorkbookError:
    """Return the error that says why `archivo` (a name without its folder) is not read."""
    finding = Hallazgo(codigo=codigo, valor=archivo, evidencia={"archivo": archivo, **evidencia})
    return WorkbookError(
        f"{finding.message('es')} {finding.suggestion('es')}",
        f"{finding.message('en')} {finding.suggestion('en')}",
        [finding],
    )
