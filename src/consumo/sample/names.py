"""Invented names of people and places; no real person is meant."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["bateria_names", "person_names"]

_FIRST: Final = (
    "Ana", "Andrés", "Beatriz", "Camila", "Carlos", "Carmen", "Catalina", "Cecilia", "César", "Claudia", "Daniel",
    "Diego", "Elena", "Emilia", "Esteban", "Eva", "Felipe", "Fernanda", "Francisco", "Gabriela", "Gonzalo", "Hernán",
    "Inés", "Isabel", "Iván", "Javier", "Joaquín", "Jorge", "José", "Juana", "Julia", "Laura", "Lucía", "Luis",
    "Manuel", "Marcela", "María", "Marta", "Mateo", "Miguel", "Mónica", "Nicolás", "Olga", "Pablo", "Patricia",
    "Pedro", "Ramón", "Raúl", "Rosa", "Sofía", "Teresa", "Tomás", "Valentina", "Verónica", "Víctor", "Ximena",
)  # fmt: skip
_LAST: Final = (
    "Acosta", "Aguilar", "Álvarez", "Benítez", "Bravo", "Cáceres", "Castillo", "Castro", "Contreras", "Cruz",
    "Díaz", "Espinoza", "Fernández", "Flores", "Fuentes", "García", "Gómez", "González", "Gutiérrez", "Hernández",
    "Herrera", "Ibáñez", "Jiménez", "López", "Martínez", "Medina", "Mendoza", "Molina", "Morales", "Muñoz", "Núñez",
    "Ortiz", "Peña", "Pérez", "Quispe", "Ramírez", "Reyes", "Ríos", "Rivera", "Rodríguez", "Rojas", "Romero",
    "Sánchez", "Silva", "Soto", "Tapia", "Torres", "Valdés", "Vargas", "Vásquez", "Vega", "Zúñiga",
)  # fmt: skip
_PLACES: Final = (
    "Los Aromos", "El Molino", "La Ribera", "Las Acacias", "San Isidro", "El Mirador", "Los Ceibos", "La Esperanza",
    "Santa Rosa", "El Bosque", "Las Palmas", "Portón Norte", "La Laguna", "Los Naranjos", "El Carmen", "Villa Alegre",
)  # fmt: skip


def person_names(n: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """Draw a first name and two surnames for each of `n` usuarios, shape (n,)."""
    parts = (rng.choice(np.array(words), n) for words in (_FIRST, _LAST, _LAST))
    first, father, mother = parts
    joined = np.char.add(np.char.add(first, " "), np.char.add(np.char.add(father, " "), mother))
    return np.asarray(joined, dtype=np.str_)


def bateria_names(n: int) -> NDArray[np.str_]:
    """Return `n` distinct names of places: `Los Aromos` … `Villa Alegre`, `Los Aromos 2` …, shape (n,)."""
    rounds = (divmod(k, len(_PLACES)) for k in range(n))
    return np.array([_PLACES[place] + (f" {turn + 1}" if turn else "") for turn, place in rounds], dtype=np.str_)
