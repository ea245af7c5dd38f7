"""What a first visit costs: code and styles, compressed as they travel."""

import pytest

BUDGET = 80 * 1024


@pytest.mark.parametrize("path", ["", "usuario?id={usuario}", "usuarios"])
def test_a_first_visit_transfers_little_code(new_page, address, api, path):
    usuario = api("/api/usuarios?limite=1")["usuarios"][0]["usuario"]
    page = new_page()
    sent = []

    def note(request):
        sent.append(request)

    page.on("requestfinished", note)
    page.goto(f"{address}/{path.format(usuario=usuario)}")
    page.locator("main .skeleton").first.wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    code = {r.url: r.sizes()["responseBodySize"] for r in sent if r.url.endswith((".js", ".css"))}
    assert len(code) > 3
    assert sum(code.values()) <= BUDGET, code


def test_what_is_seldom_wanted_is_not_loaded_with_the_page(new_page, address):
    page = new_page()
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(address)
    page.get_by_role("slider").wait_for()
    page.wait_for_load_state("networkidle")
    assert not [url for url in loaded if "xlsx" in url or "picture" in url or "Usuarios" in url]
