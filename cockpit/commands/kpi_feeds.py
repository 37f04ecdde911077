"""``cockpit kpi watch`` and ``cockpit kpi trust``: live KPIs without the screens, and what may be read and run for them."""

import json
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.commands.output import put, put_table, tell, wrong_usage
from cockpit.commands.session import Session
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.language import _, headed, number, say

if TYPE_CHECKING:
    from cockpit.domain.feed import Feed
    from cockpit.domain.state import ProjectState
    from cockpit.feeds.follower import Follower, Step, Told
    from cockpit.feeds.trust import Trust

_MOST_TOLD = 10
"""Bad lines that are told of one feed at once."""

AsJsonLines = Annotated[
    bool, typer.Option("--json", help=N_("Write JSON, a line for each feed that has brought something or fails"))
]


def watch(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help=N_("Take what is there, run each command that is due, and end"))] = False,
    seconds: Annotated[str | None, typer.Option("--for", help=N_("End after so many seconds"), metavar="SECONDS")] = None,
    as_json: AsJsonLines = False,
) -> int:
    from cockpit.feeds import PAUSE
    from cockpit.feeds.follower import Follower
    from cockpit.feeds.trust import Trust, trust_file

    session: Session = context.obj
    span = _span(seconds)
    with session.store() as store, _ended_by_signals() as ended:
        project = session.chosen(store)
        trust = Trust(trust_file(), store.path)
        if store.read_only:
            raise refuse(message(N_("{path} is open for reading only; nothing was written"), path=str(store.path)))
        _look_over(store.load(project.uid), trust)
        end = None if span is None else monotonic() + span
        with closing(Follower(store, project.uid, trust, lambda: datetime.now(UTC))) as follower:
            begins = True
            while True:
                begun = monotonic()
                step = follower.step()
                _tell(store.load(project.uid), [*step.told, *(_known_to_fail(follower, step) if begins else ())], as_json=as_json)
                for feed in follower.elsewhere if begins else ():
                    tell(message(N_("{feed} is followed by another session, which writes what it brings"), feed=str(feed)))
                begins = False
                if once and not step.more and not follower.is_busy:
                    return _outcome(follower)
                left = 0.0 if step.more else PAUSE - (monotonic() - begun)
                if end is not None:
                    left = min(left, end - monotonic())
                if ended.wait(max(left, 0.0)) or (end is not None and monotonic() >= end):
                    return 0


def _span(given: str | None) -> float | None:
    if given is None:
        return None
    try:
        span = float(given)
    except ValueError:
        span = 0.0
    if not 0 < span < 1e9:
        sentence = N_("{name}: “{value}” is not allowed; it must be {allowed}")
        raise wrong_usage(message(sentence, name="--for", value=given[:40], allowed=message(N_("a number of seconds"))))
    return span


@contextmanager
def _ended_by_signals() -> Iterator[Event]:
    """What is set once somebody asks the command to end; what it has read by then is written."""
    ended = Event()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, lambda _number, _frame: ended.set()) for number in numbers]
    try:
        yield ended
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _look_over(state: "ProjectState", trust: "Trust") -> None:
    """Refuse where there is nothing to watch; tell which feeds are left alone."""
    from cockpit.domain.feed import Feed

    feeds = state.all(Feed)
    if not any(feed.enabled for feed in feeds):
        sentence = (
            N_("No feed of this project is on; make one on the screen of the KPIs")
            if not feeds
            else N_("Every feed of this project is off")
        )
        raise refuse(message(sentence))
    left_alone = [feed for feed in feeds if feed.enabled and not trust.trusts(feed.words)]
    for feed in left_alone:
        tell(
            message(
                N_("{feed} is left alone: it is not trusted here; “cockpit kpi trust {ref}” shows what it reads"),
                feed=str(feed),
                ref=feed.ref,
            )
        )
    if len(left_alone) == sum(feed.enabled for feed in feeds):
        raise refuse(message(N_("No feed of this project is trusted here")))


def _known_to_fail(follower: "Follower", step: "Step") -> list["Told"]:
    """The feeds that failed before already, and of which the first step has nothing to tell."""
    from cockpit.feeds.follower import Told

    told = {each.feed.uid for each in step.told}
    failing = [(feed, progress) for feed, progress in follower.followed if progress.fault is not None and feed.uid not in told]
    return [Told(feed, 0, (), progress, progress) for feed, progress in failing]


def _tell(state: "ProjectState", news: Iterable["Told"], *, as_json: bool) -> None:
    for told in news:
        if as_json:
            put(json.dumps(_plain(state, told), ensure_ascii=False, allow_nan=False))
        else:
            _tell_one(state, told)
    sys.stdout.flush()


