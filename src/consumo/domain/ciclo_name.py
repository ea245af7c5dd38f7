"""The name of a ciclo that people read. Without NumPy: every command can say a finding, few of them count."""

from typing import Final

from consumo.domain.vocabulary import Idioma

__all__ = ["ciclo_name"]

_MONTHS: Final = {
    Idioma.ES: (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    Idioma.EN: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def ciclo_name(ciclo: str, idioma: Idioma | str = Idioma.ES) -> str:
    """Return the name that people read: `septiembre de 2025`, `septiembre de 2025 (2)` for `2025-09b`.

    An id that is not of that form is its own name.
    """
    year, dash, rest = ciclo.partition("-")
    month, suffix = rest[:2], rest[2:]
    if not (dash and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        return ciclo
    link = " " if idioma == Idioma.EN else " de "
    name = f"{_MONTHS[Idioma(idioma)][int(month) - 1]}{link}{year}"
    if not suffix:
        return name
    nth = 25 * suffix.count("z") + (ord(suffix[-1]) - ord("a") if suffix[-1] != "z" else 0) + 1
    return f"{name} ({nth})"
