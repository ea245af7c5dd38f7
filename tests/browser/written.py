"""A sentence of the API as the page writes it to a reader in Chile (dashboard/src/format/prose.ts)."""


def as_shown(text):
    return text[:1].upper() + text[1:]
