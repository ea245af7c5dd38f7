"""Who may call what."""

import pytest
from tests.fakes import TOKEN

from consumo.api import create_app
from consumo.api.auth import is_loopback

READS = [
    "/api/ciclos",
    "/api/baterias",
    "/api/usuarios",
    "/api/consumo-con-regresion",
    "/api/hallazgos",
    "/api/decisiones",
    "/api/nada",
]
WRITES = ["/reload-excel", "/api/hallazgos/x/decision", "/api/decisiones/1/deshacer"]
OPEN = ["/health", "/openapi.json", "/docs", "/"]


@pytest.fixture
def guarded(services):
    return create_app(backend=services.backend(lectura="nadie")).test_client()


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer  ", f"Basic {TOKEN}", TOKEN], ids=repr)
@pytest.mark.parametrize("path", WRITES)
def test_writing_without_a_token(client, path, header):
    response = client.post(path, headers={"Authorization": header} if header is not None else {})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="consumo"'
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("token", ["otro", TOKEN + "x", TOKEN[:-1], "ñ"])
@pytest.mark.parametrize("path", WRITES)
def test_writing_with_a_wrong_token(client, path, token):
    response = client.post(path, headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "path", ["/reload-excel/", "//reload-excel", "/./reload-excel", "/Reload-Excel", "/reload%2Dexcel"]
)
def test_no_other_spelling_of_the_path_writes(client, services, path):
    services.reload = AssertionError("reached without a token")
    assert client.post(path).status_code in {308, 401, 404, 405}


def test_writing_with_the_token(client, services):
    response = client.post("/reload-excel", headers={"Authorization": f"bearer {TOKEN}"})
    assert response.status_code == 200
    assert response.get_json()["version_datos"] == "v-2"
    assert services.prepared == ["v-2"], "the forecast of the new version is set going"


@pytest.mark.parametrize("path", READS)
def test_reading_asks_for_the_token_where_the_server_is_open_to_others(guarded, path):
    assert guarded.get(path).status_code == 401
    assert guarded.get(path, headers={"Authorization": "Bearer otro"}).status_code == 403
    assert guarded.get(path, headers={"Authorization": f"Bearer {TOKEN}"}).status_code in {200, 404}


@pytest.mark.parametrize("path", OPEN)
def test_what_holds_no_reading_is_always_open(guarded, path):
    with guarded.get(path) as response:
        assert response.status_code == 200


@pytest.mark.parametrize("path", READS[:-1])
def test_reading_on_the_loopback_asks_for_nothing(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("lectura", "caller", "status"),
    [
        ("local", "127.0.0.1", 200),
        ("local", "::1", 200),
        ("local", "192.168.1.7", 401),
        ("todos", "192.168.1.7", 200),
        ("nadie", "127.0.0.1", 401),
    ],
)
def test_who_may_read_without_the_token(services, lectura, caller, status):
    client = create_app(backend=services.backend(lectura=lectura)).test_client()
    assert client.get("/api/ciclos", environ_overrides={"REMOTE_ADDR": caller}).status_code == status


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("::1", True), ("[::1]", True),
        ("::ffff:127.0.0.1", True), ("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("", False),
        ("midominio.cl", False), ("localhost.evil.example", False), ("::ffff:10.0.0.1", False),
    ],
)  # fmt: skip
def test_is_loopback(host, expected):
    assert is_loopback(host) is expected


def test_cors_is_closed_unless_configured(client, services):
    asked = {"Origin": "https://tablero.example"}
    assert "Access-Control-Allow-Origin" not in client.get("/api/ciclos", headers=asked).headers
    open_to = create_app(backend=services.backend(cors_origenes=("https://tablero.example",))).test_client()
    assert open_to.get("/api/ciclos", headers=asked).headers["Access-Control-Allow-Origin"] == asked["Origin"]
    other = open_to.get("/api/ciclos", headers={"Origin": "https://otro.example"})
    assert "Access-Control-Allow-Origin" not in other.headers


def test_cors_preflight_needs_no_token(services):
    client = create_app(
        backend=services.backend(lectura="nadie", cors_origenes=("https://tablero.example",))
    ).test_client()
    response = client.options(
        "/api/ciclos",
        headers={
            "Origin": "https://tablero.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "Authorization",
        },
    )
    assert response.status_code == 200
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", [*READS, *OPEN])
def test_security_headers(client, path):
    with client.get(path) as response:
        headers = response.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
