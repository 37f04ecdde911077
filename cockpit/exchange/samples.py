"""The sample projects that come with the program."""

from pathlib import Path

import cockpit
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.validation import echo
from cockpit.exchange.shifting import shifted
from cockpit.exchange.snapshot import Snapshot, read_file

__all__ = ["load", "sample_names", "sample_path", "shifted"]

_FOLDER = "sample_projects"


def sample_names() -> tuple[str, ...]:
    """The names of the samples, in order."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


def sample_path(name: str) -> Path:
    """The file of a sample, named in any case; :class:`~cockpit.domain.problem.Refused` with the names where it is none."""
    names = sample_names()
    if name.lower() not in names:
        raise refuse(message(N_("There is no sample “{name}”; there are {names}"), name=echo(name), names=names))
    return _folder() / f"{name.lower()}.toml"


def load(name: str) -> Snapshot:
    """A sample as it was written, its dates unmoved."""
    return read_file(sample_path(name))


def _folder() -> Path:
    """Inside the package where it is installed, beside it in a checkout."""
    package = Path(cockpit.__file__).parent
    installed = package / _FOLDER
    return installed if installed.is_dir() else package.parent / _FOLDER
