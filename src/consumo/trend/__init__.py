"""Polynomial trends on kWh per day: one series, or every usuario at once; arrays in, arrays out."""
