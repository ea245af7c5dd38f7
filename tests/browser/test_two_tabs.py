"""Two tabs on a server with two workers while a new version is published: each is told, none mixes two versions."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect
from tests.browser.serving import TOKEN, server


def write(book, kwh, baterias=2):
    """Write a tidy workbook in which everyone used `kwh` in every ciclo."""
    rows = [
        f"{b}{u},Bat {b},2025-{m:02d}-01,2025-{m + 1:02d}-01,{kwh}"
        for b in "AB"[:baterias]
        for u in range(5)
        for m in range(1, 7)
    ]
    book.write_text("\n".join(["usuario,bateria,desde,hasta,kwh", *rows]) + "\n", encoding="utf-8")


@pytest.fixture
def served(tmp_path):
    """A server, and the workbook that it reads."""
    book = tmp_path / "lecturas.csv"
    write(book, 100)
    with server(tmp_path / "datos", CONSUMO_EXCEL=str(book), CONSUMO_TOKEN=TOKEN) as url:
        reload(url)
        yield url, book


def reload(url):
    request = urllib.request.Request(f"{url}/reload-excel", method="POST", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def total(page):
    return page.locator("table.cards tfoot td").first


def whole(page):
    """Wait until the page has all its answers, the part below the first screen too.

    An answer that comes after a publication is of the new version: the page is then filled anew without being asked.
    """
    expect(total(page)).to_have_text("1.000")
    expect(page.locator(".chartpanel .sentence")).to_be_visible(timeout=20_000)
    expect(page.locator("section[aria-labelledby=porque] .sentence")).to_be_visible(timeout=20_000)


def look(page):
    """What happens when a person comes back to a tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_both_tabs_are_told_of_the_new_version_and_show_it_whole(served, new_page):
    url, book = served
    first, second = new_page(), new_page()
    for page in (first, second):
        page.goto(url)
        whole(page)
    write(book, 200)
    reload(url)
    for page in (first, second):
        look(page)
        expect(page.get_by_text("Hay datos nuevos.")).to_be_visible()
        expect(total(page)).to_have_text("1.000")  # until the person says so
    first.get_by_role("button", name="Mostrarlos").click()
    expect(total(first)).to_have_text("2.000")
    expect(first.locator(".figures")).to_contain_text("2.000")
    expect(first.locator(".chartpanel .sentence")).to_contain_text("2.000 kWh")
    expect(first.get_by_text("Hay datos nuevos.")).to_have_count(0)
    # Whoever goes on working instead gets the new version with the next page, all of it.
    second.get_by_role("link", name="Bat A", exact=True).click()
    expect(second.locator(".figures")).to_contain_text(re.compile(r"1\.000\s*kWh"))
    expect(second.get_by_text("Hay datos nuevos.")).to_have_count(0)
    second.go_back()
    expect(total(second)).to_have_text("2.000")


def test_a_page_that_is_filled_across_a_publication_is_filled_anew(served, new_page):
    url, book = served
    page = new_page()

    def publish_in_between(route):
        write(book, 300)
        reload(url)
        route.continue_()

    page.route("**/api/consumo-con-regresion**", publish_in_between, times=1)
    page.goto(url)
    # The answer waits for the publication, whose reading is a process of its own that takes a moment to start.
    expect(page.locator(".chartpanel .sentence")).to_contain_text("3.000 kWh", timeout=60_000)
    expect(total(page)).to_have_text("3.000")
    expect(page.locator(".figures")).to_contain_text("3.000")
