"""Write dashboard/openapi.json, from which `npm run types` generates the dashboard's types.

python tools/write_openapi.py           write it
python tools/write_openapi.py --check   exit 1 if the file is not what the API says today
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from consumo.api import create_app
from consumo.api.backend import Backend
from consumo.services.imports.desk import ImportDesk
from consumo.services.settings import Settings

OPENAPI_JSON = Path(__file__).parents[1] / "dashboard" / "openapi.json"


def openapi_text() -> str:
    """Return the OpenAPI document of the API as indented JSON; needs no data."""
    calls = ("current", "reload", "decide", "undo", "prepare", "token", "versions", "compare", "restore")
    nothing: dict[str, Any] = dict.fromkeys(calls, _never)
    app = create_app(backend=Backend(**nothing, imports=ImportDesk(Settings())))
    document = app.test_client().get("/openapi.json").get_json()
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write or check the file; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare")
    text = openapi_text()
    if not parser.parse_args().check:
        OPENAPI_JSON.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if OPENAPI_JSON.is_file() and OPENAPI_JSON.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{OPENAPI_JSON} is stale: run python tools/write_openapi.py, then npm run types in dashboard/\n")
    return 1


def _never(*_: Any) -> NoReturn:
    raise AssertionError("the document asks for no data")


if __name__ == "__main__":
    sys.exit(main())
