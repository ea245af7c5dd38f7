"""Photograph the dashboard with the sample data: `make screenshots`.

    python tools/screenshots.py                  docs/images/dashboard.png, as the README shows it
    python tools/screenshots.py --todas CARPETA  every page, width, theme and language, to be looked at
    python tools/screenshots.py --todas CARPETA --solo usuario --servidor http://127.0.0.1:8000

Needs Chromium (CONSUMO_CHROMIUM names it where it is not on the PATH) and the test extra.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

REPO = Path(__file__).parents[1]
sys.path.insert(0, str(REPO))  # the browser tests start the same server

from tests.browser.serving import ask, chromium, sample_server  # noqa: E402

README_IMAGE = REPO / "docs" / "images" / "dashboard.png"
WIDTHS = {390: 844, 820: 1180, 1440: 900}
LOOKS = (("light", "es"), ("dark", "en"))
"""Each theme and each language once: every page in half as many pictures."""


def main() -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--todas", type=Path, metavar="CARPETA", help="every page, width, theme and language")
    parser.add_argument("--solo", action="append", metavar="PAGINA", help="only this page; may be repeated")
    parser.add_argument("--servidor", metavar="URL", help="a server that runs already")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        url = options.servidor or stack.enter_context(
            sample_server(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        )
        browser = stack.enter_context(launched())
        if options.todas is None:
            README_IMAGE.parent.mkdir(parents=True, exist_ok=True)
            take(browser, url, README_IMAGE, width=1440, scheme="light", full_page=False)
            return 0
        options.todas.mkdir(parents=True, exist_ok=True)
        wanted = {name: address for name, address in pages(url).items() if not options.solo or name in options.solo}
        for (name, address), width, (scheme, language) in product(wanted.items(), WIDTHS, LOOKS):
            sign = "&" if "?" in address else "?"
            file = options.todas / f"{name}-{width}-{scheme}-{language}.png"
            take(browser, f"{url}/{address}{sign}idioma={language}", file, width=width, scheme=scheme)
    return 0


def pages(url: str) -> dict[str, str]:
    """Return the address of every page, with ids that the server has."""
    usuario = ask(url, "/api/usuarios?limite=1&orden=-kwh")["usuarios"][0]
    finding = ask(url, "/api/hallazgos?limite=1")["hallazgos"][0]["id"]
    who = urlencode({"id": usuario["usuario"]})
    return {
        "resumen": "",
        "bateria": f"bateria?{urlencode({'id': usuario['bateria']})}",
        "usuario": f"usuario?{who}",
        "usuario-dia": f"usuario?{who}&medida=dia&comparar=mediana",
        "usuarios": "usuarios",
        "critica": "critica",
        "critica-hallazgo": f"critica?hallazgo={finding}",
        "estimaciones": "critica?vista=estimaciones&estado=liquidada",
        "balance": "balance",
        "balance-bateria": f"balance?{urlencode({'bateria': usuario['bateria']})}",
        "pronostico": "pronostico",
        "pronostico-bateria": f"pronostico?{urlencode({'bateria': usuario['bateria'], 'horizonte': 6})}",
        "importar": "importar",
        "versiones": "importar?vista=versiones",
        "decisiones": "critica?vista=decisiones",
        "reglas": "critica?vista=reglas&regla=consumo.alto&presupuesto=1",
    }


@contextlib.contextmanager
def launched() -> Iterator[Any]:
    """Give a Chromium, closed at the end."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - --help works without it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


def take(browser: Any, address: str, file: Path, *, width: int, scheme: str, full_page: bool = True) -> None:
    """Photograph one address."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, locale="es-CL", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(250)
    page.screenshot(path=file, full_page=full_page)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
