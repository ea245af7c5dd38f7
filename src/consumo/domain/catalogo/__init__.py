"""The catalogue of finding codes: severity and sentences in Spanish and English, read from the TOML files here.

One file per family; the code `lectura.duplicada` is the table `[duplicada]` of `lectura.toml`. Sentences are
`str.format` templates over a finding's place and evidence; `{veces:fila|filas}` is the word that agrees with a count.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from numbers import Integral
from typing import Any, Final

from consumo.domain.ciclo_name import ciclo_name
from consumo.domain.number_text import punctuated
from consumo.domain.vocabulary import Idioma, Severidad

__all__ = ["Entry", "Sentence", "all_codes", "entry_of"]

_SUFFIX: Final = ".toml"
_WORKED_OUT: Final = "esperado"  # begins the name of what a model expects: its decimals say nothing of a large number
_LARGE: Final = 10_000


class _Unknown(str):
    """What a template names and a finding lacks, however the template would show it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return "?"


class _Blank(dict[str, Any]):
    """Evidence that a template names and a finding lacks is shown as «?», never as a crash on the way to a person."""

    def __missing__(self, key: str) -> str:
        return _Unknown()


class _Number(float):
    """A float as an English sentence shows it: no idle decimals, thousands told apart from 10,000 up."""

    idioma = Idioma.EN

    def __format__(self, spec: str) -> str:
        if spec:
            return super().__format__(spec)
        plain = float(self)  # formatting `self` would come back here
        text = f"{plain:.10g}" if abs(plain) < _LARGE else f"{round(plain, 3):,}"
        return punctuated(text.removesuffix(".0"), self.idioma)


class _NumberWithComma(_Number):
    """The same as Spanish writes it: 1.234.567,8."""

    idioma = Idioma.ES


class _Count(int):
    """A whole number (a row, a count, a year); `{veces:fila|filas}` is the word that agrees with it."""

    def __format__(self, spec: str) -> str:
        singular, bar, plural = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return singular if self == 1 else plural


def _shown(name: str, value: Any, idioma: Idioma | str) -> Any:
    """Return `value` as a template shows it: whole numbers as they are, ciclos by their name."""
    if value is None:
        return ""
    if name.startswith("ciclo") and isinstance(value, str):
        return ciclo_name(value, idioma)
    if isinstance(value, bool):
        return value
    if isinstance(value, Integral):
        return _Count(value)
    if isinstance(value, float):
        if name.startswith(_WORKED_OUT) and abs(value) >= _LARGE:
            value = float(round(value))
        return _Number(value) if idioma == Idioma.EN else _NumberWithComma(value)
    return value


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template in both languages."""

    es: str
    en: str

    def render(self, idioma: Idioma | str, fields: Mapping[str, Any]) -> str:
        """Fill the template of `idioma` with `fields`."""
        template = self.en if idioma == Idioma.EN else self.es
        return template.format_map(_Blank({k: _shown(k, v, idioma) for k, v in fields.items()}))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one code."""

    codigo: str
    severidad: Severidad
    mensaje: Sentence
    esperado: Sentence
    sugerencia: Sentence


def entry_of(codigo: str) -> Entry:
    """Return the entry of `codigo`.

    Raises:
        KeyError: if no catalogue file has it.
    """
    return _entries()[codigo]


def all_codes() -> tuple[str, ...]:
    """Return every code, sorted."""
    return tuple(sorted(_entries()))


@cache
def _entries() -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for resource in files(__name__).iterdir():
        if not resource.name.endswith(_SUFFIX):
            continue
        family = resource.name.removesuffix(_SUFFIX)
        for name, table in tomllib.loads(resource.read_text(encoding="utf-8")).items():
            codigo = f"{family}.{name}"
            entries[codigo] = Entry(
                codigo=codigo,
                severidad=Severidad(table["severidad"]),
                mensaje=Sentence(**table["mensaje"]),
                esperado=Sentence(**table["esperado"]),
                sugerencia=Sentence(**table["sugerencia"]),
            )
    return entries
