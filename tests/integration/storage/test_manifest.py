"""Manifests: ids sort in time, what a newer program wrote more is passed over, heads are the newest commits named."""

import json
import re
from datetime import UTC, datetime

import pytest

from consumo.domain.errors import NotFoundError, StorageError
from consumo.storage.manifest import Version, heads_of, known_ids, new_id, read_manifest, write_manifest

NOW = datetime(2026, 11, 24, 0, 35, 1, tzinfo=UTC)


def version(name, **tablas):
    return Version(version=name, creada="", fuente="x", importaciones=(1, 2), tablas=tablas, cambios={"nuevas": 1})


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        (None, r"20261124T003501-[0-9a-f]{6}"),
        ("20261124T003500-ffffff", r"20261124T003501-[0-9a-f]{6}"),
        ("20261124T003501-0000ff", r"20261124T003501-000100"),
        ("20261124T003501-ffffff", r"20261124T003502-[0-9a-f]{6}"),
        ("20261231T235959-ffffff", r"20270101T000000-[0-9a-f]{6}"),
        ("20270101T000000-00000a", r"20270101T000000-00000b"),
    ],
    ids=["first", "later second", "same second", "second is full", "year is full", "clock put back"],
)
def test_an_id_sorts_after_the_last(last, wanted):
    made = new_id(last, NOW)
    assert re.fullmatch(wanted, made)
    assert last is None or made > last


def test_round_trip(tmp_path):
    one, two = version("20250101T000000-000001", lecturas=0), version("20250102T000000-000001", lecturas=1)
    write_manifest(tmp_path, two)
    write_manifest(tmp_path, one)
    assert known_ids(tmp_path) == [one.version, two.version]
    assert read_manifest(tmp_path, one.version) == one


def test_more_than_is_known_is_passed_over_and_less_is_told(tmp_path):
    write_manifest(tmp_path, version("v1", lecturas=0))
    path = tmp_path / "versiones" / "v1.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "nuevo": 1}))
    assert read_manifest(tmp_path, "v1").fuente == "x"
    del content["tablas"]
    path.write_text(json.dumps(content))
    with pytest.raises(StorageError, match="v1"):
        read_manifest(tmp_path, "v1")


@pytest.mark.parametrize("name", ["v2", "../v1", ""])
def test_unknown(tmp_path, name):
    write_manifest(tmp_path, version("v1", lecturas=0))
    with pytest.raises(NotFoundError):
        read_manifest(tmp_path, name)


def test_heads():
    assert heads_of([version("a", lecturas=3, importaciones=1), version("b", lecturas=2)]) == {
        "lecturas": 3,
        "importaciones": 1,
    }
