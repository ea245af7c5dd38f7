"""ETag and 304."""

import dataclasses

import pytest

from consumo.domain.errors import NoDataError

READS = ["/api/ciclos", "/api/baterias", "/api/usuarios?q=jose", "/api/consumo-con-regresion?usuario=000003"]


@pytest.mark.parametrize("url", READS)
def test_what_the_client_has_is_not_sent_again(client, url):
    first = client.get(url)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    for header in (tag, f"W/{tag}", f'"otro", {tag}'):
        again = client.get(url, headers={"If-None-Match": header})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
    assert client.get(url, headers={"If-None-Match": '"otro"'}).status_code == 200


@pytest.mark.parametrize("url", READS)
def test_a_new_version_is_sent(client, services, url):
    old = client.get(url)
    services.dataset = dataclasses.replace(services.dataset, version_datos="v-2")
    new = client.get(url, headers={"If-None-Match": old.headers["ETag"]})
    assert new.status_code == 200
    assert new.get_json()["version_datos"] == "v-2"


def test_a_forecast_that_became_ready_is_sent(client, services):
    ready = services.dataset
    services.dataset = dataclasses.replace(ready, forecast=None)
    waiting = client.get(READS[-1])
    assert waiting.get_json()["predicciones"] == []
    assert services.prepared == ["v-1"]
    services.dataset = ready
    after = client.get(READS[-1], headers={"If-None-Match": waiting.headers["ETag"]})
    assert after.status_code == 200
    assert after.get_json()["predicciones"]


def test_languages_have_their_own(client):
    tags = {client.get(READS[0], headers={"Accept-Language": a}).headers["ETag"] for a in ("es", "en", "es-CL")}
    assert len(tags) == 2


@pytest.mark.parametrize("state", ["ok", "sin_datos"])
def test_health_is_never_cached(client, services, state):
    if state == "sin_datos":
        services.dataset = NoDataError()
    response = client.get("/health")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert response.get_json()["estado"] == state
