"""What a file of KPI data would bring: what is to be asked, what would happen, what was read, and what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_
from cockpit.domain.state import ProjectState
from cockpit.language import _, headed, number, say
from cockpit.screens.kpi_import_settings import SETTING_COLUMNS, Setting, SettingRow, setting_rows
from cockpit.screens.kpi_import_words import (
    FILE_COLUMNS,
    MEASUREMENT_COLUMNS,
    REFUSED_COLUMNS,
    SERIES_COLUMNS,
    NumberedRows,
    Standing,
    as_it_stands,
    column_answers,
    column_code,
    refused_rows,
    refused_words,
)  # fmt: skip
from cockpit.widgets.answer_list import Answer, AnswerList, AnswerTable
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, Detail, Page
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.progress_line import ProgressLine
from cockpit.widgets.section_bar import SectionBar
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import content_of, display_line

if TYPE_CHECKING:
    from cockpit.exchange.kpi_csv import ColumnRead, Question, Reading
    from cockpit.screens.kpi_intake import Intake, LongJob


_RAW_LINES = 8
"""How much of the file is shown as it stands, where there is room."""


class ResultTable(EntityTable):
    """What would happen, what was read and what is refused: enter takes the file in."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", N_("Take in"), show=False, id="import.enter")]


class ChangeTable(EntityTable):
    """The columns of the file, and how it is read: enter changes one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", N_("Edit"), id="import.change")]


@dataclass(frozen=True)
class _Section:
    """One thing to look at: its name, already translated, and the id of its widget."""

    id: str
    name: str


class ImportPreview(Container):
    """Shows an :class:`Intake`; posts :class:`Answered` and :class:`Mapped` for what the user says of it, :class:`Wanted` to take it in."""

    class Answered(Message):
        """The user gave an answer to a question."""

        def __init__(self, question: "Question", code: str) -> None:
            super().__init__()
            self.question, self.code = question, code

    class Mapped(Message):
        """The user said what a column holds."""

        def __init__(self, column: "ColumnRead", code: str) -> None:
            super().__init__()
            self.column, self.code = column, code

    class Set(Message):
        """The user said how the file is to be read."""

        def __init__(self, setting: Setting, code: str) -> None:
            super().__init__()
            self.setting, self.code = setting, code

    class Wanted(Message):
        """The user wants what is shown to be taken in."""

    def __init__(self) -> None:
        super().__init__()
        self._intake: Intake | None = None
        self._kpis: Sequence[Kpi] = ()
        self._zone = ""
        self._sections: tuple[_Section, ...] = ()
        self._current = ""
        self._asking = 0
        self._about: ColumnRead | Setting | None = None
        """What is asked of instead of the questions, because the user wants to say it."""

    def compose(self) -> ComposeResult:
        """The file and how it was read, what stands, and below it one section at a time."""
        yield Static(id="about", markup=False)
        yield Static(id="standing", markup=False)
        yield ProgressLine()
        yield SectionBar(())
        yield AnswerList(id="questions")
        yield ResultTable(SERIES_COLUMNS, id="effect", empty=N_("Nothing that could be taken in was found"))
        yield ResultTable(MEASUREMENT_COLUMNS, id="values", empty=N_("Nothing that could be taken in was found"))
        yield ChangeTable(FILE_COLUMNS, id="columns", empty=N_("The file has no columns"))
        yield ResultTable(REFUSED_COLUMNS, id="refused", empty=N_("Nothing is refused"))
        yield Static(id="whole", markup=False)
        yield ChangeTable(SETTING_COLUMNS, id="settings")
        yield Detail(id="how")
        yield Static(id="raw", markup=False)

    def on_mount(self) -> None:
        """Show nothing before there is anything."""
        self._show_current()

    # What the screen says

    def begin(self, name: str) -> None:
        """Be about another file, of which nothing is known yet."""
        self._intake, self._sections, self._current, self._about = None, (), "", None
        self.query_one("#about", Static).update(content_of(name, "bold"))
        self.query_one("#standing", Static).update("")
        self.query_one("#raw", Static).update("")
        self.query_one(SectionBar).show(())
        self._show_current()

    def progress(self, job: "LongJob | None") -> None:
        """Show how far a job is; none any more where it is None."""
        self.set_class(job is not None, "-busy")
        if job is not None:
            self.query_one(ProgressLine).show(job.words, job.done, job.total)

    def show(self, intake: "Intake", state: ProjectState, standing: Standing) -> None:
        """Show what was read for ``state``, with what matters most in view unless the user was looking at something else that is still there."""
        fresh, had_questions = self._intake is None, bool(self._intake and self._current == "questions")
        self._intake, self._kpis, self._zone, self._about = intake, state.all(Kpi), state.project.timezone, None
        reading = intake.reading
        assert reading
        self._head(reading, standing)
        self.query_one("#effect", EntityTable).show(NumberedRows(reading.series))
        self.query_one("#values", EntityTable).show(NumberedRows(reading.preview))
        self.query_one("#columns", EntityTable).show(NumberedRows(reading.columns))
        self.query_one("#refused", EntityTable).show(refused_rows(reading))
        self.query_one("#settings", EntityTable).show(tuple(setting_rows(intake.options, reading, self._zone)))
        self.query_one("#how", Detail).show(_how(reading))
        self._sections = tuple(_sections(intake, reading))
        if fresh or had_questions or self._current not in {section.id for section in self._sections}:
            self._current = self._first(reading)
        self._asking = next((place for place, each in enumerate(intake.questions) if each.answer is None), 0)
        self._show_current()

    def _head(self, reading: "Reading", standing: Standing) -> None:
        assert self._intake
        name = display_line(self._intake.path.name)
        how = display_line(" · ".join(say(sentence) for sentence in reading.how))
        self.query_one("#about", Static).update(Content.assemble((name, "bold"), (f"  {how}", STYLES[Tone.QUIET])))
        self.query_one("#standing", Static).update(
            Content.styled(f"{standing.sign} {display_line(standing.sentence)}", f"{STYLES[standing.tone]} bold".strip())
        )

        raw = Content.styled(as_it_stands(reading.sheet.head, _RAW_LINES), STYLES[Tone.QUIET])
        self.query_one("#raw", Static).update(Content.assemble((_("The file as it stands"), "bold"), "\n", raw))

    def _first(self, reading: "Reading") -> str:
        if reading.questions:
            return "questions"
        return "refused" if reading.is_blocked and (reading.refused or reading.obstacles) else "effect"

    # One section at a time

    @property
    def section(self) -> str:
        """The id of what is in view."""
        return self._current

    @property
    def focal(self) -> Widget | None:
        """What takes the keys."""
        if not self._current:
            return None
        view = self.query_one(f"#{'questions' if self._about else self._current}")
        return view.table if isinstance(view, AnswerList) else view

    def turn(self, by: int) -> None:
        """Show the next section, or the one before."""
        if self._sections:
            names = [section.id for section in self._sections]
            self.turn_to((names.index(self._current) + by) % len(names))

    def turn_to(self, place: int) -> None:
        """Show a section by its place."""
        self._current, self._about = self._sections[place].id, None
        self._show_current()

    def to_section(self, name: str) -> None:
        """Show a section by its name, where there is one."""
        if name in {section.id for section in self._sections}:
            self._current, self._about = name, None
            self._show_current()

    def leave_answers(self) -> bool:
        """Go back from the answers to what the user wanted to change; whether that is where the user was."""
        if self._about is None:
            return False
        self._about = None
        self._show_current()
        return True

    def _show_current(self) -> None:
        seen = "questions" if self._about is not None else self._current
        for name in ("questions", "effect", "values", "columns", "refused", "settings", "how"):
            self.query_one(f"#{name}").set_class(name != seen, "-away")
        self.set_class(seen == "refused", "-refused")
        names = [section.id for section in self._sections]
        bar = self.query_one(SectionBar)
        bar.show([section.name for section in self._sections], names.index(self._current) if self._current in names else 0)
        if seen == "questions":
            self._ask()
        if (focal := self.focal) is not None:
            focal.focus(scroll_visible=False)

    def _ask(self) -> None:
        if isinstance(self._about, Setting):
            self._ask_of_setting(self._about)
        elif self._about is not None:
            self._ask_of_column(self._about)
        else:
            self._ask_question()

    def _ask_question(self) -> None:
        assert self._intake
        pending = self._intake.questions[self._asking]
        answers = [
            Answer(each.value, say(each.meaning), f"{pending.question.option} {each.value}") for each in pending.question.answers
        ]
        heading = _("Question {place} of {count}").format(place=self._asking + 1, count=len(self._intake.questions))
        self.query_one(AnswerList).ask(heading, say(pending.question.sentence), answers, pending.answer)

    def _ask_of_column(self, column: "ColumnRead") -> None:
        heading = _("Column {number}").format(number=column.number)
        heading = headed(heading, column.name) if column.name else heading
        sentence = _("What does it hold? Its first value is “{example}”").format(example=column.example)
        self.query_one(AnswerList).ask(heading, sentence, column_answers(self._kpis), column_code(column))

    def _ask_of_setting(self, setting: Setting) -> None:
        assert self._intake
        assert self._intake.reading
        answers = setting.answers(self._intake.reading, self._zone)
        self.query_one(AnswerList).ask(_(setting.label), _(setting.question), answers, setting.code(self._intake.options))

    # What the user says

    def on_answer_table_step(self, event: AnswerTable.Step) -> None:
        """Show the next question, or the one before."""
        event.stop()
        if self._intake is not None and self._about is None:
            self._asking = (self._asking + event.by) % len(self._intake.questions)
            self._ask()

    def on_answer_list_given(self, event: AnswerList.Given) -> None:
        """Hand the answer on."""
        event.stop()
        if isinstance(self._about, Setting):
            self.post_message(self.Set(self._about, event.answer.code))
        elif self._about is not None:
            self.post_message(self.Mapped(self._about, event.answer.code))
        elif self._intake is not None:
            self.post_message(self.Answered(self._intake.questions[self._asking].question, event.answer.code))

    @on(EntityTable.Opened, "ChangeTable")
    def change(self, event: EntityTable.Opened) -> None:
        """Ask what the column holds, or how the file is to be read."""
        event.stop()
        self._about = event.row.setting if isinstance(event.row, SettingRow) else event.row.it
        self._show_current()

    @on(EntityTable.Opened, "ResultTable")
    def want(self, event: EntityTable.Opened) -> None:
        """Ask for the file to be taken in."""
        event.stop()
        self.post_message(self.Wanted())

    @on(EntityTable.Highlighted, "#refused")
    def tell_whole(self, event: EntityTable.Highlighted) -> None:
        """Say all about the refused line under the cursor: a reason is longer than a line of the table."""
        event.stop()
        self.query_one("#whole", Static).update(Content(display_line(refused_words(event.row.it)) if event.row else ""))


def _sections(intake: "Intake", reading: "Reading") -> list[_Section]:
    """What there is to look at, each with how much."""

    def counted(id: str, name: str, count: int) -> _Section:
        return _Section(id, f"{name} {number(count)}")

    found = []
    if intake.questions:
        open_questions = len(reading.questions)
        found.append(
            counted("questions", _("Questions"), open_questions)
            if open_questions
            else _Section("questions", f"✓ {_('Questions')}")
        )
    found += [counted("effect", _("Effect"), len(reading.series)), _Section("values", _("First values"))]
    found += [counted("columns", _("Columns"), len(reading.columns))]
    if wrong := len(reading.refused) + len(reading.obstacles):
        found.append(counted("refused", _("Refused"), wrong))
    found.append(_Section("settings", _("Settings")))
    return [*found, counted("how", _("Notes"), len(reading.notes)) if reading.notes else _Section("how", _("Notes"))]


def _how(reading: "Reading") -> Page:
    blocks = [Block(_("How it was read"), tuple((Cell(say(sentence)),) for sentence in reading.how))]
    if reading.notes:
        blocks.append(Block(_("To know"), tuple((Cell(say(sentence)),) for sentence in reading.notes)))
    return Page(reading.sheet.name, tuple(blocks))
