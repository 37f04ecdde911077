"""What a screen is for, and all its keys: derived from the bindings, so that it is never out of date."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from cockpit.domain.message import N_
from cockpit.language import _, headed
from cockpit.screens.frame import Frame
from cockpit.screens.modes import MODES
from cockpit.screens.own_keys import OwnKeys
from cockpit.widgets.typed_text import fit

_KEYS = 18
_DOES = 26


class Leaflet(OwnKeys, ModalScreen[None], inherit_bindings=False):
    """Something to be read in front of a screen, which any of a few keys takes away."""

    DEFAULT_CSS = """
    Leaflet { align: center middle; }
    Leaflet > VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 0 1; background: $surface; border: round $foreground 40%;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", N_("Close"), show=False, id="help.close"),
        Binding("down,j", "scroll(1)", N_("Down"), show=False, id="help.down"),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False, id="help.up"),
    ]

    def action_scroll(self, by: int) -> None:
        """Scroll by so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


class HelpScreen(Leaflet):
    """The help of one screen, with what has the focus there."""

    def __init__(self, about: Frame) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        """The question that the screen answers, then its keys by where they hold."""
        mode = self._about.mode
        with VerticalScroll():
            yield Static(Content.styled(headed(_(mode.label), _(mode.question)), "bold"))
            for heading, lines in self._groups():
                yield Static(Content.styled(f"\n{heading}", "bold"))
                yield Static(Content("\n".join(lines)))
            yield Static(Content.styled("\n" + _("The names at the right are for the keys table of the settings"), "dim"))

    def _groups(self) -> list[tuple[str, list[str]]]:
        here, focused, everywhere = _("On this screen"), _("Where the cursor is"), _("Everywhere")
        keys: dict[str, dict[str, tuple[Binding, list[str]]]] = {focused: {}, here: {}, everywhere: {}}
        for node, binding, _enabled, _tooltip in self._about.active_bindings.values():
            if not binding.id:
                continue
            group = everywhere if isinstance(node, App) else here if isinstance(node, Frame) else focused
            keys[group].setdefault(binding.id, (binding, []))[1].append(self.app.get_key_display(binding))
        groups = [
            (heading, [_line(" ".join(shown), _(binding.description), binding.id or "") for binding, shown in told.values()])
            for heading, told in keys.items()
            if told
        ]
        cockpit = self._about.cockpit
        jumps = [_line(cockpit.key_of(f"jump.{mode.name}"), _(mode.label), f"jump.{mode.name}") for mode in MODES]
        return [*groups, (_("After {key}").format(key=cockpit.key_of("app.jump")), jumps)]


def _line(keys: str, does: str, name: str) -> str:
    return f" {fit(keys, _KEYS)}{fit(does, _DOES)}{name}"
