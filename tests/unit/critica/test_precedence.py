"""One finding per reading, one for a common cause, and a bounded queue."""

import numpy as np
from tests.builders import panel_of

from consumo.critica.flags import Flags
from consumo.critica.precedence import common_causes, one_per_reading, worst_of_each


def flags(codigo: str, cells: list[tuple[int, int]], riesgo: list[float] | None = None) -> Flags:
    rows, columns = (np.array(part, np.intp) for part in zip(*cells, strict=True))
    return Flags(codigo, rows, columns, {}, riesgo=None if riesgo is None else np.array(riesgo))


def test_the_first_rule_has_the_reading():
    settled = one_per_reading([flags("a.a", [(0, 1), (2, 3)]), flags("b.b", [(0, 1), (1, 1)])], 4)
    assert [f.rows.tolist() for f in settled.flags] == [[0, 2], [1]]
    assert settled.tambien == {(0, 1): ["b.b"]}


def test_what_most_of_a_bateria_has_is_one_finding():
    panel = panel_of(np.ones((40, 2)), baterias=["A"] * 30 + ["B"] * 10)
    supplied = np.array([[30, 30], [10, 10]])
    all_of_a_some_of_b = [(k, 1) for k in range(25)] + [(32, 1), (33, 1), (3, 0)]
    own, common = common_causes(flags("a.a", all_of_a_some_of_b, [2.0] * 28), panel, supplied)
    assert list(zip(own.rows.tolist(), own.columns.tolist(), strict=True)) == [(32, 1), (33, 1), (3, 0)]
    assert [(c.bateria, c.column, len(c.rows), c.riesgo) for c in common] == [(0, 1, 25, 50.0)]


def test_those_with_most_at_risk_are_kept():
    cells = [(0, 0), (1, 0), (2, 0), (3, 1)]
    kept, more = worst_of_each(flags("a.a", cells, [1.0, 3.0, 2.0, 1.0]), 2)
    assert list(zip(kept.rows.tolist(), kept.columns.tolist(), strict=True)) == [(1, 0), (2, 0), (3, 1)]
    assert more == {0: 1}
