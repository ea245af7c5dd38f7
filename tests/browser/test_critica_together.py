"""Several findings decided at once, the rules and their thresholds, and the route sheet; on data of its own."""

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import expect
from tests.browser.serving import TOKEN, ask


def test_two_findings_are_accepted_together_and_taken_back_together(new_page, own):
    body = ask(own, "/api/hallazgos?limite=2")
    page = new_page()
    page.add_init_script(f"sessionStorage['consumo.token'] = '{TOKEN}'")
    page.goto(f"{own}/critica")
    ticks = page.locator("ol input[type=checkbox]")
    ticks.nth(0).check()
    ticks.nth(1).check()
    form = page.get_by_role("form", name=re.compile("2 hallazgos marcados"))
    form.get_by_role("button", name="Aceptar", exact=True).click()
    form.get_by_label("Quién decide").fill("Ana")
    form.get_by_role("button", name="Aceptar y publicar").click()
    done = page.get_by_role("status").filter(has_text="2 decisiones")
    expect(done).to_be_visible()
    expect(page.get_by_text(f"Abiertos {body['total'] - 2}")).to_be_visible()
    assert [d["motivo"] for d in ask(own, "/api/decisiones")["decisiones"]] == ["Consumo confirmado"] * 2
    done.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_text(f"Abiertos {body['total']}")).to_be_visible()
    assert ask(own, "/api/hallazgos?limite=2")["hallazgos"][0]["id"] == body["hallazgos"][0]["id"]


def test_a_threshold_is_tried_and_a_budget_kept_in_the_address(new_page, address, api):
    page = new_page()
    page.goto(f"{address}/critica?vista=reglas")
    rules = api("/api/reglas")["reglas"]
    expect(page.locator("table.cards tbody tr")).to_have_count(len(rules))
    page.get_by_role("link", name="Probar otros umbrales de consumo.alto").click()
    simulated = api("/api/simulacion?regla=consumo.alto&presupuesto=1")
    expect(page.locator("rect.whole, rect.naive")).to_have_count(len(simulated["valores"]))
    page.get_by_label("Hallazgos que se pueden revisar por ciclo").fill("1")
    page.get_by_label("Hallazgos que se pueden revisar por ciclo").press("Enter")
    expect(page).to_have_url(re.compile("regla=consumo.alto&presupuesto=1"))
    assert simulated["propuesto"] is not None
    expect(page.get_by_text("Para revisar hasta 1 por ciclo")).to_be_visible()


def test_the_route_sheet_is_a_workbook(new_page, address):
    page = new_page()
    page.goto(f"{address}/critica")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hoja de ruta").click()
    book = load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    assert book.active.max_row >= 1


def test_the_keys_are_listed(page):
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Teclas")
    expect(dialog.get_by_text("Buscar un usuario")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
