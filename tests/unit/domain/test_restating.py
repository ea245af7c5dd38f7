"""The same id in another bateria: a correction, or somebody else."""

import pandas as pd
import pytest

from consumo.domain.restating import restated_by
from consumo.domain.vocabulary import DEFAULT_BATERIA


def rows(archivo: str, *people: tuple, ciclo: str = "2025-01") -> pd.DataFrame:
    """Rows of (usuario, bateria, kwh) or (usuario, bateria, kwh, nombre, medidor)."""
    return pd.DataFrame(
        [
            {
                "clase": "usuario",
                "usuario": usuario,
                "bateria": bateria,
                "ciclo": ciclo,
                "archivo": archivo,
                "kwh": float(kwh),
                "lectura_actual": float("nan"),
                "nombre": more[0] if more else "",
                "medidor": more[1] if len(more) > 1 else "",
            }
            for usuario, bateria, kwh, *more in people
        ]
    )


BEFORE = rows("a.xlsx", ("1", "Norte", 10, "Ana", "M1"), ("2", "Norte", 20, "Luz", "M2"), ("3", "Sur", 30))


@pytest.mark.parametrize(
    ("incoming", "moved_from"),
    [
        pytest.param(rows("b.xlsx", ("1", "Sur", 77), ("2", "Sur", 88)), [-1, -1], id="another bateria's own file"),
        pytest.param(rows("b.xlsx", ("1", "Sur", 77), ("2", "Norte", 20)), [0, -1], id="the file speaks of Norte too"),
        pytest.param(rows("a.xlsx", ("1", "Sur", 77)), [0], id="the same file"),
        pytest.param(rows("b.xlsx", ("1", "Sur", 77, "Ana")), [0], id="the same name"),
        pytest.param(rows("b.xlsx", ("1", "Sur", 77, "Eva", "M1")), [0], id="the same meter"),
        pytest.param(rows("b.xlsx", ("1", "Sur", 10), ("2", "Sur", 20)), [0, 1], id="renamed: the same readings"),
        pytest.param(rows("b.xlsx", ("1", "Sur", 0)), [-1], id="nothing used proves nothing"),
        pytest.param(rows("b.xlsx", ("1", "Sur", 77), ciclo="2025-02"), [-1], id="another ciclo"),
        pytest.param(rows("b.xlsx", ("1", "Norte", 77)), [-1], id="the same bateria: nothing moves"),
    ],
)
def test_moved_or_somebody_else(incoming, moved_from):
    assert restated_by(BEFORE, incoming).moved_from.tolist() == moved_from


@pytest.mark.parametrize("bateria", [DEFAULT_BATERIA, "NORTE ", "nórte"])
def test_a_bateria_that_is_not_named_or_spelled_otherwise_is_the_recorded_one(bateria):
    done = restated_by(BEFORE, rows("b.xlsx", ("1", bateria, 11)))
    assert (done.incoming["bateria"].tolist(), done.moved_from.tolist()) == (["Norte"], [-1])


def test_a_bateria_named_for_the_first_time_moves_the_usuario():
    before = rows("a.xlsx", ("1", DEFAULT_BATERIA, 10))
    assert restated_by(before, rows("b.xlsx", ("1", "Norte", 99))).moved_from.tolist() == [0]


def test_of_two_of_that_id_nobody_can_say_which_moved():
    before = pd.concat([BEFORE, rows("b.xlsx", ("1", "Sur", 5))], ignore_index=True)
    done = restated_by(before, rows("c.xlsx", ("1", DEFAULT_BATERIA, 7)))
    assert (done.incoming["bateria"].tolist(), done.moved_from.tolist()) == ([DEFAULT_BATERIA], [-1])


def test_with_nothing_recorded():
    assert restated_by(BEFORE.iloc[:0], BEFORE).moved_from.tolist() == [-1, -1, -1]
