"""A cockpit that is killed loses at most the last letters of the field that was being typed, and what was typed is offered again."""

import os
import signal

from tests.command_line import CommandLine
from tests.terminal_session import Session, session


def open_new_action(cockpit: Session) -> None:
    cockpit.type("5")
    cockpit.until("n New")
    cockpit.type("n")
    cockpit.until("New: Action")


def test_what_was_typed_survives_sigkill(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    environment = {**cockpit.environment, "XDG_STATE_HOME": str(cockpit.folder / "state")}
    drafts = cockpit.folder / "state" / "cockpit" / "drafts"

    def on_disk() -> str:
        return "".join(file.read_text("utf-8") for file in drafts.glob("*.json"))

    with session(environment, size=(120, 30)) as killed:
        open_new_action(killed)
        killed.type("Walk the network")
        killed.until(lambda _screen: "Walk the network" in on_disk())  # Without the field being left.
        killed.type("\tdoi")
        killed.until("doi")
        killed.until(lambda _screen: "doi" in on_disk())
        os.kill(killed.process.pid, signal.SIGKILL)
        assert killed.ended() == -signal.SIGKILL
    with session(environment, size=(120, 30)) as after:
        open_new_action(after)
        after.until("Your draft is back; ^l starts over.")
        assert "Walk the network" in after.screen.text
        assert "doi" in after.screen.text
        after.type("\x0c")
        after.until(lambda screen: "Walk the network" not in screen)
        after.until(lambda _screen: on_disk() == "")
        after.process.terminate()
        assert after.ended() == 128 + signal.SIGTERM
    assert list(drafts.iterdir()) == []
