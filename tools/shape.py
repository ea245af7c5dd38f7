"""Print how large files and functions are, and fail where a public thing is not documented.

The sizes are for orientation: what is over one is named, so that a person can judge.

Usage: python tools/shape.py [FOLDER]      (default: src/consumo)
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FILE_LINES = 300
FUNCTION_LINES = 50
ROOT = Path(__file__).resolve().parents[1]
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Function:
    """A function's place, its code lines (without docstring, comments and blank lines) and its arguments."""

    place: str
    lines: int
    arguments: int


def code_lines(node: ast.AST, source: list[str]) -> int:
    """Count the lines of `node` that hold code."""
    first, last = node.lineno, node.end_lineno
    documented: set[int] = set()
    for inner in ast.walk(node):
        if isinstance(inner, Definition) and ast.get_docstring(inner) is not None:
            documented |= set(range(inner.body[0].lineno, inner.body[0].end_lineno + 1))
    lines = ((k, source[k - 1].strip()) for k in range(first, last + 1))
    return sum(bool(text) and not text.startswith("#") and k not in documented for k, text in lines)


def definitions(tree: ast.AST, prefix: str = "", *, hidden: bool = False) -> Iterator[tuple[str, Definition, bool]]:
    """Yield (dotted name, node, is public) of every class and function, methods and inner functions included."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, Definition):
            if not isinstance(node, ast.expr):
                yield from definitions(node, prefix, hidden=hidden)
            continue
        name = f"{prefix}{node.name}"
        private = hidden or node.name.startswith("_")
        yield name, node, not private
        # What is defined inside a function is nobody else's business.
        yield from definitions(node, f"{name}.", hidden=private or not isinstance(node, ast.ClassDef))


def count_arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the arguments that a caller may give."""
    spec = node.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def percentile(values: list[int], share: float) -> int:
    """Return the value below which `share` of `values` lie."""
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def measure(folder: Path) -> tuple[dict[str, int], list[Function], list[str]]:
    """Return lines by file, the functions, and the public things without a docstring."""
    files: dict[str, int] = {}
    functions: list[Function] = []
    undocumented: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        source, tree = text.splitlines(), ast.parse(text)
        name = path.relative_to(folder).as_posix()
        files[name] = len(source)
        if source and ast.get_docstring(tree) is None:
            undocumented.append(name)
        for dotted, node, public in definitions(tree):
            if public and ast.get_docstring(node) is None:
                undocumented.append(f"{name}:{node.lineno} {dotted}")
            if not isinstance(node, ast.ClassDef):
                functions.append(Function(f"{name}:{dotted}", code_lines(node, source), count_arguments(node)))
    return files, functions, undocumented


def main() -> int:
    """Print the figures; 1 if something public is undocumented."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src" / "consumo"
    files, functions, undocumented = measure(folder)
    lines, sizes = list(files.values()), [f.lines for f in functions]
    print(
        f"{len(files)} files, {sum(lines)} lines: median {median(lines):.0f}, p95 {percentile(lines, 0.95)}, "
        f"longest {max(lines)}"
    )
    print(
        f"{len(functions)} functions, code lines: median {median(sizes):.0f}, p95 {percentile(sizes, 0.95)}, "
        f"longest {max(sizes)}; most arguments {max(f.arguments for f in functions)}"
    )
    for name, count in files.items():
        if count > FILE_LINES:
            print(f"  over {FILE_LINES} lines: {name} ({count})")
    for function in functions:
        if function.lines > FUNCTION_LINES:
            print(f"  over {FUNCTION_LINES} code lines: {function.place} ({function.lines})")
    for place in undocumented:
        print(f"no docstring: {place}", file=sys.stderr)
    return bool(undocumented)


if __name__ == "__main__":
    sys.exit(main())
