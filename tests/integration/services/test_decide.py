"""Deciding over real publications: what the solver proposes can be taken, and ends as it said."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.builders import panel_of
from tests.integration.storage.test_store import JANUARY, lecturas

from consumo.domain.decision import TipoDecision
from consumo.domain.errors import ConflictError, InputError, NotFoundError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset, open_dataset
from consumo.services.decide import decide, undo
from consumo.services.decision_request import DecisionRequest
from consumo.services.differences import compare_versions
from consumo.services.publish import import_workbooks
from consumo.services.queries.estimaciones import list_estimaciones
from consumo.services.queries.hallazgos import list_hallazgos
from consumo.services.rejudge import is_judged_otherwise, rejudge
from consumo.services.settings import Settings
from consumo.storage.store import Store

CICLOS = 18
FIELDS = (
    "usuario,bateria,medidor,fecha_anterior,fecha_actual,lectura_anterior,lectura_actual,factor,digitos,tipo_lectura"
)
USED = 120


def months() -> list[tuple[str, str]]:
    edges = [f"{2024 + k // 12}-{k % 12 + 1:02d}-01" for k in range(CICLOS + 1)]
    return list(pairwise(edges))


class Meter:
    """A usuario who uses about the same each month; faults are written over its readings."""

    def __init__(self, start: int = 5000, *, factor: int = 1, digitos: int = 5) -> None:
        steps = [USED + (7 * k) % 11 for k in range(CICLOS)]
        register = np.concatenate([[start], start + np.cumsum(steps)]).astype(int)
        shown = register % 100_000
        self.anterior, self.actual = shown[:-1].tolist(), shown[1:].tolist()
        self.true = (np.array(steps) * factor).astype(float)
        self.factor, self.digitos = [factor] * CICLOS, digitos
        self.tipo = ["real"] * CICLOS

    def row(self, k: int) -> str:
        digits = "" if self.digitos == 0 else self.digitos
        return f"{self.anterior[k]},{self.actual[k]},{self.factor[k]},{digits},{self.tipo[k]}"


def publish(folder: Path, **meters: Meter) -> Settings:
    """Publish these usuarios and six steady others."""
    everyone = meters | {f"otro{k}": Meter(100 * k) for k in range(6)}
    rows = [
        f"{name},A,M-{name},{desde},{hasta},{meter.row(k)}"
        for name, meter in everyone.items()
        for k, (desde, hasta) in enumerate(months())
    ]
    book = folder / "l.csv"
    book.write_text("\n".join([FIELDS, *rows]), encoding="utf-8")
    settings = Settings(datos=folder / "datos", _env_file=None)
    import_workbooks(settings, [book])
    return settings


def series(dataset: Dataset, usuario: str = "x") -> np.ndarray:
    return dataset.panel.kwh[dataset.panel.row_of(usuario)]


def take_proposals(settings: Settings) -> Dataset:
    """Take the proposal of every finding of usuario x that has one, the worst first."""
    for _ in range(3):
        found = list_hallazgos(open_dataset(settings), Idioma.ES, usuario="x", estado="abierto")["hallazgos"]
        wanted = [h for h in found if h["propuesta"] is not None]
        if not wanted:
            break
        request = DecisionRequest(tipo=TipoDecision.CORREGIR, quien="Ana", motivo="m", propuesta=True)
        decide(settings, wanted[0]["id"], request)
    return open_dataset(settings)


def rollover() -> Meter:
    return Meter(100_000 - 9 * USED, digitos=0)


def transposed() -> Meter:
    meter = Meter(5000)
    first, second, third, fourth = str(meter.actual[9])
    meter.actual[9] = meter.anterior[10] = int(first + third + second + fourth)
    return meter


def previous_wrong() -> Meter:
    meter = Meter(5000)
    meter.anterior[9] += 1000
    return meter


def no_factor() -> Meter:
    meter = Meter(5000, factor=40)
    meter.factor[9] = 1
    return meter


def estimated_high() -> Meter:
    """The ninth and tenth ciclos were estimated, far too high; the eleventh reading fell below."""
    meter = Meter(5000)
    for k in (8, 9):
        meter.anterior[k] = meter.actual[k - 1]
        meter.actual[k] = meter.anterior[k] + 400
        meter.tipo[k] = "estimada"
    meter.anterior[10] = meter.actual[9]
    return meter


@pytest.mark.parametrize(
    "fault", [rollover, transposed, previous_wrong, no_factor, estimated_high], ids=lambda fault: fault.__name__
)
def test_what_is_proposed_can_be_taken_and_no_energy_is_lost(tmp_path, fault):
    meter = fault()
    settings = publish(tmp_path, x=meter)
    wrong = series(open_dataset(settings))
    assert not np.allclose(wrong, meter.true, equal_nan=True), "there is something to be mended"
    dataset = take_proposals(settings)
    np.testing.assert_allclose(series(dataset).sum(), meter.true.sum())
    if fault is not estimated_high:
        np.testing.assert_allclose(series(dataset), meter.true)
    raw = [cells.values for name, cells in dataset.panel.crudo.items() if name == "kwh"]
    assert len(raw) == 1, "what was read stays beside"


def test_the_ledger_tells_what_a_high_estimate_was_off_by(tmp_path):
    settings = publish(tmp_path, x=estimated_high())
    dataset = take_proposals(settings)
    (entry,) = list_estimaciones(dataset, usuario="x")["estimaciones"]
    assert (entry["estado"], entry["estimado_kwh"]) == ("liquidada", 800)
    assert entry["diferencia_kwh"] < -500, "most of it is to be given back"
    assert sum(c["liquidado_kwh"] for c in entry["ciclos"]) == pytest.approx(entry["contado_kwh"], abs=0.01)


def ask(tipo="aceptar", **options):
    return DecisionRequest(tipo=TipoDecision(tipo), quien="Ana", motivo="m", **options)


DELIVERED = panel_of([[10.0, 20.0], [5.0, 6.0]], entregado={"General": [16.0, 99.0]})
LOSS = Hallazgo(codigo="balance.perdida_alta", bateria="General", ciclo="2024-02", sobre={"entregado": 99})
SHEET = Hallazgo(codigo="hoja.sin_tabla", hoja="Notas")


@pytest.fixture
def delivered(tmp_path):
    """A version with a finding of a bateria and one of a sheet."""
    Store(tmp_path).publish(lecturas(JANUARY), fuente="l.xlsx", build=lambda _: (DELIVERED, (LOSS, SHEET)))
    return Settings(datos=tmp_path, _env_file=None)


def test_what_a_totalizador_delivered_is_corrected(delivered):
    done = decide(delivered, LOSS.identidad, ask("corregir", datos={"kwh": 27.0}))
    assert done.panel.entregado.tolist() == [[16, 27]]
    assert (done.decisiones[0].antes, done.decisiones[0].despues) == (99, 27)
    assert done.forecast_kept is False, "there was none yet"
    undone = undo(delivered, 1, quien="Ana", motivo="m")
    assert undone.panel.entregado.tolist() == [[16, 99]]


@pytest.mark.parametrize("tipo", ["estimar", "cambio_de_medidor"])
def test_a_bateria_is_not_estimated(delivered, tipo):
    values = {"estimar": {"kwh": 5.0}, "cambio_de_medidor": {"lectura_final": 1.0, "lectura_inicial": 0.0}}
    with pytest.raises(InputError, match="batería General"):
        decide(delivered, LOSS.identidad, ask(tipo, datos=values[tipo]))


def test_a_finding_that_is_about_no_reading_can_be_accepted_and_no_more(delivered):
    with pytest.raises(InputError, match="no es de un usuario"):
        decide(delivered, SHEET.identidad, ask("estimar", datos={"kwh": 4.0}))
    with pytest.raises(InputError, match="propone"):
        decide(delivered, SHEET.identidad, ask("corregir", propuesta=True))
    decide(delivered, SHEET.identidad, ask())
    states = {h["id"]: h["estado"] for h in list_hallazgos(open_dataset(delivered), Idioma.ES)["hallazgos"]}
    assert states[SHEET.identidad] == "decidido"


def test_unknown_ones(tmp_path):
    settings = publish(tmp_path)
    with pytest.raises(NotFoundError):
        decide(settings, "nada", ask())
    with pytest.raises(NotFoundError):
        undo(settings, 7, quien="Ana", motivo="m")


def test_one_that_was_replaced_is_not_undone(tmp_path):
    settings = publish(tmp_path, x=transposed())
    about = list_hallazgos(open_dataset(settings), Idioma.ES, usuario="x")["hallazgos"][0]["id"]
    decide(settings, about, ask("releer"))
    decide(settings, about, ask(reemplaza=1))
    with pytest.raises(ConflictError, match="ya no cuenta"):
        undo(settings, 1, quien="Bea", motivo="m")


def test_the_differences_of_a_decision_say_what_it_changed(tmp_path):
    low = Meter()
    low.actual[9] -= 100
    settings = publish(tmp_path, bajo=low)
    before = current(settings)
    found = next(h for h in Store(settings.datos).snapshot().hallazgos if h.usuario == "bajo" and h.ciclo)
    decide(settings, found.identidad, DecisionRequest(tipo=TipoDecision.ESTIMAR, quien="ana", motivo="se leyó mal"))
    after = current(settings)
    compared = compare_versions(settings, after, before)
    rows = compared.detalle.to_dict("records")
    assert {(row["usuario"], row["campos"]) for row in rows} == {("bajo", "decision")}
    assert compared.cambios == {"nuevas": 0, "corregidas": len(rows), "retiradas": 0}
    assert all(row["de"] != row["a"] for row in rows)


def current(settings: Settings) -> str:
    version = Store(settings.datos).current_id()
    assert version is not None
    return version


def test_another_profile_judges_what_is_published_anew(tmp_path):
    settings = publish(tmp_path, x=with_end(3 * USED))
    assert not is_judged_otherwise(settings)
    (high,) = list_hallazgos(open_dataset(settings), Idioma.ES, usuario="x")["hallazgos"]
    decide(settings, high["id"], DecisionRequest(tipo=TipoDecision.ACEPTAR, quien="Ana", motivo="m"))
    lax = tmp_path / "laxo.toml"
    lax.write_text(
        '[perfil]\nnombre = "laxo"\ntitulo = "Laxo"\n[parametros]\npiso_kwh_30d = 5000.0\n', encoding="utf-8"
    )
    other = settings.model_copy(update={"perfil": str(lax)})
    assert is_judged_otherwise(other)
    before = series(open_dataset(settings)).tolist()
    done = rejudge(other)
    assert not is_judged_otherwise(other)
    assert not done.decisiones
    after = open_dataset(other)
    assert series(after).tolist() == before
    assert [d.hallazgo.identidad for d in after.standing.vigentes] == [high["id"]]
    assert not [h for h in after.hallazgos if h.usuario == "x"]


def with_end(kwh: int) -> Meter:
    """Return a meter whose last ciclo has `kwh` more than usual."""
    meter = Meter()
    meter.actual[-1] += kwh
    return meter
