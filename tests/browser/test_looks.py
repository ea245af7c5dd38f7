"""Phone to desktop, light and dark: nothing sticks out, nothing jumps."""

import pytest
from playwright.sync_api import expect
from tests.browser.pages import every_page, ready


@every_page
def test_nothing_is_wider_than_the_screen(new_page, address, somebody, path):
    page = new_page(width=360)
    page.goto(f"{address}/{path.format(**somebody)}")
    ready(page)
    for width in (360, 390, 820, 1100, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(50)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (width, wider) == (width, 0)


def test_phones_get_cards(new_page, address):
    page = new_page(width=390, height=844)
    page.goto(address)
    ready(page)
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "flex"
    expect(page.get_by_role("row").nth(1)).to_be_visible()


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_follows_the_system_theme_until_told_otherwise(new_page, address, scheme, dark):
    page = new_page(color_scheme=scheme)
    page.goto(address)
    ready(page)
    assert is_dark(page) is dark
    switch = page.get_by_label("Tema")
    for chosen, wanted in (("light", False), ("dark", True)):
        switch.select_option(chosen)
        assert is_dark(page) is wanted
        page.reload()
        ready(page)
        assert is_dark(page) is wanted
    switch.select_option("auto")
    assert is_dark(page) is dark


def test_high_contrast_is_black_and_white(new_page, address):
    page = new_page(color_scheme="dark")
    page.goto(address)
    ready(page)
    page.get_by_label("Tema").select_option("contrast")
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.get_by_label("Tema").input_value() == "contrast"


def test_a_system_that_asks_for_contrast_gets_it(new_page, address):
    page = new_page(color_scheme="light", contrast="more")
    page.goto(address)
    ready(page)
    assert page.get_by_label("Tema").input_value() == "contrast"


def is_dark(page):
    red = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    return int(red) < 100


@pytest.mark.parametrize("width", [390, 1280])
@every_page
def test_nothing_jumps_while_loading(new_page, address, somebody, width, path):
    page = new_page(width=width)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { window.shift += e.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(f"{address}/{path.format(**somebody)}")
    ready(page)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.05
