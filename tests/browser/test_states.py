"""No data, no token, no server, an unknown id, a forecast on its way, a new version: each says what to do."""

import json
import re

import pytest
from playwright.sync_api import expect
from tests.browser.serving import server

SERVER = re.compile(r"/(api/|health)")
PROBLEM = {"content_type": "application/problem+json"}


def problem(status, detail):
    body = {"type": "urn:x", "title": "x", "status": status, "detail": detail}
    return {"status": status, "body": json.dumps(body), **PROBLEM}


@pytest.fixture(scope="module")
def empty_address(tmp_path_factory):
    with server(tmp_path_factory.mktemp("vacio") / "datos") as url:
        yield url


def test_without_data_it_says_how_to_import(new_page, empty_address):
    page = new_page(expected="503")
    page.goto(empty_address)
    expect(page.get_by_role("heading", name="Todavía no hay datos")).to_be_visible()
    expect(page.get_by_text("consumo importar lecturas.xlsx")).to_be_visible()


def test_an_unknown_usuario_is_said_where_the_chart_would_be(new_page, address):
    page = new_page(expected="404")
    page.goto(f"{address}/usuario?id=no-existe")
    expect(page.get_by_role("alert")).to_contain_text("no-existe")
    page.get_by_label("Dónde está").get_by_role("link", name="Resumen").click()
    expect(page.get_by_role("slider")).to_be_visible()


@pytest.mark.parametrize(("path", "where"), [("usuario", "Usuarios"), ("bateria", "Resumen")])
def test_an_address_that_does_not_say_which_one_says_where_to_find_it(new_page, address, path, where):
    page = new_page()
    page.goto(f"{address}/{path}")
    expect(page.get_by_role("alert")).to_contain_text("La dirección no dice")
    expect(page.locator(".figures, .chartpanel")).to_have_count(0)
    page.get_by_role("alert").get_by_role("link", name=where).click()
    expect(page.locator("table, [role=table]").first).to_be_visible()


def test_a_server_that_reads_with_token_only_gets_it_in_a_header(new_page, address):
    page = new_page(expected="status of 40")

    def guard(route):
        sent = route.request.headers.get("authorization")
        if sent is None:
            route.fulfill(**problem(401, "Falta el token."))
        elif sent != "Bearer bueno":
            route.fulfill(**problem(403, "El token no es."))
        else:
            route.continue_()

    page.route("**/api/**", guard)
    page.goto(address)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Token").fill("malo")
    dialog.get_by_role("button", name="Entrar").click()
    expect(dialog.get_by_role("alert")).to_have_text("Ese token no es el de este servidor.")
    dialog.get_by_label("Token").fill("bueno")
    page.keyboard.press("Enter")
    expect(page.get_by_role("slider")).to_be_visible()
    assert "bueno" not in page.url
    assert page.evaluate("[sessionStorage.getItem('consumo.token'), localStorage.getItem('consumo.token')]") == [
        "bueno",
        None,
    ]


def test_who_has_no_token_now_is_told_what_is_missing_and_can_enter_it_later(new_page, address):
    page = new_page(expected="status of 401")
    page.route("**/api/**", lambda route: route.fulfill(**problem(401, "Falta el token.")))
    page.goto(address)
    page.get_by_role("dialog").get_by_role("button", name="Ahora no").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("alert").first).to_contain_text("Falta el token.")
    page.get_by_role("button", name="Reintentar").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_server_that_is_gone_is_said_and_can_be_tried_again(new_page, address):
    page = new_page(expected="ERR_FAILED")
    page.route(SERVER, lambda route: route.abort())
    page.goto(address)
    expect(page.get_by_role("alert").first).to_contain_text("No se pudo hablar con el servidor")
    with page.expect_request("**/api/ciclos"):
        page.get_by_role("button", name="Reintentar").first.click()
    page.unroute(SERVER)
    # By itself, as soon as the server is back: the page looks every five seconds.
    expect(page.get_by_role("slider")).to_be_visible(timeout=20_000)


def test_a_server_that_goes_away_leaves_on_screen_what_came_and_says_that_it_is_old(new_page, address):
    page = new_page(expected="ERR_FAILED")
    page.goto(address)
    expect(page.get_by_role("slider")).to_be_visible()
    page.route(SERVER, lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Sin conexión con el servidor.")).to_be_visible()
    expect(page.get_by_role("slider")).to_be_visible()
    page.unroute(SERVER)
    page.get_by_role("button", name="Reintentar").click()
    expect(page.get_by_text("Sin conexión con el servidor.")).to_have_count(0)


def test_without_server_a_page_that_never_came_does_not_claim_to_show_anything(new_page, address):
    page = new_page(expected="ERR_FAILED")
    page.goto(address)
    shown = page.get_by_text("Lo que ve es lo último que llegó.")
    expect(page.get_by_role("slider")).to_be_visible()
    page.route(SERVER, lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(shown).to_be_visible()
    page.get_by_role("link", name="Pronóstico").click()
    expect(page.get_by_role("alert").get_by_role("button", name="Reintentar")).to_be_visible()
    expect(page.get_by_text("Sin conexión con el servidor.")).to_be_visible()
    expect(shown).to_have_count(0)


def test_a_forecast_in_preparation_shows_by_itself_when_it_is_ready(new_page, address, api):
    answer = api("/api/consumo-con-regresion")
    waiting = {**answer, "predicciones": [], "modelo": {**answer["modelo"], "estado": "en_preparacion"}}
    page = new_page()
    page.route("**/api/consumo-con-regresion**", lambda route: route.fulfill(json=waiting))
    page.goto(address)
    expect(page.get_by_text("Pronóstico en preparación")).to_be_visible()
    expect(page.locator("path.band")).to_have_count(0)
    page.unroute("**/api/consumo-con-regresion**")
    expect(page.locator("path.band")).to_have_count(2)


def test_a_forecast_shows_how_far_it_is_or_why_it_failed(new_page, address, api):
    answer = api("/api/pronosticos?detalle=baterias")
    nothing = {**answer, "ciclos": [], "suma": [], "filas": [], "total": 0}
    page, told = new_page(), {"estado": "en_preparacion", "avance": 0.4}
    page.route(
        "**/api/pronosticos?**", lambda route: route.fulfill(json={**nothing, "modelo": {**answer["modelo"], **told}})
    )
    page.goto(f"{address}/pronostico")
    expect(page.get_by_role("progressbar", name="Avance del pronóstico")).to_have_attribute("value", "0.4")
    told.update(estado="fallido", avance=None, motivo="Corrija el calendario.")
    expect(page.get_by_text("El pronóstico no se pudo hacer. Corrija el calendario.")).to_be_visible(timeout=10_000)
    page.unroute("**/api/pronosticos?**")
    expect(page.get_by_role("table").first).to_be_visible(timeout=10_000)


def test_a_new_version_is_noticed_and_shown_when_asked_for(new_page, address, api):
    page = new_page()
    newer = {**api("/health"), "version_datos": "otra"}
    page.route("**/health", lambda route: route.fulfill(json=newer))
    page.goto(address)
    expect(page.get_by_text("Hay datos nuevos.")).to_be_visible()
    page.unroute("**/health")
    with page.expect_response(re.compile("/api/baterias")):
        page.get_by_role("button", name="Mostrarlos").click()
    expect(page.get_by_text("Hay datos nuevos.")).to_have_count(0)
