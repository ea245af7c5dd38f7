"""Damaged files of every format: no exception but the one that says so, and no other kWh without a finding."""

from tests.fuzz.run import run


def test_three_hundred_damaged_files_neither_crash_nor_lie(tmp_path):
    found = run(300, 20251125, tmp_path)
    assert sum(found.values()) == 300
    assert found["crash"] == found["silent"] == 0
    assert found["whole"] > 50
    assert found["refused"] > 50
