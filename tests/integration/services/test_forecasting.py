"""A version's forecast is worked out once, kept, and never in the way of a request."""

import sys
import threading

import numpy as np
import pytest
from filelock import FileLock
from tests.builders import forecast_of, random_panel
from tests.integration.storage.test_store import JANUARY, lecturas

from consumo.domain.errors import NoDataError, NotFoundError, ParameterError, StorageError
from consumo.domain.making import Making
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import MAX_HORIZON
from consumo.services import background, forecasting, making
from consumo.services.dataset import DatasetHandle, open_dataset
from consumo.services.making import making_of
from consumo.services.queries.consumo_con_regresion import consumo_con_regresion
from consumo.services.queries.pronosticos import list_pronosticos
from consumo.services.settings import Settings
from consumo.storage.store import Store

PANEL = random_panel(6, 20)


@pytest.fixture
def settings(tmp_path):
    """A data folder with one published version of 6 usuarios × 20 ciclos."""
    Store(tmp_path).publish(lecturas(JANUARY), fuente="a.xlsx", build=lambda _rows: (PANEL, ()))
    return Settings(datos=tmp_path)


@pytest.fixture
def version(settings):
    return Store(settings.datos).current_id()


def test_it_is_made_once_and_kept(settings, version, monkeypatch):
    made = forecasting.prepare_forecast(settings, version)
    assert made.kwh.shape == (6, MAX_HORIZON)
    kept = Store(settings.datos).load_forecast(version)
    np.testing.assert_array_equal(kept.kwh, made.kwh)
    assert kept.modelo.motivo == made.modelo.motivo
    monkeypatch.setattr(forecasting, "forecast_panel", None)  # a second training would fail
    np.testing.assert_array_equal(forecasting.prepare_forecast(settings).kwh, made.kwh)


def test_the_ciclo_under_way_is_kept_and_served_whole(tmp_path):
    begun = Panel.from_matrix(
        usuarios=PANEL.usuarios,
        baterias=PANEL.baterias[PANEL.bateria_of],
        desde=np.append(PANEL.desde, PANEL.hasta[-1]),
        hasta=np.append(PANEL.hasta, PANEL.hasta[-1] + 10),
        kwh=np.column_stack([PANEL.kwh, [50.0, 60.0, np.nan, 50.0, 60.0, np.nan]]),
        abierto=[False] * PANEL.n_ciclos + [True],
    )
    Store(tmp_path).publish(lecturas(JANUARY), fuente="a.xlsx", build=lambda _rows: (begun, ()))
    settings = Settings(datos=tmp_path)
    forecasting.prepare_forecast(settings)
    dataset = open_dataset(settings)
    first, second = consumo_con_regresion(dataset, horizonte=2)["predicciones"]
    assert first["medido"] == {"kwh": 220.0, "dias": 10, "usuarios": 4}
    assert first["dias"] >= 28
    assert first["kwh"] > first["intervalos"]["95"][0] >= 220
    assert second["medido"] is None
    unread = consumo_con_regresion(dataset, usuario="000003", horizonte=1)["predicciones"][0]
    assert unread["medido"] is None
    rows = {row["id"]: row["medido_kwh"] for row in list_pronosticos(dataset)["filas"]}
    assert (rows["000001"], rows["000003"]) == (50.0, None)
    groups = list_pronosticos(dataset, detalle="baterias")["filas"]
    assert sum(row["medido_kwh"] or 0 for row in groups) == 220.0


def test_the_calendar_to_come_may_be_given(settings, tmp_path):
    start = PANEL.hasta[-1]
    path = tmp_path / "calendario.csv"
    path.write_text(f"desde,hasta\n{start},{start + 40}\n", encoding="utf-8")
    made = forecasting.prepare_forecast(settings.model_copy(update={"calendario": path}))
    assert made.calendar.dias[0] == 40


