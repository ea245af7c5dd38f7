"""The ciclo under way: what was measured so far and the forecast of the rest, over ciclos simulated day by day."""

import numpy as np
import pytest
from tests.builders import forecast_of, months, random_panel

from consumo.domain.forecast_result import Forecast
from consumo.domain.panel import Panel
from consumo.forecast.open_ciclo import Underway, projected, under_way

DAYS = 30


def half_read(n: int, days: int, *, abierto: bool = True, typical: int = 30) -> Panel:
    """Return 8 ciclos of `typical` days and one of `days`; who has no lectura in it is the first."""
    edges = np.datetime64("2025-01-01") + np.cumsum([0, *[typical] * 8, days])
    kwh = np.full((n, 9), 10.0 * typical)
    kwh[:, -1] = 12.0 * days
    kwh[0, -1] = np.nan
    return Panel.from_matrix(
        usuarios=[f"U{k}" for k in range(n)],
        desde=edges[:-1],
        hasta=edges[1:],
        kwh=kwh,
        abierto=[False] * 8 + [abierto],
    )


@pytest.mark.parametrize(
    ("days", "abierto", "found"),
    [
        pytest.param(10, True, True, id="open, a third over"),
        pytest.param(25, True, True, id="open, nearly over"),
        pytest.param(30, True, False, id="open, but only unread usuarios are missing"),
        pytest.param(10, False, True, id="nobody said so, but far too short"),
        pytest.param(25, False, False, id="a short ciclo"),
    ],
)
def test_what_is_under_way(days, abierto, found):
    begun = under_way(half_read(3, days, abierto=abierto))
    assert (begun is not None) == found
    if begun:
        assert begun.closed.n_ciclos == 8
        assert begun.dias.tolist() == [days] * 3
        np.testing.assert_array_equal(begun.kwh, [np.nan, 12.0 * days, 12.0 * days])


def test_a_calendar_of_uneven_ciclos_needs_to_be_told():
    desde, hasta = months(4)
    hasta = np.append(hasta, hasta[-1] + 12)
    uneven = {"usuarios": ["1"], "desde": np.append(desde, hasta[-2]), "hasta": hasta, "kwh": np.ones((1, 5))}
    uneven["desde"][1], uneven["hasta"][0] = uneven["desde"][1] - 14, uneven["hasta"][0] - 14
    assert under_way(Panel.from_matrix(**uneven)) is None
    assert under_way(Panel.from_matrix(**uneven, abierto=[False] * 4 + [True])) is not None


def simulated(days: int, *, n: int = 1200, noise: float = 0.3) -> tuple[Forecast, np.ndarray, Underway]:
    """Return a forecast of 10 kWh/d with exact bands, what the ciclo will be, and what its first `days` were."""
    rng = np.random.default_rng(days)
    daily = 10 + rng.normal(size=(n, 1)) + np.sqrt(noise * DAYS) * rng.normal(size=(n, DAYS))
    closed = random_panel(n, 2, missing=0)
    plain = forecast_of(closed, 1)
    spread = DAYS * np.sqrt(1 + noise)
    reach = np.array([1.2816, 1.96])[:, None, None] * spread
    kwh = np.full((n, 1), 10.0 * DAYS)
    for name, value in (("kwh", kwh), ("inferior", kwh - reach), ("superior", kwh + reach)):
        getattr(plain, name)[:] = value
    object.__setattr__(
        plain, "calendar", type(plain.calendar).from_dates([np.datetime64("2025-09-01")], ["2025-10-01"])
    )
    begun = Underway(closed=closed, kwh=daily[:, :days].sum(axis=1), dias=np.full(n, days))
    return projected(plain, begun), daily.sum(axis=1), begun


@pytest.mark.parametrize("days", [3, 10, 20, 29])
def test_the_band_covers_and_the_error_falls_as_days_pass(days):
    made, outcome, _ = simulated(days)
    inside = [
        (outcome >= low[:, 0]) & (outcome <= high[:, 0]) for low, high in zip(made.inferior, made.superior, strict=True)
    ]
    assert [part.mean() for part in inside] == pytest.approx([0.8, 0.95], abs=0.04)
    assert np.abs(made.kwh[:, 0] - outcome).mean() < 0.97 * np.abs(10 * DAYS - outcome).mean()


def test_the_band_narrows_and_never_lies_below_what_was_measured():
    widths = []
    for days in (3, 10, 20, 29):
        made, _, begun = simulated(days)
        widths.append((made.superior - made.inferior).mean())
        assert (made.inferior[:, :, 0] >= begun.kwh - 1e-3).all()
        assert (made.total_inferior[:, 0] >= begun.kwh.sum() - 1).all()
    assert (np.diff(widths) < 0).all()


def test_after_its_last_day_the_ciclo_is_what_was_measured():
    made, outcome, _ = simulated(DAYS)
    np.testing.assert_allclose(made.kwh[:, 0], outcome, rtol=1e-5)
    np.testing.assert_allclose(made.superior[1, :, 0], outcome, rtol=1e-5)
    assert made.total_superior[1, 0] == pytest.approx(outcome.sum(), rel=1e-5)


def test_who_is_not_read_keeps_the_plain_forecast():
    closed = random_panel(4, 8, missing=0)
    plain = forecast_of(closed, 2)
    before = plain.kwh.copy()
    kwh = np.array([np.nan, 50.0, np.nan, 50.0])
    made = projected(plain, Underway(closed=closed, kwh=kwh, dias=np.full(4, 5)))
    np.testing.assert_array_equal(made.kwh[[0, 2]], before[[0, 2]])
    np.testing.assert_array_equal(made.kwh[:, 1], before[:, 1])
    assert made.medido_dias.tolist() == [0, 5, 0, 5]
