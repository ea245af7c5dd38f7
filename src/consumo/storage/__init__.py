"""Versions on disk: an append-only record of lecturas, a pointer to what is published, panels that workers share."""
