"""A sentence of the API as the page writes it in Spanish (dashboard/src/format/prose.ts)."""

import re

MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
    *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def as_shown(text):
    """Return `text` with the names of its ciclos and the minus of print."""

    def name(found):
        year, month = found[2].split("-")
        return f"{found[1]}{'de ' if found[1] else ''}{MONTHS[int(month) - 1]} de {year}"

    named = re.sub(r"(?<![\w./-])(ciclo |)(\d{4}-\d\d)(?![\w./-])", name, text.strip())
    return (named[:1].upper() + named[1:]).replace(" -", " −").replace("(-", "(−")
