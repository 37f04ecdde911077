"""A program in a terminal at the far end of a line: through an OpenSSH server on the loopback, or in a pty where there is none."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench import ssh
from bench.ground import Ground
from bench.slow_link import LOOPBACK, Link, SlowLink
from bench.terminal import Size, Terminal

SIZE = Size(80, 24)


class Line:
    """A program in a terminal, and the way to it."""

    def __init__(self, terminal: Terminal, link: SlowLink | None) -> None:
        self.terminal = terminal
        self._link = link
        self._at_first = 0

    def began(self) -> None:
        """Count from now on."""
        self._at_first = self._carried

    @property
    def bytes(self) -> int:
        """Bytes that have come down since the program began."""
        return self._carried - self._at_first

    @property
    def _carried(self) -> int:
        if self._link is not None:
            return self._link.carried.down
        return sum(len(piece.output) for piece in self.terminal.arrivals)

    def cost(self, key: str) -> int:
        """Bytes that come down after ``key``."""
        before = self.bytes
        self.terminal.press(key)
        return self.bytes - before


@dataclass(frozen=True)
class Place:
    """Where the program runs: behind ``server``, or in a pty where it is None."""

    ground: Ground
    server: ssh.Server | None
    compressed: bool = False

    @contextmanager
    def line(self, command: Sequence[str], link: Link = LOOPBACK) -> Iterator[Line]:
        """Start ``command`` at the far end of a link; a pty knows no slow one."""
        if self.server is None:
            surroundings = {**self.ground.environment, "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
            with Terminal(command, surroundings, SIZE) as terminal:
                yield Line(terminal, None)
            return
        with SlowLink(self.server.port, link) as slow:
            client = self.server.command(slow.port, command, self.ground.environment, compressed=self.compressed)
            with Terminal(client, {**self.ground.environment, "TERM": "xterm-256color"}, SIZE) as terminal:
                line = Line(terminal, slow)
                terminal.program_is(_program(terminal))
                line.began()
                yield line


def _program(terminal: Terminal) -> int:
    """The process that the far end has become."""

    def said() -> bytes:
        return b"".join(piece.output for piece in terminal.arrivals)

    terminal.until(lambda _screen: ssh.PROGRAM.search(said()) is not None, "the far end")
    found = ssh.PROGRAM.search(said())
    assert found
    return int(found[1])
