"""What may have happened: hand-made troubles of one usuario among forty, and what the solver makes of them."""

import numpy as np
import pytest

from consumo import Panel
from consumo.critica.critique import critique

N, M = 40, 24
EDGES = np.datetime64("2022-01-01") + 30 * np.arange(M + 1)


class Meters:
    """Forty meters of 5 digits that run evenly; a test writes what it wants of the first two."""

    def __init__(self) -> None:
        rng = np.random.default_rng(8)
        self.used = np.rint(rng.gamma(9, 20, (N, 1)) * rng.lognormal(0, 0.08, (N, M)))
        first = rng.integers(10_000, 80_000, (N, 1)).astype(float)
        edges = first + np.concatenate([np.zeros((N, 1)), self.used.cumsum(axis=1)], axis=1)
        self.start, self.end, self.factor = edges[:, :-1].copy(), edges[:, 1:].copy(), np.ones((N, M))
        self.options: dict = {}

    def write(self, column: int, value: float, row: int = 0) -> None:
        """Write a register at the end of a ciclo, and with it at the start of the next."""
        self.end[row, column] = value
        if column + 1 < M:
            self.start[row, column + 1] = value

    def shift(self, first: float, row: int = 0) -> None:
        """Let the register of a usuario start at `first`, and run over its top."""
        edges = (first + np.concatenate([[0.0], self.used[row].cumsum()])) % 1e5
        self.start[row], self.end[row] = edges[:-1], edges[1:]

    def panel(self) -> Panel:
        kwh = (self.end - self.start) * self.factor
        return Panel.from_matrix(
            usuarios=[f"{k:02d}" for k in range(N)],
            desde=EDGES[:-1],
            hasta=EDGES[1:],
            kwh=np.where(kwh < 0, np.nan, kwh),
            lectura_anterior=self.start,
            lectura_actual=self.end,
            factor=self.factor,
            **self.options,
        )

    def finding(self, column: int, usuario: str = "00"):
        """Return the finding of a usuario in a ciclo, None if there is none."""
        panel = self.panel()
        found = [h for h in critique(panel) if h.usuario == usuario and h.ciclo == panel.ciclos[column]]
        assert len(found) <= 1
        return found[0] if found else None


@pytest.fixture
def meters() -> Meters:
    return Meters()


LAST = M - 1


