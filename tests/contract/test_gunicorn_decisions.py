"""Three real gunicorn workers: a decision made on one is seen by all; of two people at once, one wins."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.contract.test_gunicorn_reload import Server

pytestmark = [pytest.mark.server, pytest.mark.skipif(sys.platform == "win32", reason="gunicorn needs a POSIX system")]

USUARIOS = 6
TOGETHER = 6


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("decisiones"))
    rows = ["usuario,bateria,desde,hasta,kwh"]
    for usuario in range(1, USUARIOS + 1):
        for m in range(1, 11):
            kwh = 900 + usuario if m == 10 else 100 + (usuario * m) % 7
            rows.append(f"{usuario},A,2025-{m:02d}-01,2025-{m + 1:02d}-01,{kwh}")
    running.workbook.write_text("\n".join(rows) + "\n", encoding="utf-8")
    running.wait()
    assert running.reload()[0] == 200
    yield running
    running.process.terminate()
    running.process.wait(30)


def open_findings(server) -> dict[str, str]:
    """Return the id of the finding of each usuario's high ciclo."""
    found = server.ask("/api/hallazgos?codigo=consumo.alto&estado=abierto")[1]["hallazgos"]
    return {h["usuario"]: h["id"] for h in found}


def decide(server, about: str, quien: str, tipo: str = "aceptar", **values):
    body = {"tipo": tipo, "quien": quien, "motivo": "prueba", **values}
    return server.ask(f"/api/hallazgos/{about}/decision", "POST", body)[:2]


def all_at_once(calls):
    """Run the calls at the same moment, each in a thread."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_a_decision_on_one_worker_is_seen_by_the_others(server):
    about = open_findings(server)["1"]
    status, body = decide(server, about, "Ana", "estimar", kwh=105)
    assert status == 200, body
    for status, seen in server.ask_every_worker(f"/api/hallazgos/{about}"):
        assert (status, seen["version_datos"]) == (200, body["version_datos"])
        assert (seen["hallazgo"]["estado"], seen["hallazgo"]["decision"]["quien"]) == ("decidido", "Ana")
    for _, seen in server.ask_every_worker("/api/consumo-con-regresion?usuario=1"):
        assert seen["historico"][-1]["kwh"] == 105
    status, undone = server.ask("/api/decisiones/1/deshacer", "POST", {"quien": "Ana", "motivo": "me equivoqué"})[:2]
    assert status == 200, undone
    for _, seen in server.ask_every_worker("/api/consumo-con-regresion?usuario=1"):
        assert (seen["version_datos"], seen["historico"][-1]["kwh"]) == (undone["version_datos"], 901)


def test_of_several_people_on_one_finding_one_wins(server):
    about = open_findings(server)["2"]
    names = [f"Persona {k}" for k in range(TOGETHER)]
    kinds = ["aceptar", "releer"] * (TOGETHER // 2)
    answers = all_at_once([lambda n=n, k=k: decide(server, about, n, k) for n, k in zip(names, kinds, strict=True)])
    assert sorted(status for status, _ in answers) == [200] + [409] * (TOGETHER - 1), answers
    (winner,) = [body["decision"]["quien"] for status, body in answers if status == 200]
    refused = [body for status, body in answers if status == 409]
    assert all(body["type"] == "urn:consumo:problema:decision-en-conflicto" for body in refused)
    assert all(f"{winner} ya decidió" in body["detail"] for body in refused)
    for _, seen in server.ask_every_worker(f"/api/hallazgos/{about}"):
        assert seen["hallazgo"]["decision"]["quien"] == winner


def test_decisions_on_other_findings_wait_for_each_other(server):
    wanted = {usuario: about for usuario, about in open_findings(server).items() if usuario in {"3", "4", "5", "6"}}
    assert len(wanted) == 4
    before = server.ask("/api/decisiones")[1]["total"]
    answers = all_at_once(
        [lambda u=u, a=a: decide(server, a, f"Lector {u}", "corregir", kwh=100 + int(u)) for u, a in wanted.items()]
    )
    assert [status for status, _ in answers] == [200] * 4, answers
    assert len({body["version_datos"] for _, body in answers}) == 4
    listed = server.ask("/api/decisiones")[1]
    assert listed["total"] == before + 4
    assert [d["decision"] for d in listed["decisiones"]] == list(range(before + 4, 0, -1))
    for usuario in wanted:
        history = server.ask(f"/api/consumo-con-regresion?usuario={usuario}")[1]["historico"]
        assert history[-1]["kwh"] == 100 + int(usuario)


def test_an_import_and_decisions_at_once(server):
    """Neither loses what the other did: the import refuses at once, or both are in the end."""
    about = open_findings(server)["1"]
    answers = all_at_once([server.reload, lambda: decide(server, about, "Eva", "estimar", kwh=107)])
    (imported, body), (decided, said) = answers
    assert imported in {200, 409}, body
    assert decided == 200, said
    assert server.reload()[0] == 200
    for _, seen in server.ask_every_worker("/api/consumo-con-regresion?usuario=1"):
        assert seen["historico"][-1]["kwh"] == 107
