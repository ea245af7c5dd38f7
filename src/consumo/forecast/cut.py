"""A Panel as it was: its first ciclos only, for forecasts of what is already known."""

from consumo.domain.panel import Panel

__all__ = ["first_ciclos"]


def first_ciclos(panel: Panel, n_ciclos: int) -> Panel:
    """Return the panel with its first `n_ciclos` ciclos and all of its usuarios."""
    return Panel.from_matrix(
        usuarios=panel.usuarios,
        baterias=panel.baterias[panel.bateria_of],
        desde=panel.desde[:n_ciclos],
        hasta=panel.hasta[:n_ciclos],
        ciclos=panel.ciclos[:n_ciclos],
        kwh=panel.kwh[:, :n_ciclos],
        dias=panel.dias[:, :n_ciclos],
        calidad=panel.calidad[:, :n_ciclos],
    )
