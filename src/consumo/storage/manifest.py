"""What a version is: one small file per version, written once and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import randbelow
from typing import Any, Final

from consumo.domain.errors import NotFoundError
from consumo.storage.durable import read_json, refuse, write_json

__all__ = ["Version", "heads_of", "known_ids", "new_id", "read_manifest", "write_manifest"]

_FOLDER: Final = "versiones"


@dataclass(frozen=True)
class Version:
    """One published version, as its manifest tells.

    Attributes:
        version: id, sorts in time.
        creada: moment of publication, ISO with offset.
        fuente: where the data came from.
        importaciones: the imports whose rows count, in order.
        tablas: version of each table of the record that holds them; of the decisions, their bytes.
        archivos: SHA-256 of each file read, by name.
        resumen: counts of the import that made it.
        cambios: new, corrected and withdrawn against the version before.
        decisiones: numbers of the decisions that count, as first and last of each run.
        caducadas: those among them that do not hold because their data changed.
        base: of a version made by decisions, that of the import they were decided on; '' of one made by an import.
        perfil: fingerprint of the profile that it was judged by; '' where none is known.
    """

    version: str
    creada: str
    fuente: str
    importaciones: tuple[int, ...]
    tablas: Mapping[str, int]
    archivos: Mapping[str, str] = field(default_factory=dict)
    resumen: Mapping[str, int] = field(default_factory=dict)
    cambios: Mapping[str, int] = field(default_factory=dict)
    decisiones: tuple[tuple[int, int], ...] = ()
    caducadas: tuple[int, ...] = ()
    base: str = ""
    perfil: str = ""


def write_manifest(root: Path, version: Version) -> None:
    """Write the manifest of a new version."""
    (root / _FOLDER).mkdir(exist_ok=True)
    write_json(root / _FOLDER / f"{version.version}.json", asdict(version))


def read_manifest(root: Path, version: str) -> Version:
    """Return what `version` is.

    Raises:
        NotFoundError: if there is no such version.
        StorageError: if its manifest cannot be read.
    """
    path = root / _FOLDER / f"{version}.json"
    # An id that is not a plain name could reach files outside the folder.
    content: dict[str, Any] | None = read_json(path) if version.replace("-", "").isalnum() else None
    if content is None:
        raise NotFoundError("version", version, known_ids(root))
    known = {f.name for f in fields(Version)}  # a newer program may have written more
    try:
        values = {name: value for name, value in content.items() if name in known}
        lists = {
            "importaciones": tuple(values["importaciones"]),
            "caducadas": tuple(values.get("caducadas", ())),
            "decisiones": tuple((first, last) for first, last in values.get("decisiones", ())),
        }
        return Version(**{**values, **lists})
    except (TypeError, KeyError, ValueError) as error:
        raise refuse(path, error) from error


def known_ids(root: Path) -> list[str]:
    """Return the ids of all versions, oldest first."""
    return sorted(path.stem for path in (root / _FOLDER).glob("[!.]*.json"))


def heads_of(versions: Iterable[Version]) -> dict[str, int]:
    """Return, by table, the last commit that some version names: what lies beyond was never published."""
    heads: dict[str, int] = {}
    for version in versions:
        for name, number in version.tablas.items():
            heads[name] = max(number, heads.get(name, -1))
    return heads


def new_id(last: str | None, now: datetime | None = None) -> str:
    """Return an id that sorts after `last`, e.g. `20261124T003501-3f9a2c`; `now` in UTC.

    Where the clock was put back, or two versions share a second, the last one's moment goes on counting.
    """
    stamp = f"{now or datetime.now(UTC):%Y%m%dT%H%M%S}"
    if last is None or stamp > last.partition("-")[0]:
        return f"{stamp}-{randbelow(0xF00000):06x}"  # room above to count on
    moment, _, suffix = last.partition("-")
    if suffix == "ffffff":
        following = datetime.strptime(moment, "%Y%m%dT%H%M%S").replace(tzinfo=UTC) + timedelta(seconds=1)
        return new_id(None, following)
    return f"{moment}-{int(suffix, 16) + 1:06x}"
