"""The queue of findings: a decision by keyboard, its undo, and its place in the record; on data of its own."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.serving import TOKEN, ask
from tests.browser.written import as_shown


@pytest.fixture
def queue(new_page, own):
    page = new_page(expected="status of 40")
    page.goto(f"{own}/critica")
    page.locator("#hallazgo").wait_for()
    return page


def test_the_queue_is_the_servers_and_the_first_finding_is_open(queue, own):
    body = ask(own, "/api/hallazgos?estado=abierto")
    expect(queue.locator("ol [data-id]")).to_have_count(len(body["hallazgos"]))
    first = body["hallazgos"][0]
    expect(queue.locator("#hallazgo")).to_have_text(as_shown(first["mensaje"]))
    expect(queue.get_by_text(as_shown(first["sugerencia"]))).to_be_visible()
    expect(queue.get_by_role("button", name=f"Abiertos {body['total']}")).to_be_visible()


def test_the_keys_go_through_the_queue_and_the_address_follows(queue, own):
    body = ask(own, "/api/hallazgos?estado=abierto")["hallazgos"]
    queue.keyboard.press("j")
    expect(queue.locator("#hallazgo")).to_have_text(as_shown(body[1]["mensaje"]))
    expect(queue).to_have_url(re.compile(f"hallazgo={body[1]['id']}"))
    queue.reload()
    expect(queue.locator("#hallazgo")).to_have_text(as_shown(body[1]["mensaje"]))
    queue.keyboard.press("k")
    expect(queue.locator("#hallazgo")).to_have_text(as_shown(body[0]["mensaje"]))


def test_the_filters_are_in_the_address(queue, own):
    ciclo = ask(own, "/api/hallazgos?limite=1")["hallazgos"][0]["ciclo"]
    wanted = ask(own, f"/api/hallazgos?ciclo={ciclo}&estado=abierto")
    queue.get_by_role("combobox", name="Ciclo").select_option(ciclo)
    expect(queue).to_have_url(re.compile(f"ciclo={ciclo}"))
    expect(queue.locator("ol [data-id]")).to_have_count(len(wanted["hallazgos"]))
    queue.get_by_title("Solo los de este código").click()
    expect(queue).to_have_url(re.compile("codigo="))
    queue.get_by_role("button", name=re.compile("^Quitar: ")).click()
    expect(queue).not_to_have_url(re.compile("codigo="))


def test_a_correction_is_published_kept_beside_the_raw_value_and_undone(queue, own):
    before = ask(own, "/api/hallazgos?estado=abierto")
    finding = next(h for h in before["hallazgos"] if h["historia"] and h["historia"][-1]["kwh"] is not None)
    raw = finding["historia"][-1]["kwh"]
    queue.goto(f"{own}/critica?hallazgo={finding['id']}")
    queue.locator("#hallazgo").wait_for()
    queue.keyboard.press("c")
    form = queue.locator("form", has_text="Motivo")
    if form.get_by_label("Otro valor").count():
        form.get_by_label("Otro valor").check()
    form.get_by_label("Consumo [kWh]").fill("1.234")
    form.get_by_label("Quién decide").fill("Ana Muñoz")
    queue.keyboard.press("Enter")
    expect(form.get_by_text("sin separador de miles")).to_be_visible()  # 1.234 could be either
    form.get_by_label("Consumo [kWh]").fill("55,5")
    queue.keyboard.press("Enter")
    dialog = queue.get_by_role("dialog")  # writing needs the token
    dialog.get_by_label("Token").fill(TOKEN)
    queue.keyboard.press("Enter")
    expect(queue.get_by_role("status").get_by_text("Decisión 1: Corregir.")).to_be_visible()
    left = ask(own, "/api/hallazgos?estado=abierto")["total"]
    expect(queue.get_by_role("button", name=f"Abiertos {left}")).to_be_visible()

    now = ask(own, f"/api/hallazgos/{finding['id']}")["hallazgo"]
    assert (now["estado"], now["historia"][-1]["kwh"], now["historia"][-1]["kwh_crudo"]) == ("decidido", 55.5, raw)
    assert now["decision"]["quien"] == "Ana Muñoz"
    assert TOKEN not in queue.url

    queue.get_by_label("Vistas").get_by_role("link", name="Decisiones").click()
    expect(queue.get_by_role("row").nth(1)).to_contain_text("Ana Muñoz")
    expect(queue.get_by_role("row").nth(1)).to_contain_text("Vigente")
    queue.go_back()
    queue.locator("#hallazgo").wait_for()
    queue.goto(f"{own}/critica?vista=decisiones")
    queue.get_by_role("button", name="Deshacer").click()
    expect(queue.get_by_text("Decisión 1 deshecha.")).to_be_visible()
    after = ask(own, f"/api/hallazgos/{finding['id']}")["hallazgo"]
    assert (after["estado"], after["historia"][-1]["kwh"]) == ("abierto", raw)


def test_one_key_and_enter_accept_and_u_takes_it_back(queue, own):
    before = ask(own, "/api/hallazgos?estado=abierto")["total"]
    queue.evaluate("token => { sessionStorage['consumo.token'] = token; localStorage['consumo.quien'] = 'Ana' }", TOKEN)
    queue.reload()
    queue.locator("#hallazgo").wait_for()
    queue.keyboard.press("a")
    expect(queue.get_by_label("Motivo")).to_be_focused()
    queue.keyboard.press("Enter")
    expect(queue.get_by_role("button", name=f"Abiertos {before - 1}")).to_be_visible()
    queue.keyboard.press("u")
    expect(queue.get_by_role("button", name=f"Abiertos {before}")).to_be_visible()
