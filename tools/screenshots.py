"""Photograph the dashboard with the sample data: `make screenshots`.

    python tools/screenshots.py                  docs/images/dashboard.png, as the README shows it
    python tools/screenshots.py --todas CARPETA  every width, theme and language, to be looked at

Needs Chromium (CONSUMO_CHROMIUM names it where it is not on the PATH) and the test extra.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

REPO = Path(__file__).parents[1]
sys.path.insert(0, str(REPO))  # the browser tests start the same server

from tests.browser.serving import chromium, sample_server  # noqa: E402

README_IMAGE = REPO / "docs" / "images" / "dashboard.png"
WIDTHS = {390: 844, 820: 1180, 1440: 900}
SCHEMES = ("light", "dark")
LANGUAGES = ("es", "en")


def main() -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--todas", type=Path, metavar="CARPETA", help="every width, theme and language into a folder")
    folder = parser.parse_args().todas
    with tempfile.TemporaryDirectory() as work, sample_server(Path(work)) as url, launched() as browser:
        if folder is None:
            README_IMAGE.parent.mkdir(parents=True, exist_ok=True)
            take(browser, url, README_IMAGE, width=1440, scheme="light", full_page=False)
            return 0
        folder.mkdir(parents=True, exist_ok=True)
        for width, scheme, language in product(WIDTHS, SCHEMES, LANGUAGES):
            address = f"{url}/?idioma={language}"
            take(browser, address, folder / f"{width}-{scheme}-{language}.png", width=width, scheme=scheme)
    return 0


@contextmanager
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
    page.get_by_role("slider").wait_for()
    page.get_by_role("rowheader", name="Total").wait_for()
    page.screenshot(path=file, full_page=full_page)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