def test_another_calendar_makes_the_forecast_anew(settings, version, started, tmp_path):
    start, path = PANEL.hasta[-1], tmp_path / "calendario.csv"
    handle = DatasetHandle(tmp_path)
    forecasting.prepare_forecast(settings)
    inferred = handle.current().forecast.calendar.dias[0]
    given = settings.model_copy(update={"calendario": path})
    for days in (40, 41):
        path.write_text(f"desde,hasta\n{start},{start + days}\n", encoding="utf-8")
        assert forecasting.prepare_in_background(given, version), "what is kept was made without this calendar"
        assert forecasting.prepare_in_turn(given) == 1
        assert not forecasting.prepare_in_background(given, version)
        assert handle.current().forecast.calendar.dias[0] == days, "a server that runs takes it up"
    assert forecasting.prepare_forecast(settings).calendar.dias[0] == inferred


def test_a_calendar_that_cannot_be_read_starts_nothing(settings, version, started, tmp_path):
    given = settings.model_copy(update={"calendario": tmp_path / "no_hay.csv"})
    assert not forecasting.prepare_in_background(given, version)
    assert FakeProcess.started == []
    es, en = making_of(given, version).fallo
    assert "No se puede leer el calendario" in es
    assert "Corrija ese archivo" in es
    assert "Mend that file" in en


def test_series_of_a_file_reach_the_model(settings, tmp_path):
    ahead = forecasting.prepare_forecast(settings).calendar
    path = tmp_path / "series.csv"
    rows = [f"{ciclo},{k % 5}" for k, ciclo in enumerate([*PANEL.calendar.ids, *ahead.ids])]
    path.write_text("\n".join(["ciclo,festivos", *rows]), encoding="utf-8")
    made = forecasting.prepare_forecast(settings.model_copy(update={"series": path}))
    assert list(made.modelo.detalles["extras"]) == ["festivos"]
    path.write_text("\n".join(["ciclo,festivos", *rows[:-1]]), encoding="utf-8")
    with pytest.raises(ParameterError, match=ahead.ids[-1]):
        forecasting.prepare_forecast(settings.model_copy(update={"series": path}))


def test_the_background_forecasts_without_series_that_do_not_fit_and_says_so(settings, version, tmp_path):
    path = tmp_path / "series.csv"
    path.write_text("ciclo,feriados\n2020-01,3\n", encoding="utf-8")
    given = settings.model_copy(update={"series": path})
    assert forecasting.prepare_in_turn(given) == 1
    made = Store(settings.datos).load_forecast(version)
    assert np.isfinite(made.kwh).any()
    assert "no sirven para estos datos" in made.modelo.motivo
    assert "which do not fit these data" in made.modelo.motivo_en
    assert forecasting.prepare_in_turn(given) == 0, "it is made anew when the file changes"


def test_progress_is_told_in_order(settings):
    told: list[float] = []
    forecasting.prepare_forecast(settings, progress=lambda _what, share: told.append(share))
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] <= 1


@pytest.mark.parametrize("often", [0.0, 3600.0], ids=["every word", "every step"])
def test_whoever_waits_sees_how_far_it_is(settings, version, monkeypatch, often):
    monkeypatch.setattr(making, "_OFTEN", often)
    seen: list[Making | None] = []
    forecasting.prepare_forecast(settings, progress=lambda *_: seen.append(making_of(settings, version)))
    assert seen[0] is None, "nothing is said before the first word"
    shares = [one.parte for one in seen[1:]]
    assert shares == sorted(shares)
    assert shares[-1] > 0.5
    assert making_of(settings, version) is None, "it is there"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError("no queda"), "MemoryError: no queda"),
        (StorageError("Disco lleno.", "Disk full."), "Disco lleno."),
    ],
    ids=["unforeseen", "known"],
)
def test_whoever_waits_is_told_why_it_failed_and_the_next_version_tries_again(
    settings, version, started, monkeypatch, error, words
):
    def fails(*_args, **_options):
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(forecasting, "forecast_panel", fails)
        with pytest.raises(type(error)):
            forecasting.prepare_in_turn(settings)
    assert words in making_of(settings, version).fallo[0]
    assert forecasting.prepare_in_background(settings, version)
    assert making_of(settings, version) == Making(parte=0.0)
    Store(settings.datos).publish(lecturas({("1", "2025-01"): 7.0}), fuente="a.xlsx", build=lambda _rows: (PANEL, ()))
    assert forecasting.prepare_in_turn(settings) == 1


