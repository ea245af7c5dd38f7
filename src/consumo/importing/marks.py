"""What one cell can say as part of a header: meanings by the words of `vocabulario.toml`, a month, a year, a unit."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from consumo.importing.folding import fold

__all__ = ["Mark", "mark_of", "split_words", "unit_of", "unit_sizes"]

_FILLERS: Final = frozenset(
    {"de", "del", "la", "el", "los", "las", "en", "por", "para", "do", "da", "dos", "das", "o", "a", "e", "y", "of"}
    | {"the", "per", "in", "y/o", "con", "su", "um"}
)
_UNKNOWN_WORD: Final = 0.9  # what is left of the certainty for each word that no concept explains
_UNUSED_CONCEPT: Final = 0.8  # … and for each concept that the rule does not use
_UNUSED_PREVIOUS: Final = 0.5  # … or where it says «anterior»: what it names is not of this ciclo
_LONGEST_PHRASE: Final = 5
_LONGEST_HEADER: Final = 120
_CAMEL: Final = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])")
_WORD: Final = re.compile(r"[$%#]|r\$|us\$|[^\s$%#]+")
_SILENT: Final = frozenset({"total", "orden", "dias", "direccion"})  # understood, and of no use as columns
_DERIVED: Final = ("promedio", "acumulado")
"""Concepts of figures worked out from others; a header that names one is no measurement of its own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a header says.

    Attributes:
        text: as written.
        meanings: canonical words with how sure each is [0–1], surest first.
        foreign: the other magnitude that it names (`dinero`, `reactiva`, `agua` …) or the kind of derived figure.
        unit: name of the unit of energy in it, '' if none.
        concepts: all concepts that it names.
        unknown: how many of its words nothing explains.
    """

    text: str
    meanings: tuple[tuple[str, float], ...] = ()
    foreign: str = ""
    unit: str = ""
    concepts: frozenset[str] = frozenset()
    unknown: int = 0

    def sure_of(self, word: str) -> float:
        """Return how sure it is that the header means `word` [0–1]."""
        return dict(self.meanings).get(word, 0.0)

    @property
    def speaks(self) -> bool:
        """Whether the header says anything that is understood, be it of use or not."""
        return bool(self.meanings or self.foreign or self.unit or self.concepts & _SILENT)


@cache
def _vocabulary() -> tuple[dict[str, tuple[str, ...]], dict[str, dict[frozenset[str], float]], frozenset[str]]:
    """Return concepts by phrase, rules by meaning, and the concepts of other magnitudes."""
    data = tomllib.loads(files(__package__).joinpath("vocabulario.toml").read_text(encoding="utf-8"))
    phrases: dict[str, list[str]] = {}
    for concept, words in (*data["conceptos"].items(), *data["ajenas"].items()):
        for word in words:
            phrases.setdefault(" ".join(_content(fold(word))), []).append(concept)
    rules = {
        meaning: {frozenset(concepts.split()): sure for concepts, sure in table.items()}
        for meaning, table in data["significados"].items()
    }
    return {phrase: tuple(found) for phrase, found in phrases.items()}, rules, frozenset(data["ajenas"])


@cache
def unit_sizes() -> Mapping[str, float]:
    """Return how many kWh each known unit of energy is."""
    return {name: float(unit["kwh"]) for name, unit in _units().items()}


@cache
def _units() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("units.toml").read_text(encoding="utf-8"))


@cache
def _unit_names() -> tuple[tuple[str, str], ...]:
    """Return (folded name, unit), longest first, so that `thousand btu` is found before `btu`."""
    pairs = [(fold(name), unit) for unit, entry in _units().items() for name in entry["names"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=20_000)
def unit_of(text: str) -> str:
    """Return the unit of energy that a text names, '' if none: `unit_of("Consumo (MWh)") == "MWh"`."""
    spaced = f" {fold(text)} "
    return next((unit for name, unit in _unit_names() if f" {name} " in spaced), "")


def _content(folded: str) -> list[str]:
    words = [part for word in _WORD.findall(folded) for part in (word.split("/") if len(word) > 4 else [word])]
    kept = [word for word in words if word and word not in _FILLERS]
    return kept or words


def split_words(text: str) -> list[str]:
    """Return the words of a header that carry meaning, folded."""
    return _content(fold(text))


@lru_cache(maxsize=20_000)
def mark_of(text: str) -> Mark:
    """Return what a header says; nothing is said by texts too long to be one."""
    if len(text) > _LONGEST_HEADER:
        return Mark(text)
    plain = _read(text, fold(text))
    if plain.meanings or plain.foreign or not _CAMEL.search(text):
        return plain
    split = _read(text, fold(_CAMEL.sub(" ", text)))
    return split if split.meanings or split.foreign else plain


def _read(text: str, folded: str) -> Mark:
    segments, unknown = _segments(_content(folded))
    _, rules, foreign_concepts = _vocabulary()
    concepts = frozenset(concept for segment in segments for concept in segment)
    foreign = next((c for segment in segments for c in segment if c in foreign_concepts), "")
    if foreign == "dinero" and "lectura" in concepts and "valor" in folded.split():
        foreign = ""  # `Valor lectura`: valor is value here, not money
    if not foreign:
        foreign = next((c for c in _DERIVED if c in concepts and not (c == "acumulado" and "lectura" in concepts)), "")
    found = [(meaning, _fit(table, segments, concepts, unknown)) for meaning, table in rules.items() if concepts]
    meanings = sorted(((word, sure) for word, sure in found if sure > 0), key=lambda pair: -pair[1])
    return Mark(text, tuple(meanings), foreign, unit_of(folded), concepts - foreign_concepts, unknown)


def _segments(words: list[str]) -> tuple[list[tuple[str, ...]], int]:
    """Cut words into the longest phrases that stand for concepts; return them and how many words are left over."""
    phrases, _, _ = _vocabulary()
    segments, unknown, start = [], 0, 0
    while start < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - start), 0, -1):
            concepts = phrases.get(" ".join(words[start : start + length]))
            if concepts:
                segments.append(concepts)
                start += length
                break
        else:
            unknown += not words[start].isdecimal()
            start += 1
    return segments, unknown


def _fit(
    table: Mapping[frozenset[str], float], segments: list[tuple[str, ...]], named: frozenset[str], unknown: int
) -> float:
    """Return how sure the best rule of a meaning is, given what the rule leaves unexplained."""
    best = 0.0
    for concepts, base in table.items():
        if not concepts <= named:
            continue
        sure = base * _UNKNOWN_WORD**unknown
        for segment in segments:
            if concepts.isdisjoint(segment):
                sure *= _UNUSED_PREVIOUS if "antes" in segment else _UNUSED_CONCEPT
        best = max(best, sure)
    return best
