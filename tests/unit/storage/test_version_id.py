"""Ids sort in the order of publication."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from consumo.storage.version_id import new_version_id

NOW = datetime(2026, 11, 24, 0, 35, 1, 999_999, tzinfo=UTC)


def test_it_is_readable():
    assert re.fullmatch(r"20261124T003501-[0-9a-f]{6}", new_version_id([], NOW))


@pytest.mark.parametrize("step", [0, 1, -3600], ids=["same instant", "same second", "clock set back"])
def test_ids_sort_in_the_order_they_were_made(step):
    ids = []
    for k in range(200):
        ids.append(new_version_id(ids, NOW + k * timedelta(microseconds=1) + timedelta(seconds=step)))
    assert ids == sorted(set(ids))
