"""A cockpit whose terminal is gone ends by itself: it neither stays nor keeps the processor busy."""

import os
import signal
from collections.abc import Sequence

import pytest

from tests.command_line import CommandLine
from tests.terminal_session import PATIENCE, session


@pytest.mark.parametrize("controlling", [True, False], ids=["told by the system", "not told"])
@pytest.mark.parametrize(
    "before", [(), (signal.SIGHUP, signal.SIGCONT), (signal.SIGCONT,)], ids=["", "hung up twice", "continued"]
)
def test_it_ends_when_its_terminal_is_closed(cockpit: CommandLine, before: Sequence[signal.Signals], controlling: bool) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with session(cockpit.environment, controlling=controlling) as open_cockpit:
        for number in before:
            os.kill(open_cockpit.process.pid, number)
        os.close(open_cockpit.terminal)
        assert open_cockpit.process.wait(PATIENCE) == 128 + signal.SIGHUP


def test_it_ends_as_asked_though_nobody_reads_what_it_paints(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    with session(cockpit.environment, controlling=False) as open_cockpit:
        open_cockpit.process.terminate()
        assert open_cockpit.process.wait(PATIENCE) == 128 + signal.SIGTERM
        os.close(open_cockpit.terminal)
