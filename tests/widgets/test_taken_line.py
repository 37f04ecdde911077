"""What is said at a stand-up is taken down in one line; what it becomes is told before it is, and what is wrong with it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit import language
from cockpit.domain.action import Action
from cockpit.domain.gate import Criterion
from cockpit.domain.kpi import Kpi
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.domain.risk import Risk
from cockpit.domain.standup_taking import Said, Taking
from cockpit.domain.wave import Wave
from cockpit.language import say
from cockpit.widgets.column import Context
from cockpit.widgets.taken_line import Bearings, offers, read_taken, said_words
from tests.domain.projects import TODAY, project, row
from tests.thoroughness import examples

LEA = row(Person, "P-1", handle="lea", name="Léa Martin")
TOM = row(Person, "P-2", handle="tom", name="Tom")
GONE = row(Person, "P-3", handle="luc", name="Luc", active=False)
PEAK = row(Risk, "R-3", title="Peak load", inherent_likelihood=4, inherent_impact=5)
QUOTA = row(Risk, "R-9", title="Quota", inherent_likelihood=2, inherent_impact=2)
SPEED = row(Kpi, "K-3", title="Response p95", unit="ms", decimals=0)
DEMO = row(Milestone, "M-2", title="Demo")
LYON = row(Wave, "V-1", title="Lyon", number=1)
NETWORK = row(Criterion, "CR-3", title="Network", policy="GP-1", rule="manual_check")
REHEARSE = row(Action, "A-14", title="Rehearse", owner="P-1", blocker="The old one")
INDEX = row(Action, "A-21", title="Index the table", owner="P-2", state="done", done_on=TODAY)
CONTEXT = Context(project(LEA, TOM, GONE, PEAK, QUOTA, SPEED, DEMO, LYON, NETWORK, REHEARSE, INDEX), TODAY)
ALONE = Context(project(PEAK), TODAY)

NOWHERE = Bearings()

NEXT_FRIDAY = TODAY + timedelta(2)
"""Today is Wednesday, 18 March 2026."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    language.choose("en", {})
    yield
    language.choose("en", {})


def read(taking: Taking, typed: str, bearings: Bearings = NOWHERE, context: Context = CONTEXT) -> Said | list[str]:
    try:
        return read_taken(taking, typed, context, bearings)
    except Refused as refused:
        return [say(each.message) for each in refused.problems]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("fix the rollback script @lea 12/12 !R-3", ("fix the rollback script", "P-1", date(2026, 12, 12), (PEAK,))),
        ("@TOM fix it fri !k-3", ("fix it", "P-2", NEXT_FRIDAY, (SPEED,))),
        ("!M-2, fix it by next friday @tom.", ("fix it", "P-2", NEXT_FRIDAY + timedelta(7), (DEMO,))),
        ("fix it !V-1 !CR-3 !r-3 !R-3 @lea", ("fix it", "P-1", None, (LYON, NETWORK, PEAK))),
        ("call the supplier @lea !A-14 +2w", ("call the supplier", "P-1", TODAY + timedelta(14), (REHEARSE,))),
        ("by friday @lea", ["no words; write what it is before the day"]),
        ("fix it", ["nobody is named; write @lea, @tom"]),
        ("fix it @bob", ["nobody is called @bob; there are @lea, @tom"]),
        ("fix it @lea @tom", ["@lea, @tom are several people; name one"]),
        (
            "fix it @lea !R-33",
            ["nothing is called !R-33; after ! stands the ref of a risk, KPI, milestone, wave, criterion or action"],
        ),
        ("fix it @lea !R-3 !R-9", ["R-3, R-9 are several of a kind, Risk; an action serves one"]),
        ("fix it @lea 3/4", ["“3/4” can be read as Wed 4 Mar 2026 or as Fri 3 Apr 2026; write one of these"]),
        ("fix it @lea 2026-03-01", ["“2026-03-01” is Sun 1 Mar 2026, which is over"]),
        (f"{'x' * 201} @lea", ["201 characters; at most 200 are possible"]),
    ],
)  # fmt: skip
def test_an_action_says_what_who_by_when_and_what_it_serves(typed: str, said: tuple[object, ...] | list[str]) -> None:
    found = read(Taking.ACTION, typed)
    if isinstance(said, list):
        assert found == said
    else:
        assert isinstance(found, Said)
        assert (found.text, found.person, found.day, found.rows) == said