@pytest.mark.parametrize(("code", "failed"), [(0, False), (-9, True)], ids=["well", "killed"])
def test_a_process_that_is_killed_has_failed(settings, version, started, monkeypatch, code, failed):
    monkeypatch.setattr(FakeProcess, "code", code)
    assert forecasting.prepare_in_background(settings, version)
    for thread in threading.enumerate():
        if thread.name == "consumo":
            thread.join(10)
    fallo = making_of(settings, version).fallo
    assert (fallo is not None) == failed
    assert not failed or "código -9" in fallo[0]


def test_a_foreground_that_fails_leaves_no_word(settings, version, tmp_path):
    """Who asked is told; the background may do it without the series that do not fit."""
    path = tmp_path / "series.csv"
    path.write_text("ciclo,feriados\n2020-01,3\n", encoding="utf-8")
    with pytest.raises(ParameterError):
        forecasting.prepare_forecast(settings.model_copy(update={"series": path}))
    assert making_of(settings, version) is None


def test_nothing_published(tmp_path):
    with pytest.raises(NoDataError):
        forecasting.prepare_forecast(Settings(datos=tmp_path))


def test_an_unknown_version(settings):
    with pytest.raises(NotFoundError):
        forecasting.prepare_forecast(settings, "20200101T000000-abcdef")


class FakeProcess:
    """Notes how it was started, and ends at once."""

    started: list[list[str]] = []  # noqa: RUF012 - shared on purpose, emptied by the fixture

    def __init__(self, command: list[str], **_options: object) -> None:
        self.started.append(command)

    code = 0

    def wait(self) -> int:
        return self.code


@pytest.fixture
def started(monkeypatch):
    monkeypatch.setattr(FakeProcess, "started", [])
    monkeypatch.setattr(background.subprocess, "Popen", FakeProcess)
    return FakeProcess.started


def test_the_background_process_is_our_own_command(settings, version, started):
    assert forecasting.prepare_in_background(settings, version)
    (command,) = FakeProcess.started
    assert command[:4] == [sys.executable, "-m", "consumo", "pronosticar"]
    assert command[4:] == ["--datos", str(settings.datos), "--en-turno"]


def test_nothing_is_started_where_the_forecast_is_ready(settings, version, started):
    Store(settings.datos).save_forecast(version, forecast_of(PANEL))
    assert not forecasting.prepare_in_background(settings, version)
    assert FakeProcess.started == []


@pytest.mark.parametrize("busy", ["version", "turno"])
def test_nothing_is_started_while_another_process_is_at_it(settings, version, started, busy):
    folder = settings.datos / "pronosticos"
    folder.mkdir()
    with FileLock(folder / f".{version if busy == 'version' else busy}.lock"):
        assert not forecasting.prepare_in_background(settings, version)
    assert FakeProcess.started == []


def test_versions_published_meanwhile_are_forecast_in_turn_and_the_superseded_passed_over(
    settings, version, monkeypatch
):
    store, made = Store(settings.datos), []

    def forecast(_settings, wanted, *, lenient):
        assert lenient, "nobody is there to be told"
        made.append(wanted)
        if len(made) == 1:  # while the first is being made, two more are published
            for kwh in (11.0, 12.0):
                store.publish(lecturas({("1", "2025-01"): kwh}), fuente="a.xlsx", build=lambda _rows: (PANEL, ()))
        store.save_forecast(wanted, forecast_of(PANEL))

    monkeypatch.setattr(forecasting, "prepare_forecast", forecast)
    assert forecasting.prepare_in_turn(settings) == 2
    assert made == [version, store.current_id()]
    assert forecasting.prepare_in_turn(settings) == 0


def test_another_turn_is_left_alone(settings, monkeypatch):
    monkeypatch.setattr(forecasting, "prepare_forecast", None)
    folder = settings.datos / "pronosticos"
    folder.mkdir()
    with FileLock(folder / ".turno.lock"):
        assert forecasting.prepare_in_turn(settings) == 0
