"""Forecasts of every usuario at once: Panel in, Forecast out; no file, no clock, no loop over usuarios.

Read in this order: grid (the matrix on even steps) → baseline (members that need no training) → features → linear,
boosting (the global models) → model (train and predict all members) → backtest → intervals, sums → predict.
"""
