"""`consumo critica reglas`: the rules in force, their parameters and how right they were."""

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(context: typer.Context, *, datos: Datos = None) -> None:
    """Muestra las reglas vigentes, sus parámetros y cuántas veces acertaron.

    Y las normas detrás del perfil, con lo que un abogado debe confirmar de cada una.
    """
    from consumo.cli.tables import print_rows
    from consumo.services.dataset import open_dataset
    from consumo.services.queries.reglas import list_rules

    terminal = terminal_of(context)
    body = list_rules(open_dataset(settings_from(datos=datos)))
    profile = body["perfil"]
    terminal.say(
        f"Perfil {profile['nombre']}: {profile['titulo']}", f"Profile {profile['nombre']}: {profile['titulo']}"
    )
    headers = ("codigo", "activa", "severidad", "hallazgos", "ciertas", "falsas", "precision", "parametros")
    print_rows(
        terminal,
        headers,
        [
            [
                rule["codigo"],
                rule["activa"],
                rule["severidad"],
                rule["hallazgos"],
                rule["decisiones"]["ciertas"],
                rule["decisiones"]["falsas"],
                "" if rule["decisiones"]["precision"] is None else f"{rule['decisiones']['precision']:.2f}",
                ", ".join(f"{name} = {value}" for name, value in rule["parametros"].items()),
            ]
            for rule in body["reglas"]
        ],
    )
    for cita in profile["citas"]:
        terminal.out.print(f"\n{cita['norma']}\n  {cita['dice']}")
        terminal.say(f"  Leído en: {cita['leido_en']}", f"  Read in: {cita['leido_en']}")
        terminal.say(f"  Por confirmar: {cita['confirmar']}", f"  To be confirmed: {cita['confirmar']}")
