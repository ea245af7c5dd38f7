"""Nothing is out of reach of a screen reader: axe-core on every page, in every theme."""

from pathlib import Path

import pytest
from tests.browser.pages import every_page, ready

AXE = Path(__file__).parents[2] / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (python tools/dashboard_tools.py)")
@every_page
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_violation(new_page, address, somebody, width, path):
    page = new_page(width=width)
    page.goto(f"{address}/{path.format(**somebody)}")
    ready(page)
    for closed in page.locator("main summary:visible").all():
        closed.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for theme in ("light", "dark", "contrast"):
        page.get_by_label("Tema" if "idioma=en" not in path else "Theme").select_option(theme)
        violations = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
        assert (theme, violations) == (theme, [])
