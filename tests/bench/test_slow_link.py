import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.slow_link import LOOPBACK, THIN, Lane, Link, SlowLink
from tests.thoroughness import examples


def test_half_of_the_round_trip_is_spent_each_way() -> None:
    lane = Lane(Link(round_trip=0.150))
    lane.take(b"key", now=10.0)
    assert lane.next_at == pytest.approx(10.075)
    assert lane.crossed(10.07) == b""
    assert lane.crossed(10.08) == b"key"
    assert lane.next_at is None


def test_a_kilobyte_takes_its_time_at_256_kbit_a_second() -> None:
    lane = Lane(THIN)
    lane.take(bytes(1024), now=0.0)
    # 32,000 bytes a second: 512 of them in 16 ms, 1024 in 32, after 75 on the way.
    assert len(lane.crossed(0.090)) == 0
    assert len(lane.crossed(0.0911)) == 512
    assert lane.under_way == 512
    assert len(lane.crossed(0.1071)) == 512


def test_what_is_sent_later_waits_for_what_is_on_its_way() -> None:
    lane = Lane(Link(rate=1000))
    lane.take(b"a" * 500, now=0.0)
    lane.take(b"b", now=0.1)
    assert lane.crossed(0.4995) == b""
    assert lane.crossed(0.5005) == b"a" * 500
    assert lane.crossed(0.5011) == b"b"


@given(st.lists(st.tuples(st.binary(max_size=2000), st.floats(0, 0.5)), max_size=8))
@examples(60)
def test_nothing_is_lost_or_turned_round_and_the_rate_is_never_exceeded(sent: list[tuple[bytes, float]]) -> None:
    lane, now, came = Lane(Link(0.1, 10_000)), 0.0, b""
    for piece, pause in sent:
        lane.take(piece, now)
        now += pause
        came += lane.crossed(now)
        assert len(came) <= 10_000 * now + 1
        assert lane.under_way == lane.taken - len(came)
    assert came + lane.crossed(now + 10) == b"".join(piece for piece, _ in sent)


def test_a_full_lane_makes_the_sender_wait() -> None:
    lane = Lane(THIN)
    lane.take(bytes(65_535), now=0.0)
    assert not lane.full
    lane.take(b".", now=0.0)
    assert lane.full


@pytest.fixture
def echo() -> int:
    """The port of a server that sends back what it is sent."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as connection:
            while sent := connection.recv(4096):
                connection.sendall(sent)

    threading.Thread(target=serve, daemon=True).start()
    port: int = listener.getsockname()[1]
    return port


@pytest.mark.parametrize("link", [LOOPBACK, Link(round_trip=0.1)])
def test_a_proxy_carries_both_ways_and_counts(echo: int, link: Link) -> None:
    with SlowLink(echo, link) as slow, socket.create_connection(("127.0.0.1", slow.port)) as connection:
        begin = time.perf_counter()
        connection.sendall(b"there and back")
        came = b""
        while len(came) < 14:
            came += connection.recv(100)
        assert came == b"there and back"
        assert time.perf_counter() - begin >= link.round_trip
        assert slow.carried == (14, 14)
