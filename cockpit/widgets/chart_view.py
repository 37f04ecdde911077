"""The chart of the row under the cursor, drawn for the room that it has."""

from textual import work
from textual.content import Content
from textual.widget import Widget

from cockpit.language import _
from cockpit.terminal import Signs, signs
from cockpit.widgets.chart import CONSOLE, FINE, Course, drawn, is_prepared, prepare
from cockpit.widgets.key_hints import with_keys

_PAINTED = 0.15
"""Seconds after which the screen that a chart belongs to has been painted without it."""


class ChartView(Widget):
    """Shows one :class:`Course`; what draws it is imported in a thread when there is one for the first time."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ChartView { width: 1fr; height: 12; padding: 0 1; color: $foreground; }
    """

    def __init__(self, *, empty: str) -> None:
        """``empty`` is marked for translation: what to do next where there is nothing to draw."""
        super().__init__()
        self._empty = empty
        self._course = Course()
        self._pens = FINE if signs() is Signs.ALL else CONSOLE
        self._preparing = False
        self._drawn: tuple[Course, int, int, Content] | None = None

    def show(self, course: Course) -> None:
        """Show another course."""
        if course != self._course:
            self._course = course
            self.refresh()

    def render(self) -> Content:
        """The chart; nothing until what draws it is there."""
        course, (width, height) = self._course, self.content_size
        if not (course.pilot or course.control):
            return Content.styled(with_keys(_(self._empty), self), "italic").truncate(width)
        if not is_prepared():
            if not self._preparing:
                self._preparing = True
                self.set_timer(_PAINTED, self._prepare)
            return Content("")
        if self._drawn is None or self._drawn[:3] != (course, width, height):
            self._drawn = (course, width, height, drawn(course, width, height, self._pens))
        return self._drawn[3]

    @work(thread=True, exclusive=True, exit_on_error=False, group="chart")
    def _prepare(self) -> None:
        prepare()
        self.app.call_from_thread(self.refresh)
