"""The Panel: what its two doors accept, what they refuse, and what it answers."""

import numpy as np
import pandas as pd
import pytest

from consumo import Panel
from consumo.domain.errors import NotFoundError, PanelError
from consumo.domain.vocabulary import MISSING_CALIDAD, Calidad

NAN = float("nan")


def small(**changes) -> Panel:
    given = {
        "usuarios": ["10", "2", "6A"],
        "baterias": ["Norte", "Sur", "Norte"],
        "desde": ["2025-01-01", "2025-02-01"],
        "hasta": ["2025-02-01", "2025-03-01"],
        "kwh": [[31.0, 28.0], [62.0, NAN], [0.0, 14.0]],
    }
    return Panel.from_matrix(**{**given, **changes})


def test_rows_keep_their_order_and_missing_stays_missing():
    panel = small()
    assert panel.usuarios.tolist() == ["10", "2", "6A"]
    assert panel.ciclos == ("2025-01", "2025-02")
    np.testing.assert_array_equal(panel.kwh_dia, [[1, 1], [2, NAN], [0, 0.5]])
    assert panel.calidad[1, 1] == MISSING_CALIDAD
    assert panel.calidad[2, 0] == Calidad.VALIDA


def test_arrays_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        small().kwh[0, 0] = 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"kwh": [[1.0, 2.0]]}, r"\(1, 2\).*\(3, 2\)", id="shape"),
        pytest.param({"kwh": [[1, -2], [1, 1], [1, 1]]}, "10, 2025-02 es -2", id="negative"),
        pytest.param({"kwh": [[1, np.inf], [1, 1], [1, 1]]}, "10, 2025-02 es inf", id="infinite"),
        pytest.param({"usuarios": ["a", "a", "b"]}, "«a» está 2 veces", id="repeated id"),
        pytest.param({"usuarios": ["a", "", "b"]}, "posición 1 no tiene id", id="empty id"),
        pytest.param({"baterias": ["Norte"]}, r"baterias.*\(1,\)", id="baterias length"),
        pytest.param({"hasta": ["2025-01-01", "2025-03-01"]}, "desde < hasta", id="empty ciclo"),
        pytest.param(
            {"desde": ["2025-02-01", "2025-01-01"], "hasta": ["2025-03-01", "2025-02-01"]}, "orden de fecha", id="order"
        ),
        pytest.param({"dias": [[31, 28], [0, 28], [31, 28]]}, "0 días", id="no days"),
        pytest.param({"entregado": {"Este": [1, 2]}}, "«Este»", id="unknown totalizador"),
        pytest.param({"ciclos": ["x", "x"]}, "«x» está 2 veces", id="repeated ciclo"),
    ],
)
def test_what_does_not_hold_is_refused_by_name(changes, says):
    with pytest.raises(PanelError, match=says):
        small(**changes)


def test_lookups():
    panel = small(entregado={"Norte": [40.0, NAN]})
    assert panel.row_of("6A") == 2
    assert panel.baterias.tolist() == ["Norte", "Sur"]
    assert panel.rows_of_bateria("Norte").tolist() == [0, 2]
    assert panel.ciclo_column("2025-02") == 1
    np.testing.assert_array_equal(panel.entregado, [[40, NAN], [NAN, NAN]])


@pytest.mark.parametrize(
    ("call", "near"),
    [
        pytest.param(lambda p: p.row_of("6a"), (), id="case matters"),
        pytest.param(lambda p: p.row_of("60A"), ("6A",), id="nearest usuario"),
        pytest.param(lambda p: p.rows_of_bateria("Nortee"), ("Norte",), id="nearest bateria"),
        pytest.param(lambda p: p.ciclo_column("2025-03"), ("2025-02", "2025-01"), id="nearest ciclo"),
    ],
)
def test_an_unknown_id_is_an_error_that_suggests(call, near):
    with pytest.raises(NotFoundError) as caught:
        call(small())
    assert set(near) <= set(caught.value.near)


def test_estimates_and_missing_values_are_not_measured():
    calidad = [[0, 8], [0, 0], [10, 17]]
    assert small(calidad=calidad).is_measured.tolist() == [[True, False], [True, False], [False, True]]


def test_frame_puts_usuarios_in_natural_order_with_their_latest_bateria():
    frame = pd.DataFrame(
        [
            ("10", "Norte", "2025-01-01", "2025-02-01", 5.0),
            ("9", "Norte", "2025-01-03", "2025-02-02", 6.0),
            ("9", "Sur", "2025-02-02", "2025-03-01", 7.0),
        ],
        columns=["usuario", "bateria", "desde", "hasta", "kwh"],
    )
    panel = Panel.from_frame(frame)
    assert panel.usuarios.tolist() == ["9", "10"]
    assert panel.baterias[panel.bateria_of].tolist() == ["Sur", "Norte"]
    assert panel.n_ciclos == 2
    assert panel.dias[0].tolist() == [30, 27]


def test_a_later_sheet_that_says_no_name_takes_none_away():
    frame = pd.DataFrame(
        [
            ("1", "A", "Ana", "M1", 5, "2025-01-01", "2025-02-01", 5.0),
            ("1", "A", "", None, None, "2025-02-01", "2025-03-01", 6.0),
            ("2", "A", "", "M2", None, "2025-01-01", "2025-02-01", 7.0),
        ],
        columns=["usuario", "bateria", "nombre", "medidor", "digitos", "desde", "hasta", "kwh"],
    )
    panel = Panel.from_frame(frame)
    assert panel.nombres.tolist() == ["Ana", ""]
    assert panel.medidores.tolist() == ["M1", "M2"]
    assert panel.digitos.tolist() == [5, 0]


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        pytest.param(pd.DataFrame({"usuario": ["1"]}), "Faltan las columnas bateria", id="columns"),
        pytest.param(
            pd.DataFrame(
                {"usuario": "1", "bateria": "A", "desde": "2025-01-01", "hasta": "2025-02-01", "kwh": [1.0, 2.0]}
            ),
            "más de una fila",
            id="two rows in a ciclo",
        ),
        pytest.param(
            pd.DataFrame({"usuario": "1", "bateria": "A", "desde": "ayer", "hasta": "2025-02-01", "kwh": [1.0]}),
            "«desde»",
            id="date",
        ),
        pytest.param(
            pd.DataFrame(
                {"usuario": "1", "bateria": "A", "desde": "2025-01-01", "hasta": "2025-02-01", "kwh": ["uno"]}
            ),
            "«kwh»",
            id="number",
        ),
    ],
)
def test_rows_that_do_not_hold_are_refused(frame, says):
    with pytest.raises(PanelError, match=says):
        Panel.from_frame(frame)