@pytest.mark.parametrize("column", [LAST, LAST - 3], ids=["in the last ciclo", "before"])
def test_rollover(meters, column):
    used = meters.used[0]
    meters.shift(1e5 - used[:column].sum() - used[column] // 3)
    found = meters.finding(column)
    assert found.codigo == "lectura.vuelta_probable"
    assert (found.propuesta.campo, found.propuesta.a, found.propuesta.kwh) == ("digitos", 5, used[column])
    assert "100.000" in found.message()


def test_a_meter_of_known_digits_rolls_over_at_them(meters):
    meters.options["digitos"] = [6, *[5] * (N - 1)]
    used = meters.used[0]
    edges = (1e6 - used[:LAST].sum() - 20 + np.concatenate([[0.0], used.cumsum()])) % 1e6
    meters.start[0], meters.end[0] = edges[:-1], edges[1:]
    assert meters.finding(LAST).propuesta.cuenta["tope"] == 1e6


@pytest.mark.parametrize("column", [LAST, LAST - 3], ids=["in the last ciclo", "before"])
def test_change_of_meter(meters, column):
    meters.end[0, column:] = 60 + np.concatenate([[0.0], meters.used[0, column + 1 :].cumsum()])
    meters.start[0, column + 1 :] = meters.end[0, column:-1]
    found = meters.finding(column)
    assert found.codigo == "medidor.cambio_probable"
    assert (found.propuesta.campo, found.propuesta.kwh, found.propuesta.cuenta["kwh_nuevo"]) == (None, None, 60)


def test_a_meter_that_the_workbook_names_anew(meters):
    meters.end[0, LAST] = meters.start[0, LAST] + 5000
    meters.options["medidor_nuevo"] = np.zeros((N, M), bool)
    meters.options["medidor_nuevo"][0, LAST] = True
    meters.start[0, LAST] = 40_000.0
    meters.end[0, LAST] = 70.0
    assert meters.finding(LAST).codigo == "medidor.cambio_probable"


@pytest.mark.parametrize("column", [LAST, LAST - 3], ids=["in the last ciclo", "before"])
@pytest.mark.parametrize(
    ("slip", "tipo"),
    [
        pytest.param(lambda t: t[0] + str((int(t[1]) + 4) % 10) + t[2:], "digito_equivocado", id="a digit"),
        pytest.param(lambda t: t[1] + t[0] + t[2:], "digitos_traspuestos", id="transposed"),
        pytest.param(lambda t: t[:2] + t[3:], "digito_omitido", id="left out"),
        pytest.param(lambda t: t[0] + t, "digito_sobrante", id="twice"),
    ],
)
def test_slips(meters, column, slip, tipo):
    meters.shift(23_456.0)
    true = meters.end[0, column]
    meters.write(column, float(slip(f"{true:05.0f}")))
    found = meters.finding(column)
    assert found.codigo == "lectura.digitacion_probable"
    assert (found.propuesta.tipo, found.propuesta.a) == (tipo, true)
    assert found.propuesta.kwh == meters.used[0, column]
    if column < LAST:
        assert meters.finding(column + 1) is None  # the same mistake, not another


@pytest.mark.parametrize("baterias", [["A"] * N, ["A", *["B"] * (N - 1)]], ids=["of its bateria", "of the next one"])
def test_swapped_with_the_neighbour(meters, baterias):
    meters.options["baterias"] = baterias
    mine, theirs = meters.end[0, LAST], meters.end[1, LAST]
    meters.write(LAST, theirs)
    meters.write(LAST, mine, row=1)
    found = [meters.finding(LAST, usuario) for usuario in ("00", "01")]
    assert [h.codigo for h in found] == ["lectura.intercambio_probable"] * 2
    assert [h.propuesta.a for h in found] == [mine, theirs]
    assert found[0].propuesta.cuenta["otro"] == "01"


@pytest.mark.parametrize(("written", "tipo"), [(1.0, "factor_omitido"), (1600.0, "factor_doble")])
def test_factor(meters, written, tipo):
    meters.factor[0] = 40.0
    meters.factor[0, LAST] = written
    found = meters.finding(LAST)
    assert (found.propuesta.tipo, found.propuesta.campo, found.propuesta.a) == (tipo, "factor", 40)
    assert found.propuesta.kwh == 40 * meters.used[0, LAST]


def test_a_previous_reading_that_is_not_the_one_of_before(meters):
    meters.start[0, LAST] -= 3000
    found = meters.finding(LAST)
    assert found.codigo == "lectura.anterior_dudosa"
    assert (found.propuesta.campo, found.propuesta.a) == ("lectura_anterior", meters.end[0, LAST - 1])


def test_an_estimate_that_was_too_high(meters):
    meters.options["calidad"] = np.zeros((N, M), int)
    meters.options["calidad"][0, LAST - 1] = 8
    meters.write(LAST - 1, meters.end[0, LAST] + 40)
    found = meters.finding(LAST)
    assert found.codigo == "estimacion.alta"
    assert found.propuesta.cuenta["real"] == meters.start[0, LAST - 1]
    total = meters.end[0, LAST] - meters.start[0, LAST - 1]
    assert found.propuesta.kwh == pytest.approx(total / 2)


def test_two_that_are_tied_are_both_named(meters):
    # 25358 with its 3 twice: dropping either of the digits around gives a credible number.
    meters.shift(23_456.0)
    column = LAST - 3
    meters.write(column, 253_358.0)
    found = meters.finding(column)
    assert (found.codigo, found.propuesta) == ("consumo.alto", None)
    assert {one.a for one in found.alternativas} == {25_358, 25_338}
    assert meters.finding(column + 1) is None


def test_a_number_from_nowhere_has_no_explanation(meters):
    meters.shift(23_456.0)
    meters.write(LAST, 98_767.0)
    found = meters.finding(LAST)
    assert (found.codigo, found.propuesta, found.alternativas) == ("consumo.alto", None, ())
    assert found.evidencia["explicaciones"] == 0
    assert found.kwh_en_riesgo > 0


def test_without_history_the_others_say_what_is_credible():
    rng = np.random.default_rng(1)
    used = np.rint(rng.gamma(9, 20, 40))
    start = np.rint(rng.uniform(20_000, 90_000, 40))
    end = start + used
    start[0], end[0] = 99_900.0, 80.0
    kwh = np.where(end < start, np.nan, end - start)
    panel = Panel.from_matrix(
        usuarios=[f"{k:02d}" for k in range(40)],
        desde=EDGES[:1],
        hasta=EDGES[1:2],
        kwh=kwh[:, None],
        lectura_anterior=start[:, None],
        lectura_actual=end[:, None],
        factor=1.0,
    )
    (found,) = critique(panel)
    assert (found.codigo, found.propuesta.kwh) == ("lectura.vuelta_probable", 180)


def test_clean_meters_have_no_finding(meters):
    assert critique(meters.panel()) == ()
