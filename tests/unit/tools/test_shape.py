"""`tools/shape.py` finds what has no docstring and counts code, not comments."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def shape() -> ModuleType:
    spec = spec_from_file_location("shape", ROOT / "tools" / "shape.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ('"""M."""\ndef f():\n    """D."""\n', []),
        ('"""M."""\ndef f():\n    return 1\n', ["m.py:2 f"]),
        ('"""M."""\ndef _f():\n    return 1\n', []),
        ('"""M."""\nclass C:\n    """D."""\n    def f(self):\n        return 1\n', ["m.py:4 C.f"]),
        ('"""M."""\ndef f():\n    """D."""\n    def g():\n        return 1\n    return g\n', []),
        ("x = 1\n", ["m.py"]),
    ],
    ids=["documented", "function", "private", "method", "inner", "module"],
)
def test_public_things_without_docstring_are_named(
    shape: ModuleType, tmp_path: Path, source: str, missing: list[str]
) -> None:
    (tmp_path / "m.py").write_text(source)
    assert shape.measure(tmp_path)[2] == missing


def test_code_lines_leave_out_docstring_comments_and_blanks(shape: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text(
        '"""M."""\ndef f(a, *, b):\n    """D.\n\n    More.\n    """\n\n    # why\n    return a\n'
    )
    (function,) = shape.measure(tmp_path)[1]
    assert (function.lines, function.arguments) == (2, 2)
