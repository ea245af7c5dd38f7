"""The same forecast, bit for bit, on this process's threads and on a cluster, also when a worker of it is killed."""

import os
import signal
import sys

import numpy as np
import pytest
from tests.builders import random_panel

from consumo.domain.errors import InputError, ParameterError
from consumo.forecast import bulk
from consumo.forecast.panel_forecast import forecast_panel
from consumo.forecast.windows import BLOCK
from consumo.services import engine as engines
from consumo.services.engine import engine

PANEL = random_panel(5 * BLOCK + 100, 10, baterias=40)
ARRAYS = ("kwh", "inferior", "superior", "bateria_inferior", "bateria_superior", "total_inferior", "total_superior")


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


@pytest.fixture(scope="module")
def local():
    return forecast_panel(PANEL, 3)


@pytest.fixture
def motor(cluster, monkeypatch):
    monkeypatch.setattr(bulk, "_ELSEWHERE", BLOCK)  # six tasks
    return cluster.scheduler_address.replace("tcp://", "dask://")


def assert_same(made, expected):
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(made, name), getattr(expected, name), err_msg=name)


def test_a_cluster_gives_what_the_threads_give(motor, local):
    told: list[float] = []
    with engine(motor) as executor:
        assert_same(
            forecast_panel(PANEL, 3, executor=executor, progress=lambda _what, share: told.append(share)), local
        )
    assert told == sorted(told)
    assert len(told) > 6


def test_a_worker_killed_in_the_middle_changes_nothing(cluster, motor, local):
    killed: list[int] = []

    def progress(what: str, share: float) -> None:
        if what == "pronosticar" and share > 0.6 and not killed:  # the first task is back, five are under way
            killed.append(next(worker.pid for worker in cluster.workers.values()))
            os.kill(killed[0], signal.SIGKILL)

    with engine(motor) as executor:
        made = forecast_panel(PANEL, 3, executor=executor, progress=progress)
    assert killed
    assert_same(made, local)


@pytest.mark.parametrize(
    "motor",
    ["dask", "dask://", "dask://host", "dask://host:x", "dask://host:1/path", "spark://host:7077", ""],
)
def test_what_is_no_engine(motor):
    with pytest.raises(ParameterError, match="motor"), engine(motor):
        pass


def test_nobody_answers(monkeypatch):
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    monkeypatch.setattr(engines, "_PATIENCE", 0.5)
    with pytest.raises(ParameterError, match="responda"), engine("dask://127.0.0.1:9"):
        pass


def test_workers_of_another_release_are_refused(motor, monkeypatch):
    monkeypatch.setattr(engines, "version", lambda _name: "0")
    with pytest.raises(ParameterError, match=r"trabajadores con .*analisis-consumo.*: '0'"), engine(motor):
        pass


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"analisis-consumo\[dask\]"), engine("dask://127.0.0.1:9"):
        pass
