"""critica."""
