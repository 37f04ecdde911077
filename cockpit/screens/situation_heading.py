"""What the header says of a situation: the project and its phase, the verdict, and whose session it is or which day is looked at."""

from cockpit.domain.evidence import MET, counted
from cockpit.domain.message import N_, Message, message
from cockpit.domain.phase import week_of
from cockpit.domain.readiness import phase_of
from cockpit.language import _, capitalised, say
from cockpit.screens.situation import Situation
from cockpit.widgets.header import Heading, Part
from cockpit.widgets.signs import PAST, STYLES, Tone


def heading_of(situation: Situation) -> Heading:
    """The heading, each part of it from long to short."""
    verdict, sign, title = situation.verdict, situation.answer_sign, situation.state.project.title
    answer = f"{sign.glyph} {_(verdict.answer.label)}"
    kept_shut = [say(counted(state, count)) for state, count in verdict.counts.items() if count and state is not MET]
    short = [" · ".join((answer, *kept_shut[:many])) for many in range(len(kept_shut), -1, -1)]
    gate = _("{gate} gate").format(gate=_(situation.gate.label))
    told = Part((f"{gate} {short[0]}", *short), STYLES[sign.tone])
    phase = Part(tuple(capitalised(say(sentence)) for sentence in _phase(situation)))
    if situation.trial is not None:
        from cockpit.screens.trial_words import part

        return Heading(title, (part(situation), told, phase), (2, 1, 0))
    return Heading(title, (told, _who(situation), phase), order=(2, 0, 1), who=None if situation.as_of else 1)


def _who(situation: Situation) -> Part:
    if situation.as_of:
        return Part(situation.as_of, STYLES[PAST.tone])
    if situation.read_only:
        return Part((f"{situation.who} · {_('read-only')}", _("read-only")), STYLES[Tone.WARNING])
    return Part((situation.who,))


def _phase(situation: Situation) -> tuple[Message, ...]:
    """The phase and how far it is gone, from long to short."""
    code = situation.state.project.phase
    name = Message(code.label)
    row = phase_of(situation.state, code)
    place = week_of(row, situation.today) if row else None
    if place is None:
        return (name,)
    week, weeks = place
    return (
        message(N_("{phase}, week {week} of {weeks}"), phase=name, week=week, weeks=weeks),
        message(N_("{phase} {week}/{weeks}"), phase=name, week=week, weeks=weeks),
        name,
    )
