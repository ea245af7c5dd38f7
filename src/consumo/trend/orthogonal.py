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
        terms: value at every time of each degree's term, coefficient included, shape (d + 1, n, n_times).
        powers: the same terms as coefficients of powers of x, lowest first, shape (d + 1, n, d + 1).
        sse: sum of squared errors of the fit of each degree, ≥ 0, shape (d + 1, n).
    """

    terms: Floats
    powers: Floats
    sse: Floats


def fit_orthogonal(y: Floats, x: Floats, degree: int) -> OrthogonalFit:
    """Fit polynomials of degree 0 … `degree` to the known values of each row.

    Args:
        y: values, NaN = missing, shape (n, n_known_times).
        x: times of the columns of `y`, then any further times to evaluate at, shape (≥ n_known_times,).
        degree: highest degree, ≥ 0; terms that a row's points do not support are 0.
    """
    n, width = y.shape
    known = np.isfinite(y)
    values = np.where(known, y, 0.0)
    residual = values.copy()
    polynomial = np.ones((n, len(x)))
    before = np.zeros((n, len(x)))
    power = np.zeros((n, degree + 1))
    power[:, 0] = 1.0
    power_before = np.zeros_like(power)
    terms = np.zeros((degree + 1, n, len(x)))
    powers = np.zeros((degree + 1, n, degree + 1))
    sse = np.zeros((degree + 1, n))
    norm_before = np.ones(n)
    first_norm = known.sum(axis=1).astype(np.float64)
    for k in range(degree + 1):
        here = np.where(known, polynomial[:, :width], 0.0)
        norm = np.einsum("ij,ij->i", here, here)
        # A row with k points or fewer has no k-th polynomial: its norm is rounding noise and must not divide.
        alive = (norm > 1e-20 * np.maximum(first_norm, 1.0)) & (first_norm > k)
        safe = np.where(alive, norm, 1.0)
        coefficient = np.where(alive, np.einsum("ij,ij->i", residual, here) / safe, 0.0)
        residual -= coefficient[:, None] * here
        terms[k] = coefficient[:, None] * polynomial
        powers[k] = coefficient[:, None] * power
        sse[k] = np.einsum("ij,ij->i", residual, residual)
        centre = np.where(alive, np.einsum("ij,j,ij->i", here, x[:width], here) / safe, 0.0)
        ratio = np.where(alive & (k > 0), norm / norm_before, 0.0)
        polynomial, before = (x - centre[:, None]) * polynomial - ratio[:, None] * before, polynomial
        shifted = np.zeros_like(power)
        shifted[:, 1:] = power[:, :-1]
        power, power_before = shifted - centre[:, None] * power - ratio[:, None] * power_before, power
        norm_before = safe
    return OrthogonalFit(terms, powers, sse)
