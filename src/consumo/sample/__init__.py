"""A synthetic world of usuarios, meters and readings, and the workbook in which such readings are kept."""
