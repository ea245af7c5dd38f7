"""Profiles as TOML: those of some countries come with the program (`perfiles/`), others are written by people.

[perfil]
nombre = "mi-cooperativa"
base = "colombia"            # what is not given here is as in that profile; "general" if left out

[parametros]                 # of `profile.Profile`, with their units there
desvios = 5.0

[reglas]                     # by code: true, false, or a severity
"consumo.repetido" = false
"consumo.alto" = "informa"

[baterias."B1"]
autorizado_kwh_30d = 120.0
perdida_alta = 0.15

[[citas]]
norma = "…"
dice = "…"
leido_en = "…"
confirmar = "…"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from importlib.resources import files
from typing import Any, Final, get_type_hints

from consumo.critica.balance_rules import BALANCE_CODES
from consumo.critica.estimation import METODOS
from consumo.critica.profile import GENERAL, BateriaProfile, Citation, Profile
from consumo.critica.rules import RULES
from consumo.domain.errors import ParameterError
from consumo.domain.vocabulary import Severidad

__all__ = ["bundled_profiles", "load_profile", "read_profile"]

_FOLDER: Final = "perfiles"
_SUFFIX: Final = ".toml"
_GIVEN_ELSEWHERE: Final = frozenset({"nombre", "titulo", "citas", "apagadas", "gravedades", "baterias"})
_KINDS: Final = get_type_hints(Profile)


def bundled_profiles() -> tuple[str, ...]:
    """Return the names of the profiles that come with the program."""
    names = (resource.name for resource in files(__package__).joinpath(_FOLDER).iterdir())
    return ("general", *sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def load_profile(nombre: str) -> Profile:
    """Return the profile of that name that comes with the program.

    Raises:
        ParameterError: if there is none.
    """
    if nombre == GENERAL.nombre:
        return GENERAL
    if nombre not in bundled_profiles():
        known = ", ".join(bundled_profiles())
        raise ParameterError(
            "perfil", nombre, f"uno de {known}, o un archivo .toml", f"one of {known}, or a .toml file"
        )
    return read_profile(files(__package__).joinpath(_FOLDER, nombre + _SUFFIX).read_text(encoding="utf-8"))


def read_profile(text: str) -> Profile:
    """Return the profile that a TOML text describes.

    Raises:
        ParameterError: if it is not TOML, or names what there is not, or gives a value of the wrong kind.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError("perfil", str(error), "TOML válido", "valid TOML") from error
    _only(content, "perfil", {"perfil", "parametros", "reglas", "baterias", "citas"})
    about = dict(content.get("perfil", {}))
    _only(about, "perfil", {"nombre", "titulo", "base"})
    base = load_profile(str(about.pop("base", GENERAL.nombre)))
    off, severities = _rules(content.get("reglas", {}), base)
    parts: dict[str, Any] = {
        **{name: str(value) for name, value in about.items()},
        **{name: _parameter(name, value) for name, value in content.get("parametros", {}).items()},
        "apagadas": off,
        "gravedades": severities,
        "baterias": {**base.baterias, **_baterias(content.get("baterias", {}))},
        "citas": (*base.citas, *(_record(Citation, "citas", cita) for cita in content.get("citas", ()))),
    }
    return replace(base, **parts)


def _parameter(name: str, value: Any) -> Any:
    known = [f.name for f in fields(Profile) if f.name not in _GIVEN_ELSEWHERE]
    if name not in known:
        listed = ", ".join(known)
        raise ParameterError(f"perfil: {name}", value, f"un parámetro: {listed}", f"a parameter: {listed}")
    example = getattr(GENERAL, name)
    if isinstance(example, tuple):
        return _several(name, value, example)
    return _number(name, value, whole=_KINDS[name] is int)


def _several(name: str, value: Any, example: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(value, list) or not value or (name == "dias" and len(value) != 2):
        raise ParameterError(f"perfil: {name}", value, "una lista", "a list")
    if name == "estimacion":
        _only(dict.fromkeys(value), name, set(METODOS))
        return tuple(value)
    return tuple(_number(name, one, whole=isinstance(example[0], int) and name == "dias") for one in value)


def _number(name: str, value: Any, *, whole: bool) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or (whole and not isinstance(value, int)):
        expected = ("un entero", "a whole number") if whole else ("un número", "a number")
        raise ParameterError(f"perfil: {name}", value, *expected)
    return value if whole else float(value)


def _rules(given: Mapping[str, Any], base: Profile) -> tuple[frozenset[str], dict[str, Severidad]]:
    _only(given, "reglas", {*BALANCE_CODES, *(rule.codigo for rule in RULES)})
    off, severities = set(base.apagadas), dict(base.gravedades)
    for codigo, value in given.items():
        if isinstance(value, bool):
            off = off - {codigo} if value else off | {codigo}
        elif value in list(Severidad):
            off.discard(codigo)
            severities[codigo] = Severidad(value)
        else:
            expected = f"true, false, {', '.join(Severidad)}"
            raise ParameterError(f"perfil: {codigo}", value, expected, expected)
    return frozenset(off), severities


def _baterias(given: Mapping[str, Any]) -> dict[str, BateriaProfile]:
    return {bateria: _record(BateriaProfile, f"baterias.{bateria}", content) for bateria, content in given.items()}


def _record(kind: Any, place: str, content: Mapping[str, Any]) -> Any:
    _only(content, place, {f.name for f in fields(kind)})
    try:
        return kind(**content)
    except TypeError as error:
        names = ", ".join(f.name for f in fields(kind))
        raise ParameterError(f"perfil: {place}", dict(content), names, names) from error


def _only(given: Mapping[str, Any], place: str, known: set[str]) -> None:
    for name in given:
        if name not in known:
            listed = ", ".join(sorted(known))
            raise ParameterError(f"perfil: {place}", name, f"uno de: {listed}", f"one of: {listed}")
