"""What a sheet is and how a file is opened, in one place for those who need both."""

from consumo.importing.grid import Sheet, column_letter
from consumo.importing.readers import SUFFIXES, open_sheets

__all__ = ["SUFFIXES", "Sheet", "column_letter", "open_sheets"]
