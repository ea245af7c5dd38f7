"""Everything can be done without a mouse."""

import re

from playwright.sync_api import expect


def options(page):
    return page.get_by_role("listbox").get_by_role("option")


def test_a_usuario_is_found_and_opened_by_keyboard(page, api):
    usuario = api("/api/usuarios?limite=1&orden=-kwh")["usuarios"][0]
    page.keyboard.press("/")
    search = page.get_by_role("combobox", name="Buscar un usuario")
    expect(search).to_be_focused()
    page.keyboard.type(usuario["usuario"])
    expect(options(page).first).to_be_visible()
    expect(page.get_by_role("listbox").get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Usuario ")
    expect(page).to_have_url(re.compile(r"/usuario\?id="))
    expect(options(page)).to_have_count(0)


def test_the_search_finds_names_without_accents_on_the_server(page, api):
    wanted = api("/api/usuarios?q=jose&limite=8")
    page.keyboard.press("Control+k")
    with page.expect_response(lambda r: "/api/usuarios?q=jose" in r.url):
        page.keyboard.type("jose")
    expect(options(page)).to_have_count(len(wanted["usuarios"]))


def test_a_search_without_a_match_says_so_and_escape_leaves(page):
    page.keyboard.press("/")
    page.keyboard.type("zzz nadie")
    expect(page.get_by_text("Ningún usuario coincide con «zzz nadie».")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Buscar un usuario")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Buscar un usuario")).not_to_be_focused()


def test_the_arrow_keys_read_the_chart_out(page, api):
    answer = api("/api/consumo-con-regresion")
    chart = page.get_by_role("slider")
    chart.focus()
    page.keyboard.press("End")
    expect(chart).to_have_attribute("aria-valuetext", re.compile(r"Pronóstico: .+Intervalo del 95"))
    expect(page.locator(".tooltip")).to_be_visible()
    page.keyboard.press("Home")
    expect(chart).to_have_attribute("aria-valuenow", "0")
    page.keyboard.press("ArrowRight")
    expect(chart).to_have_attribute("aria-valuenow", "1")
    page.keyboard.press("PageDown")
    expect(chart).to_have_attribute("aria-valuenow", str(min(13, len(answer["historico"]) - 1)))
    page.keyboard.press("Escape")
    expect(page.locator(".tooltip")).to_have_count(0)


def test_tab_reaches_the_content_first_and_every_bateria(page, api):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir al contenido")).to_be_focused()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert {b["nombre"] for b in api("/api/baterias")["baterias"]} <= reached


def test_what_has_the_focus_shows_it(page):
    page.locator("table.cards tbody a").nth(1).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement, '::after').outlineStyle")
    assert style == "solid"
