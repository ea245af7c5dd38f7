"""The process that reads workbooks, started before its request is there: a short import waits for two interpreters."""

from consumo.importing.isolated_process import start_ahead

__all__ = ["start_ahead"]
