"""What opening, trying and publishing a version give."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from consumo.domain.decision import Decision, Standing
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.storage.manifest import Version
from consumo.storage.reader import Snapshot
from consumo.storage.settled import Changes

__all__ = ["Amend", "Amended", "Build", "Decided", "Judge", "Judged", "Preview", "Published"]


class Amended(NamedTuple):
    """A Panel with the decisions in force applied.

    Attributes:
        panel: the Panel, the raw values kept beside.
        hallazgos: what is found when it is judged.
        caducadas: numbers of the decisions that do not hold any more because their data changed.
        perfil: fingerprint of the profile that it was judged by; '' if it was not judged.
    """

    panel: Panel
    hallazgos: Sequence[Hallazgo]
    caducadas: Collection[int] = ()
    perfil: str = ""


Build = Callable[[pd.DataFrame], tuple[Panel, Sequence[Hallazgo]]]
"""Makes the raw Panel, and the findings of making it, of the settled rows."""


class Judged(NamedTuple):
    """What was found in a raw Panel with the decisions then in force: it stands while the same ones change values.

    And while it would be judged by the same profile (`perfil`, its fingerprint).
    """

    hallazgos: Sequence[Hallazgo]
    vigentes: Sequence[Decision]
    perfil: str = ""


class Amend(Protocol):
    """Applies the decisions that count, and still hold, to a raw Panel, and judges it."""

    def __call__(self, raw: Panel, decisions: Sequence[Decision], known: Judged | None = None) -> Amended:
        """Return the amended Panel; `known` is what was found in the same raw Panel before, if anything."""


@dataclass(frozen=True, eq=False)
class Preview:
    """What an import would do to what is published.

    Attributes:
        base: the version it would build on; None if nothing is published.
        changes: what is new, corrected and withdrawn.
        settled: the rows that would count, one per clase, usuario and ciclo.
        decisiones: the decisions that count.
    """

    base: Version | None
    changes: Changes
    settled: pd.DataFrame
    decisiones: tuple[Decision, ...] = ()


@dataclass(frozen=True, eq=False)
class Published:
    """The outcome of a publication.

    Attributes:
        version_datos: the version that is published now.
        version_anterior: the one before; None for the first.
        changes: what was new, corrected and withdrawn.
        hallazgos: all findings of the import and of the Panel.
        panel: the Panel that is published now.
        unchanged: whether the import said nothing new, so that no version was made.
        standing: which decisions hold in the version that is published now.
    """

    version_datos: str
    version_anterior: str | None
    changes: Changes
    hallazgos: tuple[Hallazgo, ...]
    panel: Panel
    unchanged: bool
    standing: Standing


@dataclass(frozen=True, eq=False)
class Decided:
    """The outcome of a decision.

    Attributes:
        version_datos: the version that is published now.
        version_anterior: the one before.
        decisiones: those that were recorded, with their numbers.
        panel: the Panel that is published now.
        forecast_kept: whether the forecast of the version before holds for this one, and is its own now.
    """

    version_datos: str
    version_anterior: str
    decisiones: tuple[Decision, ...]
    panel: Panel
    forecast_kept: bool


Judge = Callable[[Snapshot], Sequence[Decision]]
"""Makes the decisions to record of the version as it stands; the store numbers and dates them."""
