"""The fingerprint of a profile is the same in every process: workers share ETags, a start judges nothing anew."""

import os
import subprocess
import sys

ASK = "from consumo.critica.profile import GENERAL; print(GENERAL.huella)"


def fingerprint(seed: str) -> str:
    """Return the fingerprint as a process of its own makes it, whose sets are ordered by `seed`."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_processes_agree():
    assert len({fingerprint(seed) for seed in ("0", "1", "2")}) == 1
