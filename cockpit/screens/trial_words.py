"""What the header says of a trial, so that nobody takes what is tried for what is."""

from cockpit.language import _, day, ngettext
from cockpit.screens.situation import Situation
from cockpit.widgets.header import Part
from cockpit.widgets.signs import TRIED, TRIED_STYLE


def part(situation: Situation) -> Part:
    """The trial in the header, from long to short: how much is tried, as of which day, and what it does to the verdict."""
    trial, actual = situation.trial, situation.actual
    assert trial
    assert actual
    named = f"{TRIED.glyph} {_('what if')}"
    if situation.today > actual.today:
        named = _("{what_if} on {day}").format(what_if=named, day=day(situation.today, actual.today))
    if trial.tried:
        counted = ngettext("{count} change", "{count} changes", len(trial.tried)).format(count=len(trial.tried))
        lengths = [f"{named}: {counted}, {turn_words(situation)}", f"{named}: {counted}", named]
    else:
        lengths = [_("{what_if}: nothing tried yet").format(what_if=named), named]
    return Part(tuple(f" {words} " for words in lengths), TRIED_STYLE)


def turn_words(situation: Situation) -> str:
    """What a trial does to the verdict at the gate that is looked at."""
    before, after = situation.verdict_before.answer, situation.verdict.answer
    if before is after:
        return _("still {answer}").format(answer=_(after.label))
    return f"{_(before.label)} → {_(after.label)}"
