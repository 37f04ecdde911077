"""The page on which a gate review is held: the verdict, the decision and who took it, its reason, conditions and waivers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.action import Action
from cockpit.domain.entity import FieldSpec, Shape, field_of
from cockpit.domain.evidence import MET
from cockpit.domain.gate import Decision, GateReview, Waiver
from cockpit.domain.gate_review import is_against, standing_review
from cockpit.domain.message import N_
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.readiness import Verdict
from cockpit.domain.readiness.review import Condition, Exempted, Ruling, ruling_problems
from cockpit.language import _, capitalised, day, headed, say
from cockpit.screens.gate_review_errand import Weighed, Weight, weight_of
from cockpit.screens.sections import context_of
from cockpit.screens.situation import Situation
from cockpit.widgets.agreed_line import AgreedLine, ReadLine, agreed, names_of, read_lines
from cockpit.widgets.column import Context
from cockpit.widgets.entity_form import EntityForm, FormPage
from cockpit.widgets.field_input import Edited
from cockpit.widgets.field_row import FieldRow
from cockpit.widgets.field_words import value_from
from cockpit.widgets.signs import STYLES, Tone, sign_of, words_of
from cockpit.widgets.told_text import ToldText
from cockpit.widgets.typed_text import content_of, display_line

CONDITIONS, WAIVERS = "conditions", "waivers"


def _agreed_field(name: str, label: str, help: str) -> FieldSpec:
    longest = field_of(GateReview, "reason").longest
    return FieldSpec(name, Shape.TEXT, label, help, required=False, optional=False, default="", shortest=0, longest=longest)


_FIELDS = (
    replace(field_of(GateReview, "decision"), required=True, default=None),
    replace(field_of(GateReview, "deciders"), required=True),
    field_of(GateReview, "reason"),
    field_of(GateReview, "dissent"),
    _agreed_field(
        CONDITIONS,
        N_("Conditions"),
        N_(
            "One a line, each becomes an action: what, @who, by when and, where it serves one, !criterion: walk the network @tom 12/12 !CR-3"
        ),
    ),
    _agreed_field(
        WAIVERS,
        N_("Waivers"),
        N_("One a line: why it may wait, @who signs, until when, !criterion: the access points are on order @tom +4w !CR-3"),
    ),
)


class AgreedRow(FieldRow):
    """A field of lines that are read as they are typed; what each comes to, or what is wrong with it, stands ``below``."""

    def __init__(self, spec: FieldSpec, context: Context, reading: Callable[[str], tuple[ReadLine, ...]]) -> None:
        super().__init__(spec, "", context)
        self._reading = reading
        self.below = ToldText(classes="read")

    def say_problem(self, sentence: str) -> None:
        """Say what is wrong; what is wrong with a line is said already."""
        if any(line.problems for line in self._reading(self.typed)):
            self.add_class("-wrong")
        else:
            super().say_problem(sentence)

    def look_again(self, told: Callable[[AgreedLine], str]) -> None:
        """Say what each line comes to."""
        lines: list[Content] = []
        for line in self._reading(self.typed):
            if line.agreed is not None:
                lines.append(Content.assemble(("✓ ", STYLES[Tone.GOOD]), (display_line(told(line.agreed)), STYLES[Tone.QUIET])))
            for problem in line.problems:
                head = _("line {line}").format(line=line.number)
                lines.append(content_of(f"✗ {headed(head, say(problem.message))}", STYLES[Tone.BAD]))
        self.below.say(Content("\n").join(lines))


class GateReviewForm(EntityForm):
    """One page, top to bottom.  It posts :class:`Ruled` once everything is there and the user has said so twice: a review stays."""

    # With the rules of the form, which as those of a base class would yield to the ones of the inputs.
    DEFAULT_CSS = EntityForm.DEFAULT_CSS + Path(__file__).with_suffix(".tcss").read_text("utf-8")

    class Ruled(Message):
        """What was decided, complete."""

        def __init__(self, ruling: Ruling) -> None:
            super().__init__()
            self.ruling = ruling

    class Weighing(Message):
        """The verdict under the waivers of ``ruling`` is asked for, on what is ``known``; it comes by :meth:`weighed`."""

        def __init__(self, known: Situation, ruling: Ruling) -> None:
            super().__init__()
            self.known, self.ruling = known, ruling

    def __init__(self, known: Situation, draft: Mapping[str, str], start_over: str) -> None:
        """``start_over`` is the key of that name, as people read it."""
        super().__init__(GateReview, context_of(known), draft=draft, start_over=start_over)
        self._now, self._later = list(_FIELDS), []
        self._known = known
        self._found: Verdict | None = known.verdict
        """The verdict under the waivers; None while it is worked out."""
        self._answered = known.verdict.answer
        """What the verdict was when the page was opened, or what it has become since and was told."""
        self._weight: Weight = ()
        self._refused: tuple[Problem, ...] = ()
        """Why there is no verdict under the waivers."""
        self._submitting = False
        """Whether what is typed is to be handed over as soon as the verdict is known."""
        self._said_once: dict[str, str] | None = None

    def compose(self) -> ComposeResult:
        """The verdict, then the fields; the decision has below it what it means."""
        gate = capitalised(_(self._known.gate.label))
        wave = self._known.verdict.wave
        where = f"{gate}, {display_line(str(wave))}" if wave else gate
        title = _("Gate review: {gate}, {day}").format(gate=where, day=day(self._known.today))
        yield Static(content_of(title), classes="form--title", markup=False)
        yield Static(classes="form--notice", markup=False)
        with FormPage(can_focus=False):
            yield ToldText(id="verdict")
            yield from self._rows_for(self._now[:1])
            yield ToldText(id="meaning")
            for row in self._rows_for(self._now[1:]):
                yield row
                if isinstance(row, AgreedRow):
                    yield row.below
        yield Static(classes="form--help", markup=False)

    def _rows_for(self, specs: Any) -> Iterator[FieldRow]:
        for spec in specs:
            if spec.name in (CONDITIONS, WAIVERS):
                yield AgreedRow(spec, self._told_in, partial(self._lines, spec.name))
            else:
                yield from super()._rows_for([spec])

    def on_mount(self) -> None:
        """Say where the gate stands, once the draft is back: the form brings it back in a handler of its own, called after this one."""
        self.call_next(self._look)

    # What is known, and what is typed

    def stand(self, known: Situation) -> None:
        """Take in what somebody else has changed meanwhile; say so where the verdict is another now."""
        self._known, self._told_in = known, context_of(known)
        self._weight, self._refused, self._found = (), (), known.verdict
        self._said_once = None
        self._look()
        if known.verdict.answer is not self._answered:
            words = _("The evidence has changed meanwhile: the verdict was {before} and is {now}")
            self._notice(words.format(before=_(self._answered.label), now=_(known.verdict.answer.label)))
            self._answered = known.verdict.answer

    def _lines(self, name: str, typed: str) -> tuple[ReadLine, ...]:
        criteria = [judged.criterion for judged in self._known.verdict.judged]
        if self._known.verdict.wave is not None:
            criteria = []  # What the own gate of a wave asks is no row, nor does it become one.
        longest = field_of(*((Action, "title") if name == CONDITIONS else (Waiver, "reason"))).longest or 0
        return read_lines(typed, longest, self._told_in, criteria, of_criterion=name == WAIVERS)

    def _ruling(self) -> tuple[Ruling, list[Problem]]:
        """What stands on the page, without what is wrong in it, and what is."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for row in self.rows:
            name, typed = row.spec.name, row.typed
            try:
                match name:
                    case "decision":
                        values[name] = Decision(typed) if typed else None
                    case "conditions":
                        lines = agreed(self._lines(name, typed), name)
                        values[name] = tuple(Condition(each.text, each.person, each.day, each.criterion) for each in lines)
                    case "waivers":
                        lines = agreed(self._lines(name, typed), name)
                        values[name] = tuple(
                            Exempted(each.criterion, each.person, each.text, each.day) for each in lines if each.criterion
                        )
                    case _:
                        values[name] = value_from(row.spec, typed, self._told_in)
            except Refused as refused:
                problems += refused.problems
        wave = self._known.verdict.wave
        title = _("Gate review: {gate}").format(gate=_(self._known.gate.label))
        return Ruling(title, self._known.gate, wave.uid if wave else None, **values), problems

    def _checked(self) -> tuple[None, list[Problem]]:
        """What is wrong with what was typed; a review is no row before it is held."""
        return None, self._ruling()[1]

    @on(Edited)
    def look_again(self) -> None:
        """Say what was typed comes to."""
        self._said_once, self._submitting = None, False
        self._look()

    # What is said

    def _look(self) -> None:
        ruling, _problems = self._ruling()
        weight = weight_of(ruling)
        if weight != self._weight:
            self._weight, self._refused = weight, ()
            self._found = None if weight else self._known.verdict
            if weight:
                self.post_message(self.Weighing(self._known, ruling))
        self.query_one("#verdict", ToldText).say(self._told_verdict())
        self.query_one("#meaning", ToldText).say(self._meaning(ruling))
        for row in self.query(AgreedRow):
            row.look_again(self._told_condition if row.spec.name == CONDITIONS else self._told_waiver)

    async def weighed(self, event: Weighed) -> None:
        """Take in what the waivers come to; what was worked out for an older text, or an older state, has come too late."""
        if event.known is not self._known or event.weight != self._weight or not (event.found or event.problems):
            return
        self._found, self._refused = event.found or self._known.verdict, event.problems
        self._look()
        if self._submitting:
            await self.action_submit()

    def _told_verdict(self) -> Content:
        """The verdict and its counts, then every criterion that is not met, each with what it is called after ``!``."""
        before, now = self._known.verdict, self._found
        lines = [_counted(_("Verdict"), before)]
        if self._weight:
            head = _("With the waivers")
            lines.append(_counted(head, now) if now else Content.assemble((f"{head}  ", STYLES[Tone.STRONG]), "…"))
        names = {criterion.uid: name for name, criterion in names_of([judged.criterion for judged in before.judged]).items()}
        open_ones = [judged for judged in self._known.judged if judged.state is not MET]
        width = max((len(names[judged.criterion.uid]) for judged in open_ones), default=0)
        for judged in open_ones:
            sign = sign_of(judged.state)
            name = f"  !{names[judged.criterion.uid]}".ljust(width + 3)
            said = display_line(headed(say(judged.name), say(judged.finding.summary)))
            weight = "" if judged.blocking else f" ({_('not blocking')})"
            lines.append(Content.assemble((name, STYLES[Tone.QUIET]), (f" {sign.glyph} ", STYLES[sign.tone]), said + weight))
        if not before.judged:
            lines.append(content_of(_("  This gate asks nothing, and has proven nothing"), STYLES[Tone.WARNING]))
        earlier = standing_review(
            self._known.state, self._known.gate, self._known.today, before.wave.uid if before.wave else None
        )
        if earlier is not None:
            words = _("It will supersede {review}, {decision} on {day}").format(
                review=display_line(str(earlier)), decision=words_of(earlier.decision),
                day=day(earlier.held_on, self._known.today),
            )  # fmt: skip
            lines.append(content_of(words, STYLES[Tone.WARNING]))
        return Content("\n").join(lines)

    def _meaning(self, ruling: Ruling) -> Content:
        """What a decision asks for."""
        if ruling.decision is None:
            return Content("")
        told = []
        if self._found is not None and is_against(ruling.decision, self._found.answer):
            words = _("! Against the verdict, {verdict}: it needs a reason, and stays visible").format(
                verdict=_(self._found.answer.label)
            )
            told.append(content_of(words, STYLES[Tone.WARNING]))
        if ruling.decision is Decision.CONDITIONAL:
            told.append(content_of(_("It needs at least one condition"), STYLES[Tone.QUIET]))
        return Content("\n").join(told)

    def _told_condition(self, line: AgreedLine) -> str:
        return " · ".join(filter(None, (line.text, *self._told_agreed(line))))

    def _told_waiver(self, line: AgreedLine) -> str:
        who, when, what = self._told_agreed(line)
        return " · ".join(filter(None, (what, _("until {day}").format(day=when), who, line.text)))

    def _told_agreed(self, line: AgreedLine) -> tuple[str, str, str]:
        named = next((say(each.name) for each in self._known.judged if each.criterion is line.criterion), "")
        return self._told_in.named("person", line.person), day(line.day, self._known.today), named

    # What keys do

    def action_go(self, by: int, around: bool = False) -> None:
        """Go to the next field or the one before; above the first stands the verdict."""
        if by < 0 and not around and self.rows[0].input.has_focus:
            self.query_one(FormPage).scroll_home(animate=False)
        else:
            super().action_go(by, around)

    async def action_submit(self) -> None:
        """Say what is missing; ask once more where nothing is, as a review cannot be taken back; then hand it over."""
        if self._handed_over:
            return
        self._look()
        self._submitting = self._found is None
        if self._found is None:
            return
        ruling, problems = self._ruling()
        wrong = {problem.field for problem in problems}
        problems += [Problem(each.message, WAIVERS) for each in self._refused]
        problems += [each for each in ruling_problems(ruling, self._found.answer) if each.field not in wrong]
        await self.show_problems(problems)
        if problems:
            return
        if self._said_once != self.draft:
            self._said_once = self.draft
            words = _("A review stays, and cannot be taken back. Once more, and {decision} is held")
            assert ruling.decision
            self._notice(words.format(decision=words_of(ruling.decision)))
            return
        self._handed_over = True
        self.post_message(self.Ruled(ruling))

    def go_on(self) -> None:
        """Go on with what is typed: it was refused."""
        self._handed_over, self._said_once = False, None


def _counted(head: str, found: Verdict) -> Content:
    sign = sign_of(found.answer)
    return Content.assemble(
        (f"{head}  ", STYLES[Tone.STRONG]), (words_of(found.answer), STYLES[sign.tone]), f"  {say(found.summary)}"
    )
