"""What is installed from a wheel, away from the sources, is the whole program: it opens its sample and speaks French."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.terminal import Size, Terminal

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installed:
    """The program in an environment of its own, with a home of its own."""

    scripts: Path
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a user's login sets, and nothing of this process."""
        home = str(self.home)
        return {"HOME": home, "TMPDIR": home, "PATH": os.defpath, "TERM": "xterm-256color", "LANG": "C.UTF-8"}

    def run(self, *command: str) -> str:
        """What a command of the environment writes to stdout."""
        return _run([str(self.scripts / command[0]), *command[1:]], self.home, self.environment)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources."""
    folder = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)], folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, installed.  What it depends on is borrowed from the environment of this process, to be quick."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment, home = folder / "environment", folder / "home"
    home.mkdir()
    venv.create(environment, symlinks=True)
    python = environment / "bin" / "python"
    packages = _run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], home).strip()
    # A folder that a .pth file names comes after the packages of the environment itself, and its own .pth files, such as
    # that of an editable installation of the sources, are not read.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(packages) / "borrowed.pth").write_text("\n".join(borrowed))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    _run([*pip, "--disable-pip-version-check", str(wheel)], home)
    return Installed(python.parent, home)


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_what_the_program_reads_beside_its_code(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    read = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.tcss", "migrations/**/*.py", "py.typed")
        for path in (ROOT / "cockpit").rglob(pattern)
    }
    assert read <= held
    assert {Path(name).suffix for name in read} == {".tcss", ".py", ".typed"}
    assert {
        "cockpit/locale/fr/LC_MESSAGES/cockpit.mo",
        "cockpit/sample_projects/altura.toml",
        "cockpit/sample_projects/bedside.toml",
    } <= held
    assert not [name for name in held if not name.startswith(("cockpit/", "cockpit-"))], "nothing else goes into site-packages"


def test_the_program_that_runs_is_the_one_installed(installed: Installed) -> None:
    place = installed.run("python", "-c", "import cockpit; print(cockpit.__file__)")
    assert Path(place.strip()).is_relative_to(installed.scripts.parent)


def test_it_tells_the_version_of_the_wheel(installed: Installed, wheel: Path) -> None:
    version = wheel.name.split("-")[1]
    assert installed.run("cockpit", "--version") == f"cockpit {version}\n"


def test_it_speaks_french(installed: Installed) -> None:
    english, french = installed.run("cockpit", "--help"), installed.run("cockpit", "--lang", "fr", "--help")
    assert "project" in english
    assert "projet" in french
    assert not re.search(r"\b(the|and|Show)\b", french)


@pytest.mark.parametrize(("language", "friday"), [("en", "Fri "), ("fr", "ven. ")])
def test_it_opens_its_sample(installed: Installed, language: str, friday: str) -> None:
    session = ["sh", "-c", 'cd; "$0" "$@"; echo "Ended with $?."', str(installed.scripts / "cockpit"), "--lang", language, "demo"]
    with Terminal(session, installed.environment, Size(columns=100, lines=30)) as terminal:
        terminal.text("Altura")
        terminal.text(friday)  # the day of the gate: what the sample itself says is French in both
        terminal.send("q")
        terminal.text("Ended with 0.")
    assert not list(installed.home.rglob("*.db")), "a sample leaves nothing behind"


def test_it_knows_every_sample(installed: Installed) -> None:
    told = installed.run("python", "-c", "from cockpit.exchange.samples import sample_names; print(*sample_names())")
    assert told.split() == ["altura", "bedside"]
