"""The named checks of readings: Panel in, flags and hallazgos out; nothing is ever changed here."""
