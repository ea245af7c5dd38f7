"""Write the versions installed beside this Python to constraints.txt: names and versions, no hosts and no paths."""

from importlib.metadata import distributions
from pathlib import Path

NOT_PINNED = {"analisis-consumo", "pip", "setuptools", "wheel"}
HEADER = "# Versions that the suite was run with (Python 3.11 to 3.13). Renew with `make constraints`.\n"


def main() -> None:
    """Write the file at the root of the repository."""
    found = {d.metadata["Name"]: d.version for d in distributions()}
    lines = [
        f"{name}=={version}\n"
        for name, version in sorted(found.items(), key=lambda item: item[0].lower())
        if name.lower() not in NOT_PINNED
    ]
    (Path(__file__).resolve().parents[1] / "constraints.txt").write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
