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


def test_a_ciclo_under_way_is_one_point_with_what_was_measured_and_what_is_projected(new_page, address, api):
    usuario = api("/api/usuarios?limite=1&orden=-kwh")["usuarios"][0]["usuario"]
    answer = api(f"/api/consumo-con-regresion?usuario={usuario}")
    last, ciclos = answer["historico"][-1], len(answer["historico"]) + len(answer["predicciones"])
    begun = {"desde": last["desde"], "ciclo": last["ciclo"], "dias": 10, "kwh": 100.0, "kwh_dia": 10.0}
    answer["historico"][-1] = {**last, **begun}
    medido = {"kwh": 100.0, "dias": 10, "usuarios": 1}
    whole = {k: last[k] for k in ("ciclo", "desde", "hasta", "dias")}
    bands = {"80": [280.0, 320.0], "95": [260.0, 340.0]}
    answer["predicciones"].insert(0, {**whole, "kwh": 300.0, "intervalos": bands, "medido": medido})
    page = new_page()
    page.route("**/api/consumo-con-regresion**", lambda route: route.fulfill(json=answer))
    page.goto(f"{address}/usuario?id={usuario}")
    expect(page.locator(".chartpanel .sentence").first).to_contain_text("lleva 100 kWh en 10 días")
    expect(page.locator(".chartpanel .sentence").first).to_contain_text(
        "Se proyectan 300 kWh para el ciclo entero (entre 280 y 320"
    )
    expect(page.locator(".figures")).to_contain_text("van 100 en 10 días; 280 a 320 (80")
    expect(page.locator("path.measured")).to_have_count(1)
    page.get_by_text("Ver los datos en una tabla").click()
    table = page.get_by_role("region", name=re.compile("^Tabla"))
    expect(table.locator("tbody tr")).to_have_count(ciclos)
    expect(table.get_by_role("columnheader", name="Medido del ciclo en curso [kWh por ciclo]")).to_be_visible()
