"""The pages of the dashboard that are looked at one by one."""

import pytest

PAGES = {
    "resumen": "",
    "bateria": "bateria?id={bateria}&idioma=en",
    "usuario": "usuario?id={usuario}&medida=dia&comparar=mediana",
    "usuarios": "usuarios?q=a",
    "critica": "critica",
    "estimaciones": "critica?vista=estimaciones&estado=liquidada",
    "balance": "balance",
    "importar": "importar",
    "versiones": "importar?vista=versiones",
    "pronostico": "pronostico?horizonte=12&idioma=en",
    "decisiones": "critica?vista=decisiones&idioma=en",
    "reglas": "critica?vista=reglas&regla=consumo.alto&presupuesto=1",
}
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


def ready(page):
    page.locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.locator("main .skeleton").first.wait_for(state="detached")
