"""Least squares on each row's own known points, all degrees at once, without solving a system.

Forsythe's recurrence (G. E. Forsythe, 1957, "Generation and use of orthogonal polynomials for data-fitting with a
digital computer", J. SIAM 5(2), doi:10.1137/0105007) builds polynomials that are orthogonal over the points that
are known, so that each coefficient is one division, degrees nest, and short spans stay well conditioned.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["OrthogonalFit", "fit_orthogonal"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class OrthogonalFit:
    """Nested least-squares fits of degrees 0 … d.

    Attributes:
        powers: each degree's term, coefficient included, as coefficients of powers of x, lowest first, shape (d + 1, n,
            d + 1).
        sse: sum of squared errors of the fit of each degree, ≥ 0, shape (d + 1, n).
    """

    powers: Floats
    sse: Floats


def fit_orthogonal(y: Floats, x: Floats, degree: int) -> OrthogonalFit:
    """Fit polynomials of degree 0 … `degree` to the known values of each row.

    Args:
        y: values, NaN = missing, shape (n, n_times).
        x: times of the columns of `y`, shape (n_times,).
        degree: highest degree, ≥ 0; terms that a row's points do not support are 0.
    """
    n = len(y)
    known = np.isfinite(y)
    residual = np.where(known, y, 0.0)
    here = known.astype(np.float64)  # the polynomial where values are known, 0 elsewhere: so it stays by itself
    before, scratch = np.zeros_like(here), np.empty_like(here)
    power = np.zeros((n, degree + 1))
    power[:, 0] = 1.0
    power_before = np.zeros_like(power)
    powers = np.zeros((degree + 1, n, degree + 1))
    sse = np.zeros((degree + 1, n))
    norm_before = np.ones(n)
    first_norm = known.sum(axis=1).astype(np.float64)
    for k in range(degree + 1):
        norm = _row_products(here, here)
        # A row with k points or fewer has no k-th polynomial: its norm is rounding noise and must not divide.
        alive = (norm > 1e-20 * np.maximum(first_norm, 1.0)) & (first_norm > k)
        safe = np.where(alive, norm, 1.0)
        coefficient = np.where(alive, _row_products(residual, here) / safe, 0.0)
        residual -= np.multiply(here, coefficient[:, None], out=scratch)
        powers[k] = coefficient[:, None] * power
        sse[k] = _row_products(residual, residual)
        if k == degree:
            break
        following = here * x
        centre = np.where(alive, _row_products(following, here) / safe, 0.0)
        ratio = np.where(alive & (k > 0), norm / norm_before, 0.0)
        following -= np.multiply(here, centre[:, None], out=scratch)
        following -= np.multiply(before, ratio[:, None], out=scratch)
        here, before = following, here
        shifted = np.zeros_like(power)
        shifted[:, 1:] = power[:, :-1]
        power, power_before = shifted - centre[:, None] * power - ratio[:, None] * power_before, power
        norm_before = safe
    return OrthogonalFit(powers, sse)


def _row_products(a: Floats, b: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", a, b))
