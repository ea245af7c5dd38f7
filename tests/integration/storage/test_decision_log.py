"""The record of decisions: what was appended comes back, whatever people write; the rest is dropped."""

import pytest
from tests.builders import decision_of

from consumo.domain.errors import StorageError
from consumo.storage.decision_log import (
    append_decisions,
    count_in,
    drop_unpublished,
    last_number,
    read_decisions,
    stamped,
)

ONE = decision_of(1, "corregir", usuario="7", ciclo="2025-09", datos={"kwh": 12.5}, huella="ab", antes=900.0)
TWO = decision_of(2, "deshacer", usuario="7", ciclo="2025-09", anula=1, sobre={"texto": "línea\u2028otra\x85\n«ñ»"})


def test_round_trip(tmp_path):
    first = append_decisions(tmp_path, [ONE])
    second = append_decisions(tmp_path, [TWO])
    assert read_decisions(tmp_path, second, ((1, 2),)) == (ONE, TWO)
    assert read_decisions(tmp_path, first, ((1, 1),)) == (ONE,)
    assert (last_number(tmp_path), last_number(tmp_path / "nada")) == (2, 0)


def test_only_those_that_count(tmp_path):
    length = append_decisions(tmp_path, [ONE, TWO, decision_of(3, "aceptar")])
    assert [d.numero for d in read_decisions(tmp_path, length, ((1, 1), (3, 3)))] == [1, 3]
    assert read_decisions(tmp_path, 0, ()) == ()


def test_what_was_never_published_is_dropped(tmp_path):
    length = append_decisions(tmp_path, [ONE])
    assert not drop_unpublished(tmp_path, length)
    with (tmp_path / "decisiones.jsonl").open("ab") as stream:
        stream.write(b'{"numero": 2, "cuan')
    assert read_decisions(tmp_path, length, ((1, 1),)) == (ONE,), "a torn tail is no matter for a version before it"
    assert drop_unpublished(tmp_path, length)
    assert append_decisions(tmp_path, [TWO]) > length
    assert not drop_unpublished(tmp_path / "nada", 0)


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\x00" * 2000], ids=["gone", "short", "zeros"])
def test_a_damaged_record_is_told(tmp_path, damage):
    length = append_decisions(tmp_path, [ONE])
    (tmp_path / "decisiones.jsonl").write_bytes(damage)
    with pytest.raises(StorageError, match=r"decisiones\.jsonl"):
        read_decisions(tmp_path, length, ((1, 1),))


@pytest.mark.parametrize(
    ("ranges", "numbers", "expected"),
    [
        ((), [1], ((1, 1),)),
        (((1, 3),), [4, 5], ((1, 5),)),
        (((1, 3),), [7], ((1, 3), (7, 7))),
        (((1, 3), (7, 7)), [8, 9, 12], ((1, 3), (7, 9), (12, 12))),
        (((1, 3),), [], ((1, 3),)),
    ],
)
def test_ranges(ranges, numbers, expected):
    assert count_in(ranges, numbers) == expected


def test_numbers_follow_and_have_a_date():
    made = stamped([ONE, TWO], after=6)
    assert [d.numero for d in made] == [7, 8]
    assert made[0].cuando.endswith("+00:00")