def _tell_one(state: "ProjectState", told: "Told") -> None:
    from cockpit.domain.feed_progress import FeedFault
    from cockpit.domain.kpi import Kpi
    from cockpit.widgets.feed_words import bad_line_words, bad_words, fault_words, measured_words, value_words

    progress, feed = told.progress, told.feed
    if told.taken:
        value = value_words(state.get(Kpi, feed.kpi) if not feed.kpi_field else None, progress)
        words = message(
            N_("{count} value, {value} ({moment})"), N_("{count} values, the last {value} ({moment})"),
            count=told.taken, value=value, moment=measured_words(progress),
        )  # fmt: skip
        put(f"{datetime.now().astimezone():%H:%M:%S}  {headed(str(feed), say(words))}")
    for line in told.bad[:_MOST_TOLD]:
        tell(message("{said}", said=headed(str(feed), bad_line_words(line))))
    if len(told.bad) > _MOST_TOLD:
        tell(message("{said}", said=headed(str(feed), _("and {bad} more").format(bad=bad_words(len(told.bad) - _MOST_TOLD)))))
    if progress.fault is not None:
        waits = progress.fault.why is FeedFault.MISSING
        sentence = N_("{feed} waits {since}") if waits else N_("{feed} fails {since}")
        tell(message(sentence, feed=str(feed), since=fault_words(progress.fault)))
    elif told.before.fault is not None:
        tell(message(N_("{feed} gives values again"), feed=str(feed)))


def _plain(state: "ProjectState", told: "Told") -> dict[str, Any]:
    """What a feed has brought, as ``docs/json.md`` describes it."""
    from cockpit.domain.entity import instant_text
    from cockpit.domain.feed_progress import feed_state
    from cockpit.domain.kpi import Kpi

    feed, progress, fault = told.feed, told.progress, told.progress.fault
    kpi = state.get(Kpi, feed.kpi)
    return {
        "feed": feed.ref,
        "uid": feed.uid,
        "title": feed.title,
        "kpi": kpi.ref if kpi else "",
        "state": feed_state(feed, progress, trusted=True).value,
        "taken": told.taken,
        "value": progress.value,
        "measured_at": progress.measured_at or None,
        "fault": fault.why.value if fault else None,
        "reason": say(fault.said) if fault else None,
        "since": instant_text(fault.since) if fault else None,
        "bad": len(told.bad),
        "bad_lines": [{"line": each.line, "why": each.why.value, "said": say(each.said)} for each in told.bad],
    }


def _outcome(follower: "Follower") -> int:
    """The exit code of a single look: whether each feed has given what it should."""
    from cockpit.domain.feed_progress import FeedFault

    failing = [
        feed for feed, progress in follower.followed if progress.fault is not None and progress.fault.why is not FeedFault.MISSING
    ]
    return 1 if failing else 0


def trust(
    context: typer.Context,
    feed: Annotated[
        str | None,
        typer.Argument(help=N_("The feed, by ref or title; without it, all are listed"), metavar="[FEED]", show_default=False),
    ] = None,
    untrust: Annotated[bool, typer.Option("--untrust", help=N_("Trust it no more"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Do not ask"))] = False,
) -> None:
    from cockpit.feeds.trust import Trust, trust_file

    session: Session = context.obj
    with session.store(read_only=True) as store:
        state = store.load(session.chosen(store).uid)
        known = Trust(trust_file(), store.path)
    if feed is None:
        _list(state, known)
        return
    found = _named(state, feed)
    _show(found)
    if untrust:
        known.distrust(found.words)
        tell(message(N_("{feed} is not trusted here; nothing is read or run for it"), feed=str(found)))
        return
    if known.trusts(found.words):
        tell(message(N_("{feed} is trusted here already"), feed=str(found)))
        return
    if not yes and not _agreed(found):
        raise Refused([Problem(message(N_("Nothing was changed; {feed} is not trusted here"), feed=str(found)))])
    known.trust(found.words)
    tell(message(N_("{feed} is trusted in this store, as long as it is exactly this"), feed=str(found)))


def _list(state: "ProjectState", known: "Trust") -> None:
    from cockpit.domain.feed import Feed
    from cockpit.widgets.feed_words import source_words

    rows = [
        (each.ref, each.title, _("yes") if known.trusts(each.words) else _("no"), source_words(each)) for each in state.all(Feed)
    ]
    put_table((_("Ref"), _("Feed"), _("Trusted here"), _("Reads")), rows)


def _named(state: "ProjectState", name: str) -> "Feed":
    from cockpit.domain.feed import Feed
    from cockpit.domain.text import folded
    from cockpit.domain.validation import echo

    feeds = state.all(Feed)
    named = [each for each in feeds if folded(name) in (folded(each.ref), folded(each.title))]
    if len(named) == 1:
        return named[0]
    if not feeds:
        raise refuse(message(N_("The project has no feed; make one on the screen of the KPIs")))
    raise refuse(
        message(N_("There is no feed “{name}”; there are: {feeds}"), name=echo(name), feeds=tuple(each.ref for each in feeds))
    )


def _show(feed: "Feed") -> None:
    """What a feed reads or runs, to the letter: an argument a line."""
    from cockpit.domain.feed import FeedSource

    if feed.source is FeedSource.FILE:
        put(_("{feed} follows this file:").format(feed=feed))
        put(f"    {feed.path}")
        return
    words = _("{feed} runs this every {seconds} s, an argument a line, without a shell:")
    put(words.format(feed=feed, seconds=number(feed.every, 0)))
    for word in feed.command:
        put(f"    {word}")


def _agreed(feed: "Feed") -> bool:
    """Ask; where nobody can be asked, say how to answer."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise wrong_usage(message(N_("There is nobody to ask; look at it, and say --yes to trust {ref}"), ref=feed.ref))
    tell(message(N_("Trust exactly this, in this store, for you alone? Type {yes} to do so:"), yes=_("yes")))
    return sys.stdin.readline().strip().lower() in (_("yes"), "yes", "y")
