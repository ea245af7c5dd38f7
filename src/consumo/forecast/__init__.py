"""Forecasts of every usuario at once: Panel in, Forecast out; no file, no clock, no loop over usuarios.

Read in this order: grid (the matrix on even steps) → windows (histories up to an origin) → history, season, outliers,
smoothing (what is found out about each) → members (forecasts that need no training) → features → linear, boosting (the
global models) → model (train and predict all members) → blend → backtest → choice → intervals, sums → predict.
"""
