"""The real panels that benchmarks share, as arrays; and worlds of the project's own generator."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.sample.world import draw_world

__all__ = ["NAMES", "World", "load_world"]


@dataclass(frozen=True)
class World:
    """Consumptions without a gap, [kWh], shape (n_usuarios, n_ciclos), their dates and groups."""

    kwh: NDArray[np.float64]
    desde: NDArray[np.datetime64]
    hasta: NDArray[np.datetime64]
    group: list[str]

    @property
    def days(self) -> NDArray[np.int64]:
        """Days of each ciclo."""
        return (self.hasta - self.desde).astype(np.int64)


def _clean_homes(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame["combined"] == "N") & frame["cls"].str.startswith("Res")]


_FILES: Final[dict[str, tuple[str, Callable[[pd.DataFrame], pd.DataFrame] | None, int]]] = {
    "pge_zip": ("pge_zip/tidy.csv.gz", _clean_homes, 60),
    "uci_28_dias": ("uci_electricity_weekly/tidy_28day_cycles.csv.gz", None, 60),
    "singapur": ("singapore_planning_area/tidy.csv.gz", None, 60),
}
NAMES: Final = (*_FILES, "generador")


def load_world(name: str, datos: Path) -> World | None:
    """Return a world, None if its file is not there."""
    if name == "generador":
        return _generated()
    file, chosen, ciclos = _FILES[name]
    path = datos / "panels" / file
    if not path.exists():
        return None
    frame = pd.read_csv(path)
    frame = frame if chosen is None else chosen(frame)
    wide = frame.pivot_table(index="series_id", columns="period_start", values="kwh", aggfunc="first").iloc[:, -ciclos:]
    wide = wide[wide.notna().all(axis=1) & (wide > 0).mean(axis=1).gt(0.9)]
    ends = frame.drop_duplicates("period_start").set_index("period_start")["period_end"].reindex(wide.columns)
    groups = frame.drop_duplicates("series_id").set_index("series_id")["group"].reindex(wide.index).fillna("General")
    dates = (np.array(part, dtype="datetime64[D]") for part in (wide.columns, ends))
    return World(wide.to_numpy(np.float64), *dates, groups.astype(str).tolist())


def _generated() -> World:
    """Return two thousand homes of `consumo ejemplo`, without those that are empty half of the time."""
    world = draw_world(usuarios=2000, ciclos=48, baterias=20, semilla=1)
    kept = np.isfinite(world.kwh).all(axis=1) & ((world.kwh > 0).mean(axis=1) > 0.5)
    edges = (np.datetime64("2021-10", "M") + np.arange(49)).astype("datetime64[D]")
    return World(world.kwh[kept], edges[:-1], edges[1:], world.baterias[world.bateria_of[kept]].tolist())
