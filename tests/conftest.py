"""Fixtures that several folders of tests share."""

import hypothesis
import pytest
from flask.testing import FlaskClient
from tests.builders import forecast_of, random_panel
from tests.fakes import FakeDataset, FakeServices

from consumo.api import create_app
from consumo.domain.hallazgo import Hallazgo

# A busy machine must not fail a property: time is a matter for benchmarks/, never for a test.
hypothesis.settings.register_profile("consumo", deadline=None)
hypothesis.settings.load_profile("consumo")


@pytest.fixture
def services() -> FakeServices:
    """60 usuarios in 3 baterias over 36 ciclos, one finding, the forecast ready."""
    panel = random_panel(60)
    finding = Hallazgo(codigo="lectura.faltante", usuario="000004", bateria="B1", ciclo=panel.ciclos[-1])
    return FakeServices(FakeDataset(panel, hallazgos=(finding,), forecast=forecast_of(panel)))


@pytest.fixture
def client(services: FakeServices) -> FlaskClient:
    """A client of an app over `services`."""
    return create_app(backend=services.backend()).test_client()
