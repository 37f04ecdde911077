"""A slow link on the loopback: a TCP proxy that delays both directions, caps their rate and counts what they carry.

It knows no loss and no slow start: what a link does to a program that writes much is that it keeps it waiting.
"""

import multiprocessing
import os
import select
import socket
import time
from collections import deque
from collections.abc import MutableSequence
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Self

_PIECE = 512
"""Bytes that travel together over a link whose rate is capped."""

_BUFFER = 65_536
"""Bytes that a link takes in before it makes the sender wait."""

_READ = 16_384
_GRACE = 2.0


@dataclass(frozen=True)
class Link:
    """How slow a link is: ``round_trip`` in seconds, ``rate`` in bytes a second in each direction; None: no bound."""

    round_trip: float = 0.0
    rate: float | None = None


LOOPBACK = Link()
THIN = Link(round_trip=0.150, rate=256_000 / 8)
"""150 ms there and back, 256 kbit/s each way: a telephone as the modem, in a train."""


class Lane:
    """One direction: pieces of bytes, each with the instant at which it has crossed."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._pieces: deque[tuple[float, bytes]] = deque()
        self._free = 0.0
        self.taken = 0
        """Bytes that were sent into it."""
        self.under_way = 0
        """Bytes that have not come out of it."""

    @property
    def full(self) -> bool:
        """Whether the sender has to wait."""
        return self.under_way >= _BUFFER

    def take(self, sent: bytes, now: float) -> None:
        """Send bytes into it at the instant ``now``, in seconds."""
        self.taken += len(sent)
        self.under_way += len(sent)
        size = _PIECE if self._link.rate else max(1, len(sent))
        for begin in range(0, len(sent), size):
            piece = sent[begin : begin + size]
            self._free = max(self._free, now) + (len(piece) / self._link.rate if self._link.rate else 0.0)
            self._pieces.append((self._free + self._link.round_trip / 2, piece))

    def crossed(self, now: float) -> bytes:
        """What has come out of it since the last time."""
        came = bytearray()
        while self._pieces and self._pieces[0][0] <= now:
            came += self._pieces.popleft()[1]
        self.under_way -= len(came)
        return bytes(came)

    @property
    def next_at(self) -> float | None:
        """The instant at which more comes out; None where it is empty."""
        return self._pieces[0][0] if self._pieces else None


class Carried(NamedTuple):
    """Bytes that a link has taken in each direction: ``up`` to the server, ``down`` from it; without the headers of TCP."""

    up: int
    down: int


class SlowLink:
    """A port of 127.0.0.1 that leads to another one over a link, in a process of its own until the ``with`` block ends."""

    def __init__(self, target: int, link: Link = LOOPBACK) -> None:
        # A process, as painting holds up all threads of this one.
        context = multiprocessing.get_context("spawn")
        self._counts = context.RawArray("q", 2)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._process = context.Process(target=_serve, args=(self._listener, target, link, self._counts), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self._listener.close()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        self._process.join(_GRACE)

    @property
    def carried(self) -> Carried:
        """Bytes so far, those under way too."""
        return Carried(*self._counts)


class _Way:
    """One direction of one connection."""

    def __init__(self, source: socket.socket, sink: socket.socket, link: Link) -> None:
        self.source, self.sink = source, sink
        self.lane = Lane(link)
        self.due = bytearray()
        self.ended = False

    @property
    def left(self) -> int:
        return self.lane.under_way + len(self.due)

    def read(self) -> None:
        try:
            sent = self.source.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            sent = b""
        if sent:
            self.lane.take(sent, time.perf_counter())
        else:
            self.ended = True

    def write(self) -> None:
        self.due += self.lane.crossed(time.perf_counter())
        if not self.due:
            return
        try:
            del self.due[: self.sink.send(self.due)]
        except BlockingIOError:
            return
        except OSError:
            self.due.clear()
            self.ended = True


def _serve(listener: socket.socket, target: int, link: Link, counts: MutableSequence[int]) -> None:
    parent = os.getppid()
    pairs: list[tuple[_Way, _Way]] = []
    up = down = 0
    while os.getppid() == parent:
        ways = [way for pair in pairs for way in pair]
        arrivals = [at for way in ways if (at := way.lane.next_at) is not None]
        patience = min([0.2, *(max(0.0, at - time.perf_counter()) for at in arrivals)])
        readers = [way.source for way in ways if not way.ended and not way.lane.full]
        ready, _, _ = select.select([listener, *readers], [way.sink for way in ways if way.due], [], patience)
        if listener in ready:
            near, _address = listener.accept()
            far = socket.create_connection(("127.0.0.1", target))
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                end.setblocking(False)
            pairs.append((_Way(near, far, link), _Way(far, near, link)))
        for way in ways:
            if way.source in ready:
                way.read()
        # Counted before it is delivered, so that whoever has it finds it counted.
        counts[0] = up + sum(there.lane.taken for there, _ in pairs)
        counts[1] = down + sum(back.lane.taken for _, back in pairs)
        for way in ways:
            way.write()
        for pair in [pair for pair in pairs if any(way.ended and not way.left for way in pair)]:
            up, down = up + pair[0].lane.taken, down + pair[1].lane.taken
            pairs.remove(pair)
            for way in pair:
                way.source.close()
