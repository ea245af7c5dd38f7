"""A workbook's bytes → lecturas and findings: open, find the table, map columns, read values, compute kWh."""
