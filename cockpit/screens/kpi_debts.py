"""The targets of a KPI in its detail: the one in force, its own, and every debt that was accepted on it."""

from cockpit.domain.accepted_debt import AcceptedDebt, DebtState, debt_state
from cockpit.domain.kpi import Kpi
from cockpit.domain.kpi_standing import Standing
from cockpit.domain.person import Person
from cockpit.language import _, day
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, Fact, Target
from cockpit.widgets.kpi_words import amount_words
from cockpit.widgets.signs import EXCEPTED, Tone, sign_of, words_of


def target_facts(situation: Situation, standing: Standing) -> list[Fact]:
    """The target that counts and, with a debt in force, the KPI's own beside it, until when, by whom and why."""
    kpi, debt = standing.kpi, standing.debt
    if kpi.target is None:
        return []
    if debt is None:
        return [Fact(_("Target"), Cell(amount_words(kpi, kpi.target)))]
    words = _("{sign} {target} instead of {own}, accepted until {day} by {who}: {reason}").format(
        sign=EXCEPTED.glyph, target=amount_words(kpi, debt.target), own=amount_words(kpi, kpi.target),
        day=day(debt.expires_on, situation.today), who=_who(situation, debt), reason=debt.reason,
    )  # fmt: skip
    return [Fact(_("Target"), Cell(words, EXCEPTED.tone))]


def debt_blocks(situation: Situation, kpi: Kpi) -> list[Block]:
    """The debts accepted on a KPI, the last one first, each with what it counts for today; a line leads to its row."""
    debts = sorted(situation.state.of(AcceptedDebt, "kpi", kpi.uid), key=lambda each: (each.accepted_on, each.uid), reverse=True)
    if not debts:
        return []
    lines = tuple(_line(situation, kpi, each) for each in debts)
    return [Block(_(AcceptedDebt.plural), lines, tuple(Target(each.kind, each.uid) for each in debts))]


def _line(situation: Situation, kpi: Kpi, debt: AcceptedDebt) -> tuple[Cell, ...]:
    found = debt_state(situation.state, kpi, debt, situation.today)
    expired = _("{target}, expired on {day}, {who}: {reason}")
    until = _("{target}, from {first} until {day}, {who}: {reason}")
    words = (expired if found is DebtState.EXPIRED else until).format(
        target=amount_words(kpi, debt.target), first=day(debt.accepted_on, situation.today), day=day(debt.expires_on, situation.today),
        who=_who(situation, debt), reason=debt.reason,
    )  # fmt: skip
    quiet = Tone.PLAIN if found is DebtState.IN_FORCE else Tone.QUIET
    return Cell(debt.ref, Tone.QUIET), Cell(words_of(found), sign_of(found).tone), Cell(words, quiet)


def _who(situation: Situation, debt: AcceptedDebt) -> str:
    person = situation.state.get(Person, debt.owner)
    return person.handle if person else "?"
