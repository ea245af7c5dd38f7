"""The trend of one series and of a whole panel."""

import numpy as np
import pytest

from consumo.domain.errors import ParameterError
from consumo.trend.polinomial import calcular_tendencia_polinomial, fit_panel_trend, sum_trends


def test_line_is_found_exactly() -> None:
    trend = calcular_tendencia_polinomial(10 + 2.0 * np.arange(12), horizonte=2, damping=1.0)
    assert trend.grado == 1
    assert trend.r2 == pytest.approx(1.0)
    assert trend.proyeccion == pytest.approx([34.0, 36.0])


def test_coefficients_evaluate_to_the_fitted_values_with_a_gap() -> None:
    values = np.array([5.0, 7.0, np.nan, 6.0, 9.0, 8.0, 12.0, 11.0])
    trend = calcular_tendencia_polinomial(values, 2)
    x = (np.arange(8) - trend.centro) / trend.escala
    assert np.polynomial.polynomial.polyval(x, trend.coeficientes) == pytest.approx(trend.valores)
    known = np.isfinite(values)
    expected = np.polyval(np.polyfit(np.arange(8)[known], values[known], 2), np.arange(8))
    assert trend.valores == pytest.approx(expected)


def test_days_are_taken_out_and_put_back() -> None:
    dias = np.array([31, 28, 31, 30, 31, 30])
    trend = calcular_tendencia_polinomial(4.0 * dias, 0, dias=dias, horizonte=2, dias_futuros=[28, 35])
    assert trend.valores == pytest.approx(4.0 * dias)
    assert trend.proyeccion == pytest.approx([112.0, 140.0])


@pytest.mark.parametrize(
    ("known", "asked", "used"),
    [(3, 5, 2), (1, 3, 0), (8, 2, 2), (3, "auto", 0), (0, 2, None), (0, "auto", None)],
    ids=["capped", "one-point", "enough", "auto-short", "nothing", "auto-nothing"],
)
def test_degree_never_above_what_the_history_supports(known: int, asked: int | str, used: int | None) -> None:
    values = np.full(10, np.nan)
    values[:known] = np.random.default_rng(3).uniform(1, 9, known)
    trend = calcular_tendencia_polinomial(values, asked, horizonte=3)  # type: ignore[arg-type]
    assert trend.grado == used
    assert bool(trend.motivo) == (used is None or (asked != "auto" and used < int(asked)))


def test_values_only_inside_the_known_span() -> None:
    values = np.full((1, 20), np.nan)
    values[0, 5:15] = 7.0
    trend = fit_panel_trend(values, horizonte=2)
    assert np.isnan(trend.valores[0, :5]).all()
    assert np.isnan(trend.valores[0, 15:]).all()
    assert trend.valores[0, 5:15] == pytest.approx(7.0)
    assert np.isnan(trend.proyeccion).all(), "inactive for five ciclos"
    assert np.isnan(trend.r2[0]), "what does not vary is not explained"


def test_projection_is_damped_and_never_negative() -> None:
    falling = calcular_tendencia_polinomial(np.linspace(50, 1, 12), 1, horizonte=13, damping=1.0)
    assert falling.proyeccion.min() == 0.0
    rising = calcular_tendencia_polinomial(np.linspace(1, 50, 12), 1, horizonte=13)
    steps = np.diff(np.concatenate([[50.0], rising.proyeccion]))
    assert (np.diff(steps) < 0).all()
    assert rising.proyeccion.max() <= 100.0


def test_blocks_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    y = np.where(rng.random((50, 24)) < 0.2, np.nan, rng.gamma(4, 3, (50, 24)))
    whole = fit_panel_trend(y, horizonte=4)
    monkeypatch.setattr("consumo.trend.panel_fit._BLOCK", 7)
    blocks = fit_panel_trend(y, horizonte=4)
    np.testing.assert_array_equal(whole.grado, blocks.grado)
    np.testing.assert_allclose(whole.proyeccion, blocks.proyeccion)
    single = [calcular_tendencia_polinomial(row).valores for row in y]
    np.testing.assert_allclose(whole.valores, np.stack(single))


def test_a_sum_is_the_sum_of_its_usuarios() -> None:
    rng = np.random.default_rng(1)
    dias = np.tile(np.array([30, 31, 28], np.int16), (6, 8))
    kwh = rng.gamma(5, 20, (6, 24))
    kwh[2, :10] = np.nan
    kwh[4] = np.nan
    trend = fit_panel_trend(kwh / dias, grado=2, horizonte=2)
    rows = np.array([0, 2, 4])
    total = sum_trends(trend, rows, kwh=kwh, dias=dias, dias_futuros=np.array([31, 30]))
    assert total.valores[0] == pytest.approx(trend.valores[0, 0] * 30)
    assert total.valores[20] == pytest.approx(trend.valores[0, 20] * 28 + trend.valores[2, 20] * 28)
    assert total.proyeccion == pytest.approx((trend.proyeccion[0] + trend.proyeccion[2]) * [31, 30])
    assert total.grado == 2
    assert 0 <= total.r2 <= 1


@pytest.mark.parametrize(
    "options",
    [{"grado": 6}, {"grado": "alto"}, {"horizonte": -1}, {"damping": 0.0}, {"dias": [30, 0]}],
    ids=["degree", "word", "horizon", "damping", "days"],
)
def test_parameters_out_of_range_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ParameterError):
        calcular_tendencia_polinomial([1.0, 2.0], **options)  # type: ignore[arg-type]
