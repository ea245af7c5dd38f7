"""Imports asked for over HTTP: they run in a process of their own, and any worker can say how they stand."""
