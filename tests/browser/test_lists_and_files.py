"""The list of usuarios, of any length, and the files that tables and charts are saved to."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect


def first_column(page):
    return page.locator(".scroll .row .usuario")


def test_the_list_is_filtered_and_sorted_by_the_server_and_its_address_says_how(page, address, api):
    page.goto(f"{address}/usuarios")
    page.get_by_role("searchbox", name="Filtrar").fill("maria")
    wanted = api("/api/usuarios?q=maria&limite=1000")
    expect(page.get_by_role("status").get_by_text(re.compile(f"^{wanted['total']} usuario"))).to_be_visible()
    expect(page).to_have_url(re.compile("q=maria"))
    page.get_by_role("button", name="kWh", exact=True).click()
    by_kwh = api("/api/usuarios?q=maria&limite=1000&orden=-kwh")
    expect(first_column(page)).to_have_text([u["usuario"] for u in by_kwh["usuarios"]][:20])
    page.reload()
    expect(page.get_by_role("searchbox", name="Filtrar")).to_have_value("maria")
    expect(first_column(page).first).to_have_text(by_kwh["usuarios"][0]["usuario"])
    page.get_by_role("combobox", name="Batería").select_option(index=1)
    page.get_by_role("button", name="Quitar el filtro").click()
    expect(page.get_by_text(re.compile(r"^60 usuarios$"))).to_be_visible()


def test_only_the_rows_in_sight_are_in_the_document_and_the_last_is_a_key_away(page, address, api):
    page.goto(f"{address}/usuarios")
    expect(first_column(page).first).to_be_visible()
    assert first_column(page).count() < 40
    first_column(page).first.get_by_role("link").focus()
    page.keyboard.press("End")
    last = api("/api/usuarios?limite=1&posicion=59")["usuarios"][0]
    expect(page.get_by_role("link", name=last["usuario"], exact=True)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Usuario ")


def test_a_filter_without_a_match_says_so(page, address):
    page.goto(f"{address}/usuarios?q=zzz")
    expect(page.get_by_text("Ningún usuario cumple con el filtro.")).to_be_visible()


@pytest.fixture
def saved(page):
    """Save a file from the first menu of downloads; its bytes and its name."""

    def save(kind):
        page.locator("summary", has_text="Descargar").first.click()
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).first.click()
        return download.value.path().read_bytes(), download.value.suggested_filename

    return save


def test_every_usuario_that_matches_goes_into_the_workbook(page, address, api, saved):
    page.goto(f"{address}/usuarios?orden=-kwh")
    content, name = saved(".xlsx")
    assert name == "Usuarios.xlsx"
    titles, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    wanted = api("/api/usuarios?limite=1000&orden=-kwh")["usuarios"]
    assert titles[0] == "Usuario"
    assert [row[0] for row in rows] == [u["usuario"] for u in wanted]
    assert [row[titles.index("kWh")] for row in rows] == [u["kwh"] for u in wanted]


def test_the_csv_has_the_figures_of_the_chart_as_this_country_writes_them(page, api, saved):
    answer = api("/api/consumo-con-regresion")
    content, name = saved(".csv")
    assert name == "Consumo total.csv"
    titles, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert len(rows) == len(answer["historico"]) + len(answer["predicciones"])
    kwh = [float(row[titles.index("Consumo [kWh por ciclo]")].replace(",", ".")) for row in rows[:5]]
    assert kwh == pytest.approx([p["kwh"] for p in answer["historico"][:5]])
    assert rows[-1][titles.index("Consumo [kWh por ciclo]")] == ""


def test_the_chart_is_saved_as_vectors_and_as_a_picture(page, saved):
    svg, name = saved(".svg")
    assert name == "Consumo total.svg"
    text = svg.decode("utf-8")
    for part in ("Consumo total", "kWh por ciclo", "Pronóstico", "consumo · datos", "<path"):
        assert part in text
    assert "class=" not in text
    assert "var(--" not in text
    png, name = saved(".png")
    assert name == "Consumo total.png"
    assert png.startswith(b"\x89PNG")
    width = int.from_bytes(png[16:20])
    assert width > 1000, "twice the pixels of the page"


@pytest.mark.parametrize("path", ["", "usuario?id={usuario}", "usuarios"])
def test_every_page_prints_as_vectors_on_a4(page, address, api, path):
    usuario = api("/api/usuarios?limite=1")["usuarios"][0]["usuario"]
    page.goto(f"{address}/{path.format(usuario=usuario)}")
    page.locator("main .skeleton").first.wait_for(state="detached")
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert b"/Subtype /Image" not in pdf, "nothing of the page is printed as a picture"
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Secciones")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for heading in page.get_by_role("heading", level=2).all():
        expect(heading).to_be_visible()
    expect(page.locator("summary", has_text="Descargar").first).to_be_hidden()


def test_what_is_still_to_come_is_put_up_for_the_printer(page, address):
    page.set_viewport_size({"width": 1000, "height": 300})
    page.goto(f"{address}/balance")
    page.get_by_role("img", name="Pérdida").wait_for()
    page.pdf(format="A4")
    # At once, without a wait: after 3 s it would be there in any case.
    assert page.locator("section[aria-labelledby=ciclos] tbody tr").count() > 10
