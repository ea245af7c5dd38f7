import pytest
from pydantic import ValidationError

from consumo.api.parameter_errors import describe
from consumo.api.resources.consumo_con_regresion.schemas import ConsumoQuery
from consumo.api.resources.hallazgos.schemas import HallazgosQuery
from consumo.api.resources.usuarios.schemas import UsuariosQuery


@pytest.mark.parametrize(
    ("model", "given", "es", "en"),
    [
        (UsuariosQuery, {"limite": "0"}, "un valor de 1 o más", "a value of 1 or more"),
        (UsuariosQuery, {"limite": "1001"}, "un valor de 1000 o menos", "a value of 1000 or less"),
        (UsuariosQuery, {"limite": "diez"}, "un número entero", "an integer"),
        (UsuariosQuery, {"bateria": ""}, "un texto no vacío", "a text that is not empty"),
        (UsuariosQuery, {"q": "x" * 201}, "un texto de hasta 200 caracteres", "a text of up to 200 characters"),
        (UsuariosQuery, {"nada": "1"}, "ningún parámetro de ese nombre", "no parameter of that name"),
        (ConsumoQuery, {"grado": "6"}, "uno de 'auto'", "one of 'auto'"),
        (HallazgosQuery, {"estado": "x"}, "'abierto', 'decidido' o 'releer'", "'decidido' or 'releer'"),
        (ConsumoQuery, {"niveles": "a"}, "un texto de la forma", "a text of the form"),
    ],
    ids=lambda v: str(v)[:30],
)
def test_says_what_was_expected_in_both_languages(model, given, es, en):
    with pytest.raises(ValidationError) as caught:
        model.model_validate(given)
    (error,) = caught.value.errors()
    complaint = describe(error)
    ((name, _),) = given.items()
    assert f"«{name}»" in complaint.es
    assert es in complaint.es
    assert f"'{name}'" in complaint.en
    assert en in complaint.en


def test_an_unforeseen_complaint_is_passed_on():
    complaint = describe({"type": "novedad", "loc": (), "msg": "Something new", "input": None})
    assert complaint.en == "Parameter 'cuerpo': expected Something new."
