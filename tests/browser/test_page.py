"""What the page shows is what the API answers, and its address says what it shows."""

import re

from playwright.sync_api import expect
from tests.browser.written import as_shown


def spanish(kwh):
    """As es-CL writes a whole number of kWh."""
    return f"{round(kwh):,}".replace(",", ".")


def heading(page):
    return page.locator("#consumo")


def title(page):
    return page.get_by_role("heading", level=1)


def test_shows_the_baterias_of_the_api(page, api):
    body = api("/api/baterias")
    rows = page.locator("table.cards").locator("tbody tr, tfoot tr")
    expect(rows).to_have_count(len(body["baterias"]) + 1)
    for row, figures in zip(rows.all(), [*body["baterias"], body["total"]], strict=True):
        expect(row.get_by_role("rowheader")).to_contain_text(figures["nombre"])
        expect(row.get_by_role("cell").first).to_have_text(spanish(figures["kwh"]))
        expect(row.get_by_role("cell").last).to_have_text(str(figures["hallazgos"]))


def test_names_the_ciclo_and_its_total(page, api):
    total = api("/api/baterias")["total"]
    assert re.match(r"[a-z]+ de 20\d\d$", page.get_by_role("heading", level=1).inner_text().lower())
    expect(page.locator(".figures")).to_contain_text(spanish(total["kwh"]))
    expect(page.locator(".figures")).to_contain_text(f"{total['lecturas']} de {total['usuarios']}")


def test_draws_history_trend_and_forecast_of_the_total(page, api):
    answer = api("/api/consumo-con-regresion")
    chart = page.get_by_role("slider")
    assert int(chart.get_attribute("aria-valuemax")) == len(answer["historico"]) + len(answer["predicciones"]) - 1
    for line in ("history", "trend", "forecast"):
        assert len(page.locator(f"path.line.{line}").get_attribute("d")) > 20, line
    expect(page.locator("path.band")).to_have_count(2)
    expect(page.locator(".chartpanel .sentence")).to_contain_text(spanish(answer["historico"][-1]["kwh"]))
    expect(page.locator(".chartpanel .sentence")).to_contain_text(spanish(answer["predicciones"][0]["kwh"]))


def test_a_bateria_is_chosen_shown_and_kept_by_reload_and_history(page, api):
    name = api("/api/baterias")["baterias"][1]["bateria"]
    page.get_by_role("link", name=name, exact=True).click()
    expect(title(page)).to_have_text(f"Batería {name}")
    expect(page).to_have_url(re.compile(r"/bateria\?id="))
    expect(page).to_have_title(f"Batería {name} · consumo")
    expect(page.get_by_role("heading", name=f"Usuarios de {name}")).to_be_visible()
    page.reload()
    expect(title(page)).to_have_text(f"Batería {name}")
    page.go_back()
    expect(heading(page)).to_have_text("Consumo total")
    page.go_forward()
    expect(title(page)).to_have_text(f"Batería {name}")


def test_a_link_to_a_usuario_in_english_per_day_opens_just_that(new_page, address, api):
    usuario = api("/api/usuarios?limite=1")["usuarios"][0]
    page = new_page()
    page.goto(f"{address}/usuario?id={usuario['usuario']}&medida=dia&comparar=anio&idioma=en")
    expect(title(page)).to_have_text(f"Usuario {usuario['usuario']}")
    expect(page.get_by_role("button", name="kWh per day")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Compare with")).to_have_value("anio")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name=f"Batería {usuario['bateria']}")).to_be_visible()


def test_an_address_of_the_first_edition_still_opens_what_it_named(new_page, address, api):
    usuario = api("/api/usuarios?limite=1")["usuarios"][0]["usuario"]
    page = new_page()
    page.goto(f"{address}/?usuario={usuario}&medida=dia")
    expect(title(page)).to_have_text(f"Usuario {usuario}")
    expect(page).to_have_url(f"{address}/usuario?id={usuario}&medida=dia")


def test_an_earlier_ciclo_is_shown_and_kept_in_the_address(page, api):
    ciclo = api("/api/ciclos")["ciclos"][-2]
    page.get_by_role("link", name="Ciclo anterior").click()
    expect(page).to_have_url(re.compile(f"ciclo={ciclo['ciclo']}"))
    expect(page.locator(".figures")).to_contain_text(spanish(ciclo["kwh"]))
    page.get_by_role("link", name="Ciclo siguiente").click()
    expect(page).not_to_have_url(re.compile("ciclo="))


def test_the_baterias_are_sorted_by_a_click_on_a_heading(page, api):
    figures = api("/api/baterias")["baterias"]
    page.get_by_role("button", name="kWh", exact=True).click()
    rows = page.locator("table.cards tbody tr")
    by_kwh = sorted(figures, key=lambda b: -b["kwh"])
    expect(rows.get_by_role("rowheader")).to_contain_text([b["nombre"] for b in by_kwh])
    expect(page.get_by_role("columnheader", name="kWh", exact=True)).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile("orden=-kwh"))
    page.reload()
    expect(rows.get_by_role("rowheader")).to_contain_text([b["nombre"] for b in by_kwh])


