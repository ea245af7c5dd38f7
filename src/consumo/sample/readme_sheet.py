"""The sheet `Leeme`: what the sample workbook holds and how to fill in one's own."""

from consumo.sample.world import World

__all__ = ["readme_lines"]


def readme_lines(world: World) -> list[str]:
    """Return the lines of the sheet, in Spanish, with a line in English at the end."""
    return [
        "Libro de ejemplo de consumo: datos inventados, ninguna persona es real.",
        f"{len(world.usuarios)} usuarios, {len(world.baterias)} baterías, {len(world.ciclos)} ciclos "
        f"({world.ciclos[0]} a {world.ciclos[-1]}).",
        "",
        "Hoja Lecturas: una fila por usuario y ciclo. Para usarla de plantilla, borre las filas y escriba las suyas.",
        "  usuario, nombre, bateria, medidor: quién, en qué batería y con qué medidor.",
        "  ciclo: período de facturación, por ejemplo 2025-09.",
        "  fecha_anterior, fecha_actual: días en que se leyó. El consumo va de la primera (incluida) a la segunda.",
        "  lectura_anterior, lectura_actual: lo que muestra el medidor. Vacía si no se pudo leer: no ponga 0.",
        "  factor: factor de multiplicación del medidor (1 si no tiene transformadores).",
        "  consumo_kwh: consumo declarado; puede quedar vacío, se calcula: (actual - anterior) x factor.",
        "  tipo_lectura: real o estimada.   digitos: cifras del medidor, para reconocer la vuelta a cero.",
        "  Cambio de medidor: dos filas del mismo usuario y ciclo, una por medidor.",
        "",
        "Hoja Totalizadores (opcional): lecturas del medidor que alimenta cada batería, para calcular la pérdida.",
        "",
        "English: sample data, all invented. One row per usuario (customer) and ciclo (billing cycle); "
        "sheet Totalizadores holds the master meter of each bateria (bank of meters).",
    ]
