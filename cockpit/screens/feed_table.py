"""The feeds: what each reads, where it stands and why, and the lines that it could not take."""

from collections.abc import Iterator

from cockpit.domain.feed import Feed, FeedSource
from cockpit.domain.feed_progress import FeedState
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_
from cockpit.language import _, capitalised, moment, ngettext, number
from cockpit.screens.feed_standing import FeedStanding
from cockpit.screens.sections import Section, SituationContext, facts
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page
from cockpit.widgets.feed_words import bad_line_words, bad_words, fault_words, measured_words, source_words, value_words
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import Tone, sign_of, words_of


def standing_of(situation: Situation, feed: Feed) -> FeedStanding | None:
    """Where a feed stands; None on a day of the past, of which nobody knows."""
    return situation.feeds.get(feed.uid)


def state_cell(standing: FeedStanding | None) -> Cell:
    """What becomes of a feed, with a sign where lines of it could not be taken."""
    if standing is None:
        return Cell("")
    return Cell(words_of(standing.state), sign_of(standing.state).tone)


def _state(feed: Feed, context: SituationContext) -> Cell:
    return state_cell(standing_of(context.situation, feed))


def _order(feed: Feed, context: SituationContext) -> int | None:
    standing = standing_of(context.situation, feed)
    return None if standing is None else list(FeedState).index(standing.state)


def _value(feed: Feed, context: SituationContext) -> Cell:
    standing = standing_of(context.situation, feed)
    return Cell("" if standing is None else last_words(context.situation, standing))


def last_words(situation: Situation, standing: FeedStanding) -> str:
    """The last value of a feed, with the unit of its KPI; where lines are of several, without."""
    kpi = None if standing.feed.kpi_field else situation.state.get(Kpi, standing.feed.kpi)
    return value_words(kpi, standing.progress)


def _measured(feed: Feed, context: SituationContext) -> Cell:
    standing = standing_of(context.situation, feed)
    return Cell("" if standing is None else measured_words(standing.progress, context.today))


def _measured_order(feed: Feed, context: SituationContext) -> str | None:
    standing = standing_of(context.situation, feed)
    return None if standing is None else standing.progress.measured_at or None


def _bad(feed: Feed, context: SituationContext) -> Cell:
    standing = standing_of(context.situation, feed)
    bad = 0 if standing is None else standing.progress.bad
    return Cell(f"! {number(bad, 0)}" if bad else "", Tone.WARNING)


def _bad_order(feed: Feed, context: SituationContext) -> int | None:
    standing = standing_of(context.situation, feed)
    return None if standing is None else standing.progress.bad


def _reads(feed: Feed, _context: SituationContext) -> Cell:
    return Cell(source_words(feed), Tone.QUIET)


def page(situation: Situation, feed: Feed) -> Page:
    """All about a feed: where it stands and why, what it has brought, what it reads, and the lines that it could not take."""
    standing = standing_of(situation, feed)
    told: list[Fact | Block] = [] if standing is None else list(_standing_facts(situation, standing))
    if standing is not None and standing.progress.bad:
        told.append(_bad_block(standing))
    told += _source_parts(feed)
    told += facts(situation, feed, ("kpi", "group", "format", "decimal", "time_field", "value_field", "kpi_field", "group_field"))
    return Page(str(feed), tuple(told))


def _standing_facts(situation: Situation, standing: FeedStanding) -> Iterator[Fact]:
    progress, state = standing.progress, standing.state
    yield Fact(_("State"), state_cell(standing))
    if progress.fault is not None and state is not FeedState.OFF:
        yield Fact(_("Because"), Cell(capitalised(fault_words(progress.fault)), sign_of(state).tone))
    if not standing.trusted:
        words = {
            FeedState.UNTRUSTED: _("no: nothing is read or run for it before it is"),
            FeedState.OFF: _("no"),
        }.get(state, _("no: somebody else follows it"))
        yield Fact(_("Trusted here"), Cell(words, Tone.WARNING))
    if progress.value is not None:
        yield Fact(_("Last value"), Cell(f"{last_words(situation, standing)}, {measured_words(progress, situation.today)}"))
    if progress.taken_at is not None:
        words = ngettext("{count} value, the last on {moment}", "{count} values, the last on {moment}", progress.taken)
        yield Fact(_("Brought"), Cell(words.format(count=number(progress.taken, 0), moment=moment(progress.taken_at))))
    if progress.replaced:
        words = ngettext(
            "{count} took the place of another of the same time",
            "{count} took the place of others of the same time",
            progress.replaced,
        )
        yield Fact("", Cell(words.format(count=number(progress.replaced, 0))))


def _source_parts(feed: Feed) -> Iterator[Fact | Block]:
    if feed.source is FeedSource.FILE:
        yield Fact(_("Follows"), Cell(feed.path))
        return
    words = _("every {seconds} s, for at most {limit} s")
    yield Fact(_("Runs"), Cell(words.format(seconds=number(feed.every, 0), limit=number(feed.limit, 0))))
    yield Block(_("Command, an argument a line"), tuple((Cell(word),) for word in feed.command))


def _bad_block(standing: FeedStanding) -> Block:
    """The lines that could not be taken, the last one first."""
    progress = standing.progress
    lines = [(Cell(bad_line_words(each)),) for each in reversed(progress.bad_lines)]
    if more := progress.bad - len(lines):
        lines.append(
            (Cell(ngettext("and {count} earlier", "and {count} earlier", more).format(count=number(more, 0)), Tone.QUIET),)
        )
    return Block(capitalised(bad_words(progress.bad)), tuple(lines))


SECTION = Section(
    Feed,
    (
        column_for(Feed, "ref"),
        column_for(Feed, "title", minimum=12, maximum=40),
        Column("state", N_("State"), _state, _order, minimum=9, maximum=18, priority=0),
        Column("value", N_("Last value"), _value, right=True, minimum=8, maximum=13, priority=0),
        Column("measured", N_("Measured"), _measured, _measured_order, minimum=8, maximum=18, priority=2),
        Column("bad", N_("Bad lines"), _bad, _bad_order, right=True, minimum=5, maximum=9, priority=3),
        column_for(Feed, "kpi", minimum=4, maximum=6, priority=1),
        column_for(Feed, "group", minimum=6, maximum=13, priority=5),
        Column("reads", N_("Reads"), _reads, minimum=8, maximum=60, priority=4),
    ),
    lambda situation: situation.state.all(Feed),
    page,
    first=("title", "kpi", "group", "source", "path", "command", "every", "format"),
    empty=N_("No feed yet. {new} makes one: a file that grows or a command brings the measurements of a KPI by itself"),
)
"""The table of feeds."""