def test_a_usuario_is_set_beside_its_bateria(page, address, api):
    usuario = api("/api/usuarios?limite=1&orden=-kwh")["usuarios"][0]
    ficha = api(f"/api/ficha?usuario={usuario['usuario']}")
    page.goto(f"{address}/usuario?id={usuario['usuario']}&medida=dia")
    expect(page.locator("path.reference")).to_have_count(0)
    page.get_by_label("Comparar con").select_option("mediana")
    expect(page.locator("path.reference")).to_have_count(1)
    median = ficha["mediana_bateria"][-1]["kwh_dia"]
    shown = page.locator(".figures").get_by_text("Mediana de la batería").locator("..").inner_text()
    assert f"{median:.1f}".replace(".", ",")[:3] in shown
    chart = page.get_by_role("slider")
    chart.focus()
    expect(chart).to_have_attribute("aria-valuetext", re.compile("Mediana de la batería: "))


def test_what_happened_to_the_meter_is_marked_on_the_chart(page, address, api):
    found = api("/api/hallazgos?codigo=lectura.vuelta_de_medidor")["hallazgos"][0]
    page.goto(f"{address}/usuario?id={found['usuario']}")
    expect(page.locator("path.event")).to_have_count(1)
    expect(page.locator("[data-legend]").first).to_contain_text("Medidor: vuelta o cambio")
    ciclos = [p["ciclo"] for p in api(f"/api/consumo-con-regresion?usuario={found['usuario']}")["historico"]]
    chart = page.get_by_role("slider")
    chart.focus()
    page.keyboard.press("Home")
    for _ in range(ciclos.index(found["ciclo"])):
        page.keyboard.press("ArrowRight")
    expect(chart).to_have_attribute("aria-valuetext", re.compile("Vuelta de medidor"))
    page.get_by_role("link", name=as_shown(found["mensaje"])).click()
    expect(page.locator("#hallazgo")).to_have_text(as_shown(found["mensaje"]))


def test_the_table_says_what_the_chart_draws(page, api):
    answer = api("/api/consumo-con-regresion")
    page.get_by_text("Ver los datos en una tabla").click()
    rows = page.locator("details .scroll tbody tr")
    expect(rows).to_have_count(len(answer["historico"]) + len(answer["predicciones"]))
    expect(rows.last).to_contain_text(spanish(answer["historico"][0]["kwh"]))
    expect(rows.first).to_contain_text(spanish(answer["predicciones"][-1]["kwh"]))


def test_the_whole_page_changes_language_and_keeps_it_in_the_address(page):
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"idioma=en"))
    expect(heading(page)).to_have_text("Total consumption")
    expect(page.locator(".chartpanel .sentence")).to_contain_text("kWh per day")
    text = page.locator("body").inner_text()
    assert not re.search(r"\b(Consumo|Pronóstico|Tendencia|Hallazgos|ciclo anterior|Medidores)\b", text), text
    page.reload()
    expect(heading(page)).to_have_text("Total consumption")
