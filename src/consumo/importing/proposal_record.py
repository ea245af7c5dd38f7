"""A proposal as a plain record, to be kept in a file or passed between processes; its sentences are rendered anew."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_record import hallazgo_of, plain_of, record_of
from consumo.importing.proposal import Alternative, ColumnProposal, Proposal, Reason, TableProposal

__all__ = ["proposal_from_record", "record_of_proposal"]


def record_of_proposal(proposal: Proposal) -> dict[str, Any]:
    """Return what JSON can hold of `proposal`."""
    record: dict[str, Any] = _record(proposal)
    return record


def proposal_from_record(record: Mapping[str, Any]) -> Proposal:
    """Return the proposal of which `record` was made."""
    return Proposal(
        archivo=record["archivo"],
        tablas=tuple(map(_table, record["tablas"])),
        dudas=tuple(map(hallazgo_of, record["dudas"])),
        sin_tabla=tuple(record["sin_tabla"]),
    )


def _record(value: Any) -> Any:
    if isinstance(value, Hallazgo):
        return record_of(value)
    if is_dataclass(value):
        return {field.name: _record(getattr(value, field.name)) for field in fields(value)}
    return [_record(part) for part in value] if isinstance(value, tuple) else plain_of(value)


def _table(record: Mapping[str, Any]) -> TableProposal:
    read = {**_tupled(record), "columnas": tuple(map(_column, record["columnas"]))}
    return TableProposal(**read)


def _column(record: Mapping[str, Any]) -> ColumnProposal:
    others = tuple(Alternative(**{**other, "porque": Reason(**other["porque"])}) for other in record["alternativas"])
    return ColumnProposal(**{**_tupled(record), "porque": Reason(**record["porque"]), "alternativas": others})


def _tupled(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
