"""Phone to desktop, light and dark: nothing sticks out, nothing jumps, nothing is out of reach of a screen reader."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

AXE = Path(__file__).parents[2] / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"


def ready(page):
    page.get_by_role("slider").wait_for()
    page.get_by_role("rowheader", name="Total").wait_for()


@pytest.mark.parametrize("width", [360, 390, 820, 1100, 1440])
@pytest.mark.parametrize("query", ["", "?bateria=B1&idioma=en", "?usuario={usuario}"])
def test_nothing_is_wider_than_the_screen(new_page, address, api, width, query):
    page = new_page(width=width)
    first = api("/api/usuarios?limite=1")["usuarios"][0]
    page.goto(f"{address}/{query.replace('B1', first['bateria']).format(usuario=first['usuario'])}")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_phones_get_cards(new_page, address):
    page = new_page(width=390, height=844)
    page.goto(address)
    ready(page)
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "grid"
    expect(page.get_by_role("row").nth(1)).to_be_visible()


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_follows_the_system_theme_until_told_otherwise(new_page, address, scheme, dark):
    page = new_page(color_scheme=scheme)
    page.goto(address)
    ready(page)
    assert is_dark(page) is dark
    switch = page.get_by_role("button", name="Tema")
    switch.click()
    assert is_dark(page) is False
    switch.click()
    assert is_dark(page) is True
    page.reload()
    ready(page)
    assert is_dark(page) is True
    switch.click()
    assert is_dark(page) is dark


def is_dark(page):
    red = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    return int(red) < 100


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_loading(new_page, address, width):
    page = new_page(width=width)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { window.shift += e.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(address)
    ready(page)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.05


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (python tools/dashboard_tools.py)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("query", ["", "?bateria={bateria}&idioma=en", "?usuario={usuario}"])
def test_axe_finds_no_violation(new_page, address, api, scheme, width, query):
    first = api("/api/usuarios?limite=1")["usuarios"][0]
    page = new_page(width=width, color_scheme=scheme)
    page.goto(f"{address}/{query.format(**first)}")
    ready(page)
    page.locator("summary").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert violations == []