@pytest.mark.parametrize(
    ("typed", "text", "on"),
    [
        ("réparer le script pour vendredi @lea", "réparer le script", NEXT_FRIDAY),
        ("réparer avant le 12/12 @lea", "réparer", date(2026, 12, 12)),
        ("réparer demain @lea", "réparer", TODAY + timedelta(1)),
        ("réparer d’ici 2s @lea", "réparer d’ici 2s", None),
        ("réparer +2s @lea", "réparer", TODAY + timedelta(14)),
        ("réparer 3/4 @lea", "réparer", date(2026, 4, 3)),
    ],
)
def test_days_are_said_in_french_too(typed: str, text: str, on: date | None) -> None:
    language.choose("fr", {})
    found = read(Taking.ACTION, typed)
    assert isinstance(found, Said)
    assert (found.text, found.day) == (text, on)


def test_whose_turn_it_is_does_it_and_what_the_cursor_is_on_is_served() -> None:
    found = read(Taking.ACTION, "fix it", Bearings("P-2", PEAK))
    assert found == Said(Taking.ACTION, "fix it", "P-2", None, (PEAK,))
    assert read(Taking.ACTION, "fix it @lea !K-3", Bearings("P-2", PEAK)) == Said(Taking.ACTION, "fix it", "P-1", None, (SPEED,))
    assert read(Taking.ACTION, "fix it", Bearings("P-2", REHEARSE)) == Said(Taking.ACTION, "fix it", "P-2")
    assert read(Taking.ACTION, "fix it @bob", Bearings("P-2")) == ["nobody is called @bob; there are @lea, @tom"]


def test_where_there_are_no_people_an_action_is_nobodys() -> None:
    assert read(Taking.ACTION, "fix it", context=ALONE) == Said(Taking.ACTION, "fix it")


def test_a_decision_says_who_and_about_what_and_keeps_its_days_as_words() -> None:
    assert read(Taking.DECISION, "go on with Lyon on fri @tom !R-3 !A-14") == Said(
        Taking.DECISION, "go on with Lyon on fri", "P-2", rows=(PEAK, REHEARSE)
    )
    assert read(Taking.DECISION, "go on", Bearings("P-2", PEAK)) == Said(Taking.DECISION, "go on")


@pytest.mark.parametrize(
    ("typed", "bearings", "said"),
    [
        ("no answer from the supplier !A-14", Bearings("P-2", PEAK), Said(Taking.BLOCKER, "no answer from the supplier", blocks=REHEARSE)),
        ("no answer", Bearings("P-2", REHEARSE), Said(Taking.BLOCKER, "no answer", blocks=REHEARSE)),
        ("no answer", Bearings("P-2", PEAK), Said(Taking.BLOCKER, "no answer", "P-2")),
        ("no answer @lea", Bearings("P-2", REHEARSE), Said(Taking.BLOCKER, "no answer", "P-1")),
        ("no answer fri !R-3", Bearings("P-2"), Said(Taking.BLOCKER, "no answer", "P-2", NEXT_FRIDAY, (PEAK,))),
        ("no answer", Bearings(), ["nobody is named; write @lea, @tom"]),
        ("no answer !A-21", Bearings(), ["A-21 Index the table is done, and nothing stands in its way"]),
        (
            "no answer !A-14 !R-3", Bearings(),
            ["it is A-14 Rehearse that is blocked; say what stands in the way in words, without other names"],
        ),
    ],
)  # fmt: skip
def test_a_blocker_stands_in_the_way_of_an_action_or_becomes_one(typed: str, bearings: Bearings, said: Said | list[str]) -> None:
    assert read(Taking.BLOCKER, typed, bearings) == said


