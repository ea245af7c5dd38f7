"""What the routes need from the services, in one record: the seam at which tests put a fake."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from flask import current_app

from consumo.api.recent import Recent
from consumo.domain.making import Making
from consumo.services.dataset import Dataset
from consumo.services.decision_request import DecisionRequest
from consumo.services.differences import Differences
from consumo.services.imports.desk import ImportDesk
from consumo.services.versions import ListedVersion

__all__ = ["Backend", "backend", "current_with_forecast"]

_KEY = "consumo"


@dataclass(frozen=True, kw_only=True)
class Backend:
    """The services behind one app.

    Attributes:
        current: the data set to answer from, refreshed on every call; raises NoDataError.
        reload: import what the settings name and publish it; the record of `services.publish.reload_excel`.
        decide: record decisions, each the id of a hallazgo and what is asked; the record of
            `services.decide.decide_all`.
        undo: undo decisions, by their numbers, who and why; the record of `services.decide.undo_all`.
        imports: where imports are asked for.
        versions: every published version, oldest first.
        compare: the differences between two versions; of one and the one before it where the second is None.
        restore: publish a version again; gives the id of the one that was published.
        max_upload: most bytes of the workbooks of one import.
        prepare: see to it that the forecast of a version gets made, without waiting for it; gives how far it is, None
            where nothing is known of it.
        token: gives the credential that writing asks for, and reading where `lectura` says so.
        lectura: who may read `/api/…` without the token: `nadie`, callers on this machine (`local`) or `todos`.
        cors_origenes: origins allowed to call from another site; none by default.
        bodies: the answers rendered last, by ETag, path and query.
    """

    current: Callable[[], Dataset]
    reload: Callable[[], Any]
    decide: Callable[[Sequence[tuple[str, DecisionRequest]]], Any]
    undo: Callable[[Sequence[int], str, str], Any]
    imports: ImportDesk
    versions: Callable[[], list[ListedVersion]]
    compare: Callable[[str, str | None], Differences]
    restore: Callable[[str], str | None]
    prepare: Callable[[str], Making | None]
    token: Callable[[], str]
    max_upload: int = 500_000_000
    lectura: Literal["nadie", "local", "todos"] = "local"
    cors_origenes: tuple[str, ...] = ()
    bodies: Recent[tuple[str, str, str], bytes] = field(default_factory=lambda: Recent(256))

    def attach(self, extensions: dict[str, Any]) -> None:
        """Make this the backend of the app whose `extensions` these are."""
        extensions[_KEY] = self


def current_with_forecast() -> Dataset:
    """Return the data set to answer from; where its forecast is not there, it is set going and told how far it is."""
    served = backend()
    dataset = served.current()
    if dataset.forecast is not None:
        return dataset
    return replace(dataset, making=served.prepare(dataset.version_datos))


def backend() -> Backend:
    """Return the backend of the app that is answering."""
    return cast("Backend", current_app.extensions[_KEY])
