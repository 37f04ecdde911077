"""The verdict over time in words and signs: a sign for each week, since when it is what it is, and what turned it."""

from datetime import date

from cockpit.domain.evidence import CriterionState
from cockpit.domain.readiness.past_verdicts import Turn, TurnedCriterion, TurningAct, VerdictHistory
from cockpit.language import _, day, headed, moment, say
from cockpit.widgets.signs import sign_of, words_of

LONGEST_STRIP = 52
"""Weeks that a strip shows at most: a year."""


def strip_of(history: VerdictHistory, cells: int = LONGEST_STRIP) -> str:
    """The answer at the end of each week as its sign, the last weeks that fit into ``cells``."""
    return "".join(sign_of(each.answer).glyph for each in history.weeks[-cells:])


def since_words(history: VerdictHistory, today: date) -> str:
    """Since when the answer has been what it is: ``NO-GO since Tue 3 Nov``; all along where it never was another."""
    answer = _(history.verdicts[-1].answer.label)
    if history.since is None:
        return _("{answer} all along, since {day} at least").format(answer=answer, day=day(history.first, today))
    return _("{answer} since {day}").format(answer=answer, day=day(history.since, today))


def answer_words(turn: Turn) -> str:
    """Where the answer went on a day, or what it stayed."""
    if turn.before is turn.after:
        return _("still {answer}").format(answer=words_of(turn.after))
    return _("{before} → {after}").format(before=words_of(turn.before), after=words_of(turn.after))


def state_words(state: CriterionState | None) -> str:
    """Where a criterion stands; None where the gate does not ask it."""
    return words_of(state) if state else _("not asked")


def turned_words(criterion: TurnedCriterion) -> str:
    """Where a criterion went: ``✗ not met → ✓ met``."""
    return _("{before} → {after}").format(before=state_words(criterion.before), after=state_words(criterion.after))


def turned_signs(criterion: TurnedCriterion) -> str:
    """Where a criterion went, in signs: ``✗→✓``; a dash where it was not asked."""
    before, after = (sign_of(state).glyph if state else "–" for state in (criterion.before, criterion.after))
    return f"{before}→{after}"


def why_words(criterion: TurnedCriterion) -> str:
    """Why a criterion stands where it stands now; that time did it, where nobody's act had part in it."""
    if criterion.after is None:
        return _("the gate no longer asks it")
    summary = say(criterion.summary)
    return headed(_("time went by"), summary) if criterion.by_time else summary


def act_words(act: TurningAct) -> str:
    """Who did something when, and what."""
    at = _("{who}, {at}").format(who=act.who, at=moment(act.at))
    return headed(at, " · ".join(map(say, act.said)))


def who_words(turn: Turn) -> str:
    """Whose acts had part in it; time where nobody's had."""
    return ", ".join(dict.fromkeys(act.who for act in turn.acts)) or _("time")
