"""Runs one command and sees to it that nothing of it is left: a program of its own, which imports next to nothing.

    python -I -S guard.py LIFELINE SECONDS PROGRAM [ARGUMENT …]

``LIFELINE`` is the number of an open socket.  The command runs in a session of its own, with its output where this program has its own.
How it ended is told on the socket in a line: ``exit 0``, ``signal 9``, ``late`` where it took longer than ``SECONDS``, or
``missing`` and why it could not be run.  Once it has ended, or is late, or whoever holds the other end of the socket lets it go, be it killed,
everything that the command has started is killed, whatever session it has fled to.
"""

import ctypes
import os
import select
import signal
import sys
import time

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_ROUNDS = 200
_PAUSE = 0.01


def main(lifeline: int, seconds: float, command: list[str]) -> None:
    """Run the command, and tell how it ended."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # It ends by its lifeline: told to end by anything else, it would leave behind what it is here for.
        signal.signal(number, signal.SIG_IGN)
    os.set_inheritable(lifeline, False)
    # Whatever loses its parent becomes a child of this process, where it is found.
    _control(PR_SET_CHILD_SUBREAPER)
    waker, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    trouble_out, trouble_in = os.pipe()
    end = time.monotonic() + seconds
    child = os.fork()
    if child == 0:
        _become(command, trouble_in)
    os.close(trouble_in)
    told = _missing(trouble_out) or _watch(child, lifeline, waker, end)
    _kill_all(child)
    try:
        os.write(lifeline, told.encode("utf-8", "replace") + b"\n")
    except OSError:
        return  # Nobody is there to be told.


def _become(command: list[str], trouble: int) -> None:
    """Be the command, in a session of its own; never returns."""
    try:
        os.setsid()
        _control(PR_SET_PDEATHSIG, signal.SIGKILL)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.execvp(command[0], command)
    except OSError as error:
        os.write(trouble, (error.strerror or str(error)).encode("utf-8", "replace"))
    finally:
        os._exit(127)


def _control(option: int, argument: int = 1) -> None:
    """Ask the kernel for something that only Linux has; without it the process group has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, argument, 0, 0, 0)


def _missing(trouble: int) -> str:
    """Why the program could not be run; empty where it runs."""
    found = os.read(trouble, 200)
    os.close(trouble)
    return f"missing {found.decode('utf-8', 'replace')}" if found else ""


def _watch(child: int, lifeline: int, waker: int, end: float) -> str:
    """Wait until the command has ended, has to end, or nobody waits for it any more."""
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select([lifeline, waker], [], [], left)
        if lifeline in ready:
            return "dropped"
        if waker in ready:
            os.read(waker, 64)
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                code = os.waitstatus_to_exitcode(status)
                return f"exit {code}" if code >= 0 else f"signal {-code}"
    return "late"


def _kill_all(child: int) -> None:
    """Kill the command's process group, then whatever else has come to be a child of this process, until there is none."""
    for _ in range(_ROUNDS):
        for kill, target in ((os.killpg, child), *((os.kill, each) for each in _children())):
            try:
                kill(target, signal.SIGKILL)
            except OSError:
                continue
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(_PAUSE)


def _children() -> list[int]:
    """The processes whose parent this one is."""
    found = []
    try:
        for name in os.listdir("/proc"):
            if name.isdigit() and _parent_of(name) == os.getpid():
                found.append(int(name))
    except OSError:
        return []
    return found


def _parent_of(process: str) -> int:
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
