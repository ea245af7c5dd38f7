"""An error as a plain record: what one process tells another, or keeps for who asks later."""

from collections.abc import Mapping
from typing import Any

from consumo.domain import errors
from consumo.domain.errors import ConsumoError, WorkbookError
from consumo.domain.hallazgo_record import hallazgo_of, record_of

__all__ = ["error_from_record", "record_of_error"]


def record_of_error(error: ConsumoError) -> dict[str, Any]:
    """Return what JSON can hold of `error`: its class, both messages and its findings."""
    found = error.hallazgos if isinstance(error, WorkbookError) else ()
    return {
        "clase": type(error).__name__,
        "es": error.es,
        "en": error.en,
        "hallazgos": [record_of(h) for h in found],
    }


def error_from_record(record: Mapping[str, Any]) -> ConsumoError:
    """Return the error of which `record` was made; one of a class that is not known here is a plain InputError."""
    found = [hallazgo_of(h) for h in record["hallazgos"]]
    if found or record["clase"] == "WorkbookError":
        return WorkbookError(record["es"], record["en"], found)
    kind: type[ConsumoError] = getattr(errors, record["clase"], errors.InputError)
    error = kind.__new__(kind)
    # The messages are made already; the arguments that the class makes them of are not kept.
    ConsumoError.__init__(error, record["es"], record["en"])
    return error
