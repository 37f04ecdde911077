"""Taking KPI data in from a file: choose it, see what it would bring, answer what it does not tell, take it in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from cockpit.domain.edit import Act
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_
from cockpit.domain.problem import Problem, Refused
from cockpit.exchange.folder import Completion, Folder, beginning, completed, is_folder, list_folder
from cockpit.language import _, headed, ngettext, number, say
from cockpit.screens.desk import Desk
from cockpit.screens.errand_answers import Done
from cockpit.screens.frame import TAKING_BACK, Frame
from cockpit.screens.kpi_import_preview import ImportPreview
from cockpit.screens.kpi_import_words import standing_of
from cockpit.screens.kpi_intake import Findings, Intake, LongJob, read
from cockpit.screens.situation import Situation
from cockpit.widgets.file_chooser import FileChooser
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import cut, display_line

_GLANCE = 0.25
"""Seconds between two looks at how far a job is; one that is over before is never shown."""

_MOST_TOLD = 3
_LONGEST_NAME = 40

_OF_PREVIEW = frozenset({"take_in", "keep_good", "read_again", "start_over", "turn"})

_LEADING_AWAY = frozenset({"mode", "jump", "import_kpis", "export", "command_palette"})

Found = TypeVar("Found")


class Came(Message):
    """What a thread has found is there: ``show`` shows it, unless nobody waits for ``job`` any more."""

    def __init__(self, job: LongJob, show: Callable[[], object]) -> None:
        super().__init__()
        self.job, self.show = job, show


def why_not(situation: Situation) -> str:
    """Why nothing can be taken in; empty where it can."""
    if situation.read_only:
        return _("This store is open for reading only; nothing can be taken in")
    if situation.trial is not None:
        return _("Nothing is taken in while something is tried; keep or drop that first")
    if not situation.state.all(Kpi):
        return _("There is no KPI yet that values could belong to; {new} makes the first")
    return ""


class KpiImportScreen(Frame):
    """A file chooser, and the preview of the file that was chosen."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*Frame.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take_in", N_("Take in"), id="import.take_in"),
        Binding("K", "keep_good", N_("Keep the good"), id="import.keep_good"),
        Binding("r", "read_again", N_("Read again"), id="import.read_again"),
        Binding("ctrl+l", "start_over", N_("Start over"), show=False, id="import.start_over"),
        Binding("right_square_bracket", "turn(1)", N_("Next section"), id="import.next"),
        Binding("left_square_bracket", "turn(-1)", N_("Section before"), show=False, id="import.previous"),
        Binding("escape", "back", N_("Back"), id="import.back"),
    ]

    def __init__(self) -> None:
        super().__init__("kpis")
        self._intakes: dict[Path, Intake] = {}
        self._intake: Intake | None = None
        self._folder: LongJob | None = None
        self._job: LongJob | None = None
        self._writing = False
        self._watch: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """The chooser, in the place of which the preview comes."""
        yield FileChooser(self.known.today, self.cockpit.key_of)
        yield ImportPreview()

    @property
    def known(self) -> Situation:
        """What is known now; nothing is taken in before that."""
        situation = self.cockpit.situation
        assert situation
        return situation

    @property
    def chooser(self) -> FileChooser:
        """The file chooser."""
        return self.query_one(FileChooser)

    @property
    def preview(self) -> ImportPreview:
        """The preview."""
        return self.query_one(ImportPreview)

    @property
    def findings(self) -> Findings | None:
        """What was read last of the file that was chosen; None before, and while it is read anew."""
        return self._intake.findings if self._intake is not None and self._job is None else None

    def allows(self, action: str) -> bool:
        """Nothing that is not seen here is taken back from here; and nothing leads away while a file is being taken in."""
        return action not in TAKING_BACK and not (self._writing and action in _LEADING_AWAY)

    async def stand(self, situation: Situation) -> None:
        """Begin in a folder; later, look again what a file would bring where somebody else has changed the project."""
        if self._folder is None:
            self._enter(self.cockpit.folder or beginning())
            self.chooser.focus_list()
        elif self._intake is not None and self.findings is not None:
            self._read(self._intake)

    def on_unmount(self) -> None:
        """Let nothing go on for a screen that is gone."""
        for job in (self._folder, self._job):
            if job is not None:
                job.stop()

    # What threads do

    def _later(
        self, job: LongJob, work: Callable[[], Found], then: Callable[[Found], object], otherwise: Callable[[Refused], object]
    ) -> None:
        """Do ``work`` in the background; what it finds or why it is refused is shown, unless ``job`` is stopped meanwhile."""

        def run() -> Message:
            try:
                found = work()
            except Refused as refused:
                return Came(job, partial(otherwise, refused))
            except Exception:
                # What is wrong with the cockpit itself is told as any refusal is.
                self.post_message(Came(job, self._to_chooser))
                raise
            return Came(job, partial(then, found))

        def errand(desk: Desk) -> tuple[Message, Situation]:
            return run(), desk.situation()

        self.cockpit.run_errand(errand, self)

    def on_came(self, event: Came) -> None:
        """Show what was found, if anybody still waits for it."""
        if event.job.stopped:
            return
        if event.job is self._job:
            self._rest()
        event.show()

    def _start(self, job: LongJob) -> None:
        if self._job is not None:
            self._job.stop()
        self._rest()
        self._job = job
        self._watch = self.set_interval(_GLANCE, partial(self.preview.progress, job))
        self.refresh_bindings()

    def _rest(self) -> None:
        """There is no job any more."""
        self._job = None
        if self._watch is not None:
            self._watch.stop()
        self._watch = None
        self.preview.progress(None)
        self.refresh_bindings()

    # The chooser

    def _enter(self, path: Path, then: Callable[[], object] | None = None) -> None:
        if self._folder is not None:
            self._folder.stop()
        self._folder = job = LongJob("")

        def show(folder: Folder) -> None:
            self.chooser.show(folder)
            if then is not None:
                then()

        self._later(job, partial(list_folder, path), show, self._tell_in_chooser)

    def _tell_in_chooser(self, refused: Refused) -> None:
        self.chooser.tell(f"✗ {_told(refused.problems)}", Tone.BAD)

    def on_file_chooser_entered(self, event: FileChooser.Entered) -> None:
        """Go to a folder."""
        self._enter(event.path)

    def on_file_chooser_typed(self, event: FileChooser.Typed) -> None:
        """Go to a folder, or read a file."""

        def go(there: bool) -> None:
            if there:
                self._enter(event.path, self.chooser.focus_list)
            else:
                self._open(event.path)

        self._later(LongJob(""), partial(is_folder, event.path), go, self._tell_in_chooser)

    def on_file_chooser_completing(self, event: FileChooser.Completing) -> None:
        """Complete a path; where there is a choice, its folder shows it."""

        def show(completion: Completion) -> None:
            self.chooser.complete(completion)

        self._later(LongJob(""), partial(completed, event.typed, event.base), show, self._tell_in_chooser)

    def on_file_chooser_chosen(self, event: FileChooser.Chosen) -> None:
        """Read a file."""
        self._open(event.path)

    # The preview

    def _open(self, path: Path) -> None:
        from cockpit.exchange.kpi_csv import Options

        self.cockpit.folder = path.parent
        self._intake = self._intakes.setdefault(path, Intake(path, Options()))
        self.set_focus(None)
        self.add_class("-previewing")
        self.preview.begin(path.name)
        self._read(self._intake)

    def _read(self, intake: Intake) -> None:
        """Read a file, or only see again what it comes to where its cells are known."""
        name = cut(display_line(intake.path.name), _LONGEST_NAME)
        checking = _("Checking {file}…").format(file=name)
        job = LongJob(checking if intake.findings else _("Reading {file}…").format(file=name))
        sheet = intake.findings.sheet if intake.findings else None
        self._start(job)
        work = partial(read, intake.path, intake.options, self.known.state, job, checking, sheet)
        self._later(job, work, self._show_findings, self._give_up)

    def _show_findings(self, findings: Findings) -> None:
        intake = self._intake
        assert intake
        intake.found(findings)
        self.preview.show(intake, self.known.state, standing_of(intake, self.cockpit.key_of("import.keep_good")))
        self.refresh_bindings()

    def _give_up(self, refused: Refused) -> None:
        """Say in the chooser why a file cannot be read."""
        intake = self._intake
        assert intake
        self._to_chooser()
        name = cut(display_line(intake.path.name), _LONGEST_NAME)
        self.chooser.tell(f"✗ {headed(name, _told(refused.problems))}", Tone.BAD)

    def _to_chooser(self) -> None:
        if self._job is not None:
            self._job.stop()
        self._rest()
        if self._intake is not None:
            self._intake.forget()
        self._intake = None
        self.remove_class("-previewing")
        self.chooser.focus_list()

    def on_import_preview_answered(self, event: ImportPreview.Answered) -> None:
        """Read the file as the user says."""
        if self._intake is not None and self._job is None:
            self._intake.answer(event.question, event.code)
            self._read(self._intake)

    def on_import_preview_mapped(self, event: ImportPreview.Mapped) -> None:
        """Read the column as the user says."""
        if self._intake is not None and self._job is None:
            self._intake.map_column(event.column, event.code)
            self._read(self._intake)

    def on_import_preview_set(self, event: ImportPreview.Set) -> None:
        """Read the file as the user says."""
        if self._intake is not None and self._job is None:
            self._intake.set(event.setting, event.code)
            self._read(self._intake)

    def on_import_preview_wanted(self) -> None:
        """Take the file in."""
        self.action_take_in()

    # What keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the preview need something that was read, and wait while a thread is at work."""
        if action in _OF_PREVIEW:
            ready = self.findings is not None
            if action == "keep_good":
                return ready and bool(self._intake and self._intake.reading and self._intake.reading.refused)
            return ready
        return super().check_action(action, parameters)

    def action_turn(self, by: int) -> None:
        """Show the next section, or the one before."""
        self.preview.turn(by)

    def action_section(self, place: int) -> None:
        """Show a section."""
        self.preview.turn_to(place)

    def action_keep_good(self) -> None:
        """Take the good lines although others are refused, or take nothing then."""
        if self._intake is not None:
            self._intake.keep_good(not self._intake.options.keep_good)
            self._read(self._intake)

    def action_read_again(self) -> None:
        """Read the file again, as it is now."""
        if self._intake is not None:
            self._intake.forget()
            self._read(self._intake)

    def action_start_over(self) -> None:
        """Forget what was said of the file, and read it anew."""
        if self._intake is not None:
            self._intake.start_over()
            self._read(self._intake)

    def action_take_in(self) -> None:
        """Take the file in, or show what stands in the way."""
        intake = self._intake
        findings = self.findings
        if intake is None or findings is None:
            return
        if findings.act is None:
            self.preview.to_section("questions" if findings.reading.questions else "refused")
            self.say(standing_of(intake, self.cockpit.key_of("import.keep_good")).sentence, severity="warning")
            return
        job = LongJob(_("Taking in {file}…").format(file=cut(display_line(intake.path.name), _LONGEST_NAME)))
        self._writing = True
        self._start(job)
        self.cockpit.run_errand(partial(_carry_out, findings.act, job), self)

    def action_back(self) -> None:
        """Stop what is going on, else go back by a step."""
        if self._writing:
            if self._job is not None:
                self._job.stop()
                self._job.words = _("Stopping…")
                self.preview.progress(self._job)
        elif self._intake is None:
            self.app.pop_screen()
        elif self._job is not None or not self.preview.leave_answers():
            self._to_chooser()

    def on_done(self, event: Done) -> None:
        """Leave, and tell what was taken in."""
        intake, self._writing = self._intake, False
        self._rest()
        assert intake
        assert intake.reading
        if event.batch is None:
            self.say(standing_of(intake, "").sentence)
            return
        count = intake.reading.changes
        words = ngettext(
            "{count} measurement taken in from {file}; {key} takes it back",
            "{count} measurements taken in from {file}; {key} takes them back",
            count,
        )
        name = cut(display_line(intake.path.name), _LONGEST_NAME)
        self.say(words.format(count=number(count), file=name, key=self.cockpit.key_of("app.undo")))
        self.app.pop_screen()

    async def deny(self, refused: Refused) -> None:
        """Tell why nothing was taken in; the preview stays."""
        stopped = self._job is not None and self._job.stopped
        self._writing = False
        self._rest()
        self.say(_told(refused.problems), severity="information" if stopped else "error")


def _carry_out(act: Act, job: LongJob, desk: Desk) -> tuple[Message, Situation]:
    batch, situation = desk.apply(act, job.progress)
    return Done(batch), situation


def _told(problems: tuple[Problem, ...]) -> str:
    """The first few problems, and how many more there are."""
    told = [say(problem.message) for problem in problems[:_MOST_TOLD]]
    if more := len(problems) - len(told):
        told.append(_("and {count} more").format(count=number(more)))
    return "; ".join(told)
