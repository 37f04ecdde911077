"""The command line answers at once because it imports little: each call is looked at in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_projects" / "altura.toml"
HEAVY = frozenset({"alembic", "numpy", "pandas", "plotext", "scipy", "textual"})

_PROBE = """
import atexit, pathlib, runpy, sys
report, *sys.argv = sys.argv[1:]
atexit.register(lambda: pathlib.Path(report).write_text("\\n".join(sys.modules)))
runpy.run_module("cockpit", run_name="__main__", alter_sys=True)
"""
"""Runs the command line and, when it ends, writes down the modules that it imported."""


def imported(*arguments: str, folder: Path) -> frozenset[str]:
    """The packages that ``cockpit`` imports when it is called with ``arguments``, on a store in ``folder``."""
    report = folder / "modules"
    home = {"HOME": str(folder), "COCKPIT_DB": str(folder / "cockpit.db"), "COCKPIT_LANG": "en"}
    answer = subprocess.run(
        [sys.executable, "-c", _PROBE, str(report), "cockpit", *arguments],
        cwd=ROOT,
        env={**os.environ, **home},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return frozenset(name.partition(".")[0] for name in report.read_text().splitlines())


def test_the_probe_sees_what_a_command_imports(tmp_path: Path) -> None:
    assert {"cockpit", "typer"} <= imported("--help", folder=tmp_path)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["snapshot", "--help"], ["snapshot", "check", str(SAMPLE)]])
def test_what_needs_no_store_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert not imported(*arguments, folder=tmp_path) & HEAVY


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that holds the sample."""
    folder = tmp_path_factory.mktemp("store")
    assert not imported("snapshot", "import", str(SAMPLE), folder=folder) & HEAVY
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["project", "list"],
        ["project", "show", "--json"],
        ["snapshot", "export"],
        ["readiness", "--json"],
        ["readiness", "--explain"],
        ["log"],
        ["kpi", "list"],
        ["kpi", "import", "--help"],
    ],
)
def test_what_reads_a_store_imports_nothing_heavy(arguments: list[str], store: Path) -> None:
    assert not imported(*arguments, folder=store) & HEAVY


def test_what_writes_a_store_imports_nothing_heavy(tmp_path: Path) -> None:
    assert not imported("project", "new", "TEST", "A test", folder=tmp_path) & HEAVY


def test_what_paints_the_frame_imports_neither_entities_nor_a_store() -> None:
    probe = "import sys, cockpit.door; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(answer.stdout.split())
    assert "textual.app" in modules
    assert not {name.partition(".")[0] for name in modules} & {*HEAVY - {"textual"}, "pydantic", "sqlalchemy"}
    assert not {
        name
        for name in modules
        if name.startswith(("cockpit.store", "cockpit.exchange", "cockpit.feeds", "cockpit.domain.entity"))
    }
