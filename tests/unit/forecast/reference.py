"""The method for one usuario at a time, in plain Python: what the vectorised one has to agree with."""

import math
from statistics import median

from consumo.forecast.smoothing import ALPHAS


def filled(y: list[float], period: int) -> list[float]:
    """Fill gaps with last year's value times the recent ratio to last year, else with the value before."""
    x = list(y)
    first = next((t for t, v in enumerate(x) if not math.isnan(v)), len(x))
    for t in range(first + 1, len(x)):
        if not math.isnan(x[t]):
            continue
        carried = x[t - 1]
        if t >= period and not math.isnan(x[t - period]):
            back = [k for k in range(max(t - 3, period), t) if not math.isnan(x[k - period])]
            before, recent = sum(x[k - period] for k in back), sum(x[k] for k in back)
            ratio = recent / before if before > 0 else 1.0
            carried = x[t - period] * ratio if ratio < 3 else carried
        x[t] = carried
    return x


def year_ratios(x: list[float], period: int) -> list[float]:
    """Divide each value by its centred yearly mean, or the last year by its own mean where there are not two."""
    first = next((t for t, v in enumerate(x) if not math.isnan(v)), len(x))
    width, length, half = len(x), len(x) - first, period // 2
    out = [math.nan] * width
    if length >= 2 * period:
        for t in range(first + half, width - half):
            ends = 0.5 if period % 2 == 0 else 1.0
            mean = (sum(x[t - half + 1 : t + half]) + ends * (x[t - half] + x[t + half])) / period
            out[t] = x[t] / mean if mean > 1e-5 * max(x[first:]) else math.nan
    elif length >= period + 2:
        level = sum(x[-period:]) / period
        for t in range(width - period, width):
            out[t] = x[t] / level if level > 0 else math.nan
    return out


def season(x: list[float], shared: list[float], prior: float) -> list[float]:
    """Shrink a usuario's own index, by steps ahead, to the shared one."""
    period, width = len(shared), len(x)
    ratios = year_ratios(x, period)
    own = []
    for phase in range(period):
        here = [min(r, 4.0) for t, r in enumerate(ratios) if (t - width) % period == phase and not math.isnan(r)]
        own.append(max((sum(here) + prior * shared[phase]) / (len(here) + prior), 0.05))
    mean = sum(own) / period
    return [v / mean for v in own]


def drawn_in(d: list[float]) -> list[float]:
    """Draw values far from their running median in."""
    padded = [*[math.nan] * 3, *d, *d[-2:-5:-1]]
    medians = [median(window) if not any(map(math.isnan, window := padded[t : t + 7])) else math.nan
               for t in range(len(d))]  # fmt: skip
    away = sorted(abs(v - m) for v, m in zip(d, medians, strict=True) if not math.isnan(v - m))
    if not away:
        return list(d)
    reach = 4 * 1.4826 * away[len(away) // 2]
    out = []
    for v, m in zip(d, medians, strict=True):
        limit = max(reach, 0.15 * abs(m))
        out.append(m + math.copysign(limit, v - m) if abs(v - m) > limit else v)
    return out


def smoothed(d: list[float]) -> list[list[float]]:
    """Return the level after each value for each constant; `d` without the time before the first value."""
    start = sum(d[:4]) / len(d[:4])
    paths = []
    for alpha in ALPHAS:
        level, path = start, []
        for v in d:
            level += alpha * (v - level)
            path.append(level)
        paths.append(path)
    return paths


def errors_ahead(d: list[float]) -> list[float]:
    """Return each constant's mean absolute error 1, 2, 3, 4, 6, 8, 10 and 12 steps ahead, from every other origin."""
    out = []
    for path in smoothed(d):
        wrong = [abs(d[t + h] - path[t]) for h in (1, 2, 3, 4, 6, 8, 10, 12) for t in range(len(d) - h - 1, 3, -2)]
        out.append(sum(wrong) / len(wrong) if wrong else 0.0)
    return out


def line(d: list[float]) -> tuple[float, float]:
    """Return mean and slope of the least-squares line."""
    n = len(d)
    middle, mean = (n - 1) / 2, sum(d) / n
    cross = sum((t - middle) * v for t, v in enumerate(d))
    return mean, cross / sum((t - middle) ** 2 for t in range(n))
