"""`python forked_reading.py FILE LIMITS SIGNAL THREADS`: read a file as the command does, with a copy of this process.

Prints JSON: whether it was a copy, its code of findings, the kWh, and what has become of the process.
"""

import json
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from consumo.services import reader_ahead


def main() -> None:
    path, changed, number, threads = Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    held = threading.Event()
    for _ in range(threads):
        threading.Thread(target=held.wait, daemon=True).start()

    reader_ahead.start_ahead()
    # Only now: before, they would import NumPy, and its threads forbid the copy.
    from consumo.domain.errors import WorkbookError  # noqa: PLC0415 - see above
    from consumo.importing import isolated_start  # noqa: PLC0415 - see above
    from consumo.importing.isolated_fork import Forked  # noqa: PLC0415 - see above
    from consumo.importing.isolated_limits import limits_for  # noqa: PLC0415 - see above
    from consumo.importing.isolated_process import run_task  # noqa: PLC0415 - see above
    from consumo.importing.isolated_result import load_result  # noqa: PLC0415 - see above

    process = isolated_start._ahead[0].process
    said = {"copia": isinstance(process, Forked), "kwh": None, "codigo": None}
    if number:
        pid = process._pid if isinstance(process, Forked) else process.pid
        threading.Thread(target=_kill, args=(pid, number), daemon=True).start()
    request = {"rutas": [str(path)], "hoja": None, "mapeos": []}
    try:
        limits = replace(limits_for([path]), **changed)
        with run_task("leer", request, limits=limits, archivo=path.name) as folder:
            said["kwh"] = load_result(folder).lecturas["kwh"].tolist()
    except WorkbookError as error:
        said["codigo"] = error.hallazgos[0].codigo
    sys.stdout.write(json.dumps({**said, "acabado": process.returncode is not None}))


def _kill(pid: int, number: int) -> None:
    time.sleep(1)  # until it waits for the pipe
    os.kill(pid, number)


if __name__ == "__main__":
    main()