@pytest.mark.parametrize(
    ("taking", "typed", "words"),
    [
        (Taking.ACTION, "fix it @lea 12/12 !R-3", "fix it · @lea · Sat 12 Dec, in 8 mo · serves R-3 Peak load"),
        (Taking.ACTION, "fix it @lea 32/14", "fix it 32/14 · @lea · no due date, as “32/14” is no day"),
        (Taking.ACTION, "fix it @lea 31 février", "fix it 31 février · @lea · no due date, as “31 février” is no day"),
        (Taking.ACTION, "fix it @lea 31 Nov 2026", "fix it 31 Nov 2026 · @lea · no due date, as “31 Nov 2026” is no day"),
        (Taking.ACTION, "buy 40 maisons @lea", "buy 40 maisons · @lea · no due date"),
        (Taking.ACTION, "move all to 1.15 @lea", "move all to 1.15 · @lea · no due date"),
        (
            Taking.BLOCKER,
            "no paper @lea 32/14",
            "no paper 32/14 · @lea · a new action, blocked · no due date, as “32/14” is no day",
        ),
        (Taking.ACTION, "fix it @lea !A-14", "fix it · @lea · no due date · waits for A-14 Rehearse"),
        (Taking.DECISION, "go on @tom !R-3 !K-3", "go on · @tom · about R-3 Peak load, K-3 Response p95"),
        (Taking.DECISION, "go on", "go on"),
        (Taking.BLOCKER, "no answer !A-14", "A-14 Rehearse is blocked: no answer, instead of “The old one”"),
        (Taking.BLOCKER, "no answer @tom", "no answer · @tom · a new action, blocked"),
    ],
)
def test_what_a_line_becomes_is_told(taking: Taking, typed: str, words: str) -> None:
    found = read(taking, typed)
    assert isinstance(found, Said)
    assert said_words(found, CONTEXT) == words


@pytest.mark.parametrize(
    ("typed", "begin", "words"),
    [
        ("fix it @", 7, ["@lea", "@tom"]),
        ("fix it @to", 7, ["@tom"]),
        ("fix it @mart", 7, ["@lea"]),
        ("fix it @luc", 7, []),
        ("fix it !r-", 7, ["!R-3", "!R-9", "!CR-3"]),
        ("!peak", 0, ["!R-3"]),
        ("!index", 0, []),
        ("fix it", 4, []),
        ("fix it @lea ", 12, []),
    ],
)
def test_names_are_completed_by_what_is_typed_of_them(typed: str, begin: int, words: list[str]) -> None:
    at, found = offers(typed, len(typed), CONTEXT.state)
    assert (at, [offer.word for offer in found]) == (begin, words)


def test_the_row_under_the_cursor_is_offered_first() -> None:
    _begin, found = offers("fix it !", 8, CONTEXT.state, REHEARSE)
    assert [offer.word for offer in found][:2] == ["!A-14", "!R-3"]


@given(
    typed=st.text(st.characters() | st.sampled_from("@!/-+ \x1b[]\u202e"), max_size=60),
    taking=st.sampled_from(list(Taking)[:3]),
    speaker=st.sampled_from([None, "P-1"]),
)
@examples(200)
def test_whatever_is_typed_is_read_or_told_what_is_wrong(typed: str, taking: Taking, speaker: str | None) -> None:
    found = read(taking, typed, Bearings(speaker))
    words = found if isinstance(found, list) else [said_words(found, CONTEXT)]
    assert words
    assert not any(control in each for each in words for control in ("\x1b", "\x00", "\u202e", "\n"))
    if isinstance(found, Said):
        assert 0 < len(found.text) <= 200
    for at in range(len(typed) + 1):
        begin, _found = offers(typed, at, CONTEXT.state)
        assert 0 <= begin <= len(typed)
