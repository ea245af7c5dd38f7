"""Balance, why it varied, and the forecast: what the API says, and files of it."""

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import expect
from tests.browser.written import as_shown


def spanish(kwh):
    return f"{round(kwh):,}".replace(",", ".")


def test_the_balance_says_what_was_delivered_measured_and_lost(page, address, api):
    body = api("/api/balance")
    page.goto(f"{address}/balance")
    expect(page.get_by_text(as_shown(body["texto"]))).to_be_visible()
    expect(page.locator("rect.loss")).to_have_count(sum(c["perdida"] is not None for c in body["ciclos"]))
    latest = body["ciclos"][-1]
    row = page.locator("section", has_text="Balance por ciclo").get_by_role("row").nth(1)
    for key in ("entregado_kwh", "medido_kwh", "perdida_kwh"):
        expect(row).to_contain_text(spanish(latest[key]))
    name = api("/api/baterias")["baterias"][0]["bateria"]
    page.get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_url(re.compile(r"/balance\?bateria="))
    expect(page.get_by_text(as_shown(api(f"/api/balance?bateria={name.replace(' ', '%20')}")["texto"]))).to_be_visible()


def test_the_parts_of_a_variation_lead_from_one_ciclo_to_the_other(page, address, api):
    usuario = api("/api/usuarios?limite=1&orden=-kwh")["usuarios"][0]["usuario"]
    body = api(f"/api/variacion?usuario={usuario}")
    page.goto(f"{address}/usuario?id={usuario}")
    panel = page.locator("section", has=page.get_by_role("heading", name="Por qué varió"))
    expect(panel.get_by_text(as_shown(body["texto"]))).to_be_visible()
    expect(panel.locator("rect")).to_have_count(2 + sum(p["kwh"] != 0 for p in body["partes"]))
    year_before = api("/api/ciclos")["ciclos"][-13]["ciclo"]
    panel.get_by_role("combobox", name="Contra").select_option(year_before)
    expect(page).to_have_url(re.compile(f"contra={year_before}"))
    against = api(f"/api/variacion?usuario={usuario}&contra={year_before}")
    expect(panel.get_by_text(as_shown(against["texto"]))).to_be_visible()


def test_the_forecast_is_shown_by_bateria_with_its_interval_and_its_error(page, address, api):
    body = api("/api/pronosticos?detalle=baterias&horizonte=3&niveles=80")
    page.goto(f"{address}/pronostico")
    table = page.locator("table.cards").first
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(len(body["filas"]))  # `all` does not wait for the answer
    for row, fila in zip(rows.all(), body["filas"], strict=True):
        expect(row).to_contain_text(fila["nombre"])
        expect(row).to_contain_text(spanish(fila["kwh"][0]))
        expect(row).to_contain_text(spanish(fila["intervalos"]["80"]["inferior"][0]))
    expect(table.locator("tfoot")).to_contain_text(spanish(body["suma"][0]["kwh"]))
    past = api("/api/pronosticos/desempeno")
    expect(page.locator("rect.model")).to_have_count(sum(c["wape"] is not None for c in past["ciclos"]))
    page.get_by_role("button", name="6", exact=True).click()
    expect(table.locator("thead th")).to_have_count(7)
    expect(page).to_have_url(re.compile("horizonte=6"))
    page.get_by_role("link", name=body["filas"][0]["nombre"], exact=True).click()
    expect(page.get_by_role("heading", name=f"Usuarios de {body['filas'][0]['nombre']}")).to_be_visible()


def test_the_forecast_of_every_usuario_comes_as_the_servers_workbook(page, address, api):
    page.goto(f"{address}/pronostico")
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel (.xlsx)", exact=True).click()
    assert download.value.suggested_filename == "Pronóstico.xlsx"
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes()), read_only=True).worksheets[0]
    text = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {u["usuario"] for u in api("/api/usuarios?limite=1000")["usuarios"]} <= text
