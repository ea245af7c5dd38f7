"""Everything that consumo raises on purpose.

ConsumoError
├── InputError                what was given does not hold (HTTP 422, CLI exit 2)
│   ├── ParameterError        a parameter out of its range
│   ├── PanelError            arrays or rows that are not a Panel
│   └── WorkbookError         a file that cannot be read; carries the hallazgos that say why
├── NotFoundError             an unknown usuario, bateria, ciclo or version (HTTP 404)
├── NoDataError               nothing has been published yet (HTTP 503)
├── NotReadyError             it is being worked out; ask again (HTTP 503)
├── BusyError                 another import holds the writer lock (HTTP 409)
├── ConflictError            somebody else was there first (HTTP 409)
├── TooLargeError             an upload or workbook over a limit (HTTP 413)
├── CancelledError            somebody asked to stop; nothing was changed (HTTP 409, CLI exit 1)
└── StorageError              the data folder cannot be read or written (HTTP 500, CLI exit 1)

Every message says what was found, what was expected and what to do, in Spanish with an English twin.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma

__all__ = [
    "BusyError",
    "CancelledError",
    "ConflictError",
    "ConsumoError",
    "InputError",
    "NoDataError",
    "NotFoundError",
    "NotReadyError",
    "PanelError",
    "ParameterError",
    "StorageError",
    "TooLargeError",
    "WorkbookError",
]


_EXAMPLES: Final = 3
_NAMED: Final = {
    "usuario": ("el usuario", "usuario"),
    "bateria": ("la batería", "batería"),
    "ciclo": ("el ciclo", "ciclo"),
    "version": ("la versión", "version"),
}
"""How people name the things that can be missing."""


class ConsumoError(Exception):
    """Root of the tree; `str(error)` is the Spanish message.

    Args:
        es: the message in Spanish.
        en: the same message in English.
    """

    def __init__(self, es: str, en: str) -> None:
        super().__init__(es)
        self.es = es
        self.en = en

    def text(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Return the message in `idioma` (`es` or `en`)."""
        return self.en if idioma == Idioma.EN else self.es


class InputError(ConsumoError):
    """What was given does not hold."""


class ParameterError(InputError):
    """A parameter is out of its range.

    Args:
        name: the parameter, as the caller spells it.
        value: what was given; None where nothing was.
        expected_es: what is accepted, in Spanish.
        expected_en: what is accepted, in English.
    """

    def __init__(self, name: str, value: object, expected_es: str, expected_en: str) -> None:
        found_es, found_en = ("no está dado", "is not given") if value is None else (f"vale {value!r}", f"is {value!r}")
        super().__init__(
            f"El parámetro «{name}» {found_es}; se esperaba {expected_es}.",
            f"Parameter '{name}' {found_en}; expected {expected_en}.",
        )
        self.name = name
        self.value = value


class PanelError(InputError):
    """Arrays or rows that do not form a Panel."""


class WorkbookError(InputError):
    """A workbook that cannot be read or published.

    Args:
        es: the message in Spanish.
        en: the same message in English.
        hallazgos: the findings that say where and why; at least one blocks.
    """

    def __init__(self, es: str, en: str, hallazgos: Sequence[Hallazgo] = ()) -> None:
        super().__init__(es, en)
        self.hallazgos = tuple(hallazgos)


class NotFoundError(ConsumoError):
    """An id that the published data set does not hold.

    Args:
        kind: the glossary word of the thing sought (`usuario`, `bateria`, `ciclo`, `version`).
        value: the id that was given.
        known: ids to suggest the nearest from; may be empty.
    """

    def __init__(self, kind: str, value: str, known: Sequence[str] = ()) -> None:
        near = get_close_matches(value, known, n=3, cutoff=0.6)
        some = ", ".join(near or known[-_EXAMPLES:])
        hint_es, hint_en = ("¿Quiso decir", "Did you mean") if near else ("¿Alguno como", "Something like")
        what_es, what_en = _NAMED.get(kind, (kind, kind))
        super().__init__(
            f"No existe {what_es} «{value}» en los datos publicados." + (f" {hint_es} {some}?" if some else ""),
            f"There is no {what_en} '{value}' in the published data." + (f" {hint_en} {some}?" if some else ""),
        )
        self.kind = kind
        self.value = value
        self.near = tuple(near)


class NoDataError(ConsumoError):
    """Nothing has been published yet."""

    def __init__(self) -> None:
        super().__init__(
            "Todavía no hay datos publicados. Importe un libro con «consumo importar RUTA».",
            "No data set has been published yet. Import a workbook with 'consumo importar PATH'.",
        )


class NotReadyError(ConsumoError):
    """What was asked is being worked out: to be asked again in a few seconds."""


class BusyError(ConsumoError):
    """Another import is writing to the same data folder."""


class ConflictError(ConsumoError):
    """What is asked for was decided otherwise in the meantime, or is done already."""


class TooLargeError(ConsumoError):
    """An upload or a workbook is over a stated limit."""


class CancelledError(ConsumoError):
    """Somebody asked to stop."""

    def __init__(self) -> None:
        super().__init__(
            "La importación se canceló; no se publicó nada.", "The import was cancelled; nothing was published."
        )


class StorageError(ConsumoError):
    """The data folder cannot be read or written."""
