"""Holding the review of a gate, on top of the readiness: one page, one act."""

from collections.abc import Callable
from pathlib import PurePath
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult

from cockpit.domain.gate import GateReview
from cockpit.domain.person import Person
from cockpit.domain.problem import Problem, Refused
from cockpit.language import _, day
from cockpit.screens.errand_answers import Done
from cockpit.screens.frame import TAKING_BACK, Frame
from cockpit.screens.gate_review_errand import Weighed, WeighingErrand, holding
from cockpit.screens.gate_review_form import GateReviewForm
from cockpit.screens.situation import Situation
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.typed_text import cut

_LONGEST_NAME = 40


def why_no_review(situation: Situation, key_of: Callable[[str], str]) -> str:
    """Why no review can be held; empty where one can.  ``key_of`` tells the key of a binding as people read it."""
    if situation.seen_from is not None:
        words = _("A review is held today, on what is known today; this is {day}")
        return words.format(day=day(situation.today, situation.seen_from))
    if situation.read_only:
        return _("This store is open for reading only; no review can be held")
    if situation.trial is not None:
        return _("A review is held on what is, and a trial goes on; keep or drop it first")
    if not situation.state.all(Person):
        words = _("There is nobody yet who could decide; people have a table of their own in the charter ({key})")
        return words.format(key=key_of("mode.charter"))
    return ""


class GateReviewScreen(Frame):
    """The page of one gate's review; what is typed is kept when it is left."""

    CSS_PATH: ClassVar[list[str | PurePath]] = Frame.CSS_PATH

    def __init__(self, known: Situation) -> None:
        """``known`` is what is known of the gate that is reviewed."""
        super().__init__("readiness")
        self._known = known.at_gate(known.gate, known.chosen_wave)
        self._held = ""
        self._weighing = WeighingErrand(self)

    def compose_body(self) -> ComposeResult:
        """The page."""
        draft = self.cockpit.drafts.of(
            GateReview.kind, self._draft_of, lambda uid: self._known.state.get(GateReview, uid) is not None
        )
        yield GateReviewForm(self._known, draft, self.cockpit.key_of("form.start_over"))

    @property
    def form(self) -> GateReviewForm:
        """The page."""
        return self.query_one(GateReviewForm)

    @property
    def _draft_of(self) -> str:
        """What tells the draft of this gate's review from those of others."""
        wave = self._known.verdict.wave
        return " ".join(filter(None, (self._known.gate.value, wave.uid if wave else "")))

    async def stand(self, situation: Situation) -> None:
        """Show the gate as it stands now."""
        if situation.state is not self._known.state or situation.today != self._known.today:
            self._known = situation.at_gate(self._known.gate, self._known.chosen_wave)
            self.form.stand(self._known)

    def allows(self, action: str) -> bool:
        """Nothing that is not seen here is taken back from here; while a review is being held, nothing but the end goes past the page."""
        return action == "quit" if self._held else action not in TAKING_BACK

    def keep_draft(self) -> None:
        """Keep what is typed, as the cockpit is about to end."""
        for form in self.query(GateReviewForm):
            if form.is_mounted and not self._held:
                self.cockpit.drafts.keep(GateReview.kind, self._draft_of, form.draft)

    def on_entity_form_draft_kept(self, event: EntityForm.DraftKept) -> None:
        """Keep what is typed."""
        if not self._held:
            self.cockpit.drafts.keep(GateReview.kind, self._draft_of, event.draft)

    def on_entity_form_cancelled(self) -> None:
        """Leave; the draft waits for the next time.  A review that is being held is waited for."""
        if self._held:
            return
        kept = bool(self.cockpit.drafts.of(GateReview.kind, self._draft_of))
        self.app.pop_screen()
        if kept:
            self.say(_("Nothing was held; what you typed waits for the next time"))

    def on_gate_review_form_ruled(self, event: GateReviewForm.Ruled) -> None:
        """Hold the review, in the background."""
        situation = self.cockpit.situation
        if situation is not None and (reason := why_no_review(situation, self.cockpit.key_of)):
            self.form.go_on()
            self.say(reason, severity="warning")
            return
        self._held = str(uuid4())
        self.cockpit.drafts.keep(GateReview.kind, self._draft_of, self.form.draft, becomes=self._held)
        self.cockpit.run_errand(holding(self._known, event.ruling, self._held), self)

    def on_gate_review_form_weighing(self, event: GateReviewForm.Weighing) -> None:
        """Have the verdict under what is typed worked out, in the background."""
        self._weighing.see_to(event.known, event.ruling)

    async def on_weighed(self, event: Weighed) -> None:
        """Say what the waivers come to."""
        for form in self.query(GateReviewForm):
            await form.weighed(event)

    async def deny(self, refused: Refused) -> None:
        """Say what stands in the way; the page stays as it is."""
        self._held = ""
        self.form.go_on()
        known = {row.spec.name for row in self.form.rows}
        await self.form.show_problems([each if each.field in known else Problem(each.message) for each in refused.problems])

    def on_done(self, event: Done) -> None:
        """Go back, with the cursor on the review."""
        uid = self._held
        self.cockpit.drafts.drop(GateReview.kind, self._draft_of)
        situation = self.cockpit.situation
        row = situation.state.get(GateReview, uid) if situation else None
        self.app.pop_screen()
        if row is not None:
            self.say(_("{review} is held").format(review=cut(str(row), _LONGEST_NAME)))
            self.app.call_later(self.cockpit.show_row, row.kind, row.uid)
