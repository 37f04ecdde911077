"""An OpenSSH server of its own on the loopback: keys, configuration and port are thrown away with it."""

import getpass
import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

_PLACES = ":/usr/sbin:/usr/local/sbin:/sbin"
"""Where the server's program lies on most systems, which is in the PATH of few users."""

_TRIES, _PAUSE = 100, 0.05
_GRACE = 2.0

PROGRAM = re.compile(rb"\x1b\]7770;(\d+)\x07")
"""What the far end writes before the program starts: the process that becomes it."""


class NoServerError(Exception):
    """No OpenSSH server could be started; the message says why."""


def installed() -> bool:
    """Whether a server and a client are there."""
    return all(shutil.which(name, path=os.environ.get("PATH", os.defpath) + _PLACES) for name in ("sshd", "ssh", "ssh-keygen"))


class Server:
    """``sshd`` on a free port of 127.0.0.1, for whoever runs this, until the ``with`` block ends."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="bench-ssh-")
        self._home = Path(self._folder.name)
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Raises :class:`NoServerError`."""
        program = shutil.which("sshd", path=os.environ.get("PATH", os.defpath) + _PLACES)
        if program is None:
            raise NoServerError("no sshd is installed")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it leaves its privileges behind
        for key in ("host", "client"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self._home / key], check=True)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        settings = {
            "Port": self.port,
            "ListenAddress": "127.0.0.1",
            "HostKey": self._home / "host",
            "AuthorizedKeysFile": self._home / "client.pub",
            "PidFile": "none",
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
            "KbdInteractiveAuthentication": "no",
            "PermitRootLogin": "prohibit-password",
            "PrintMotd": "no",
            "PrintLastLog": "no",
            "UseDNS": "no",
            "LogLevel": "ERROR",
        }
        configuration = self._home / "config"
        configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()), encoding="utf-8")
        with (self._home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [program, "-D", "-e", "-f", configuration], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        for _ in range(_TRIES):
            try:
                socket.create_connection(("127.0.0.1", self.port), _PAUSE).close()
            except OSError:
                time.sleep(_PAUSE)
            else:
                return self
        said = (self._home / "log").read_text(encoding="utf-8", errors="replace").strip()
        self.__exit__(None, None, None)
        raise NoServerError(f"sshd does not answer; it says: {said}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._folder.cleanup()

    def command(
        self, port: int, command: Sequence[str], environment: Mapping[str, str], *, compressed: bool = False
    ) -> list[str]:
        """What runs ``command`` in ``environment`` and in this folder at the far end of a connection to ``port``.

        The environment also tells that it is an SSH session.  The first thing that comes back is :data:`PROGRAM`.
        """
        settings = shlex.join(f"{name}={value}" for name, value in environment.items())
        far = (
            f"cd {shlex.quote(os.getcwd())} && printf '\\033]7770;%s\\007' $$ && exec env -i "
            f'SSH_CONNECTION="$SSH_CONNECTION" SSH_TTY="$SSH_TTY" {settings} {shlex.join(command)}'
        )
        options = {
            "IdentitiesOnly": "yes",
            "LogLevel": "ERROR",
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "Compression": "yes" if compressed else "no",
        }
        chosen = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        client = ["ssh", "-tt", "-F", "/dev/null", "-i", str(self._home / "client"), "-p", str(port), *chosen]
        return [*client, f"{getpass.getuser()}@127.0.0.1", far]
