"""What people type into a field means the value that they have in mind, or is refused in words."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cockpit.domain.action import Action, Priority
from cockpit.domain.budget import Cost
from cockpit.domain.entity import FieldSpec, field_of
from cockpit.domain.gate import Criterion
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from cockpit.domain.problem import Refused
from cockpit.domain.rollback import Rollback
from cockpit.language import say
from cockpit.widgets.field_words import typed_from, value_from
from tests.widgets.seen import TODAY, action, context

SEEN = context(action={"uid-7": action(7), "uid-12": action(12)})
PARIS = timezone(timedelta(hours=1))

AMOUNT = field_of(Cost, "amount")
TARGET = field_of(Kpi, "target")
RECURS = field_of(Action, "recurs_every_days")
DUE = field_of(Action, "due_on")
OWNER = field_of(Action, "owner")
BLOCKED_BY = field_of(Action, "blocked_by")
STEPS = field_of(Rollback, "steps")
SETTINGS = field_of(Criterion, "settings")
OCCURRED = field_of(Incident, "occurred_at")


@pytest.mark.parametrize(
    ("spec", "typed", "value"),
    [
        (TARGET, "3.2", "3.2"),
        (TARGET, "3,2", "3.2"),
        (TARGET, " -0,5 ", "-0.5"),
        (TARGET, "1 234,5", "1234.5"),
        (TARGET, "1\N{NARROW NO-BREAK SPACE}234,5", "1234.5"),
        (TARGET, "1,234.5", "1234.5"),
        (TARGET, "1.234,5", "1234.5"),
        (TARGET, "1,234,567", "1234567"),
        (TARGET, "0,125", "0.125"),
        (TARGET, "", None),
        (TARGET, "many", "many"),
        (RECURS, "14", "14"),
        (RECURS, "14 days", "14"),
        (RECURS, "", ""),
        (AMOUNT, "12.50", 1250),
        (AMOUNT, "12,5", 1250),
        (AMOUNT, "1 200", 120_000),
        (AMOUNT, "1 200,50 EUR", 120_050),
        (AMOUNT, "1200 €", 120_000),
        (AMOUNT, "0", 0),
        (DUE, "+2w", TODAY + timedelta(weeks=2)),
        (DUE, "2026-12-31", date(2026, 12, 31)),
        (DUE, "", None),
        (DUE, "next friday", date(2026, 12, 4)),
        (OCCURRED, "2026-11-20 14:05", datetime(2026, 11, 20, 13, 5, tzinfo=UTC)),
        (OCCURRED, "2026-11-20 14h05", datetime(2026, 11, 20, 13, 5, tzinfo=UTC)),
        (OCCURRED, "today 9:00", datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        (OCCURRED, "2026-11-20T14:05:00Z", datetime(2026, 11, 20, 14, 5, tzinfo=UTC)),
        (OCCURRED, "2026-11-20 25:00", "2026-11-20 25:00"),
        (OCCURRED, "noon", "noon"),
        (OWNER, "lea", "lea"),
        (OWNER, "Inès Roux", "ines"),
        (OWNER, " ", None),
        (BLOCKED_BY, "A-7, a-12,, A-7", ("uid-7", "uid-12")),
        (BLOCKED_BY, "", ()),
        (STEPS, "stop\n\n tell them \n", ("stop", "tell them")),
        (STEPS, "", ()),
        (SETTINGS, 'share = 0,75\nperiods=6\nname = [x\nkinds = [a, b]\nstrict = yes\ncode = "6"', {
            "share": 0.75, "periods": 6, "name": "[x", "kinds": ["a", "b"], "strict": True, "code": "6",
        }),
        (field_of(Action, "description"), "two\nlines", "two\nlines"),
        (field_of(Action, "priority"), "high", "high"),
        (field_of(Cost, "acquisition"), "yes", True),
        (field_of(Cost, "acquisition"), "no", False),
    ],
)  # fmt: skip
def test_what_is_meant(spec: FieldSpec, typed: str, value: Any) -> None:
    assert value_from(spec, typed, SEEN, PARIS) == value


@pytest.mark.parametrize(
    ("spec", "typed", "words"),
    [
        (TARGET, "1,234", "“1,234” can be read as 1234 or as 1.234"),
        (AMOUNT, "1.005", "an amount such as 1200 or 12.50"),
        (AMOUNT, "-5", "an amount such as 1200 or 12.50"),
        (AMOUNT, "a lot", "an amount such as 1200 or 12.50"),
        (AMOUNT, "nan", "an amount such as 1200 or 12.50"),
        (AMOUNT, "1e999999999", "an amount such as 1200 or 12.50"),
        (DUE, "soon", "“soon” is no date; type one such as fri, next friday, +2w, 12 dec or 2026-12-31"),
        (DUE, "whenever you like", "“whenever you like”"),
        (DUE, "03/04", "“03/04” can be read as Thu 4 Mar 2027 or as Sat 3 Apr 2027; write one of these"),
        (OWNER, "karim", "nothing here is called “karim”"),
        (BLOCKED_BY, "A-7, A-99", "nothing here is called “A-99”"),
        (SETTINGS, "share 0.75", "one setting a line"),
        (SETTINGS, "= 3", "one setting a line"),
    ],
)
def test_what_means_nothing_is_refused_beside_its_field(spec: FieldSpec, typed: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        value_from(spec, typed, SEEN)
    (problem,) = refused.value.problems
    assert problem.field == spec.name
    assert words in say(problem.message)


def test_french_numbers_and_dates(french: None) -> None:
    assert value_from(TARGET, "1,234", SEEN) == "1.234"
    assert value_from(TARGET, "1.5", SEEN) == "1.5"
    assert value_from(DUE, "31/12/2026", SEEN) == date(2026, 12, 31)
    assert typed_from(TARGET, 3.2, SEEN) == "3,2"
    assert typed_from(AMOUNT, 1250, SEEN) == "12,50"


@pytest.mark.parametrize(
    ("spec", "value", "typed"),
    [
        (TARGET, 3.2, "3.2"),
        (TARGET, 1000.0, "1000"),
        (TARGET, None, ""),
        (RECURS, 14, "14"),
        (AMOUNT, 1250, "12.50"),
        (AMOUNT, 120_000, "1200"),
        (AMOUNT, 5, "0.05"),
        (DUE, date(2026, 12, 31), "2026-12-31"),
        (OCCURRED, datetime(2026, 11, 20, 13, 5, tzinfo=UTC), "2026-11-20 14:05"),
        (OWNER, "lea", "lea Léa Martin"),
        (OWNER, "gone", "gone"),
        (BLOCKED_BY, ("uid-7", "uid-12"), "A-7, A-12"),
        (STEPS, ("stop", "tell"), "stop\ntell"),
        (field_of(Action, "priority"), Priority.HIGH, "high"),
        (field_of(Cost, "acquisition"), True, "yes"),
        (
            SETTINGS,
            {"share": 0.75, "code": "6", "strict": False, "kinds": ["a"]},
            'code = "6"\nkinds = [a]\nshare = 0.75\nstrict = no',
        ),
    ],
)
def test_how_a_value_is_written_into_its_input(spec: FieldSpec, value: Any, typed: str) -> None:
    assert typed_from(spec, value, SEEN, PARIS) == typed


SETTING_VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(-1e9, 1e9),
    st.text('ab =["]é9.,', min_size=1).map(str.strip).filter(bool),
)


@given(st.dictionaries(st.text("abc_", min_size=1), SETTING_VALUES))
def test_settings_are_read_as_they_were_written(settings: dict[str, Any]) -> None:
    assert value_from(SETTINGS, typed_from(SETTINGS, settings, SEEN), SEEN) == settings


@given(st.integers(0, 2**53))
def test_amounts_are_read_as_they_were_written(minor: int) -> None:
    assert value_from(AMOUNT, typed_from(AMOUNT, minor, SEEN), SEEN) == minor


@given(st.sampled_from((TARGET, RECURS, AMOUNT, DUE, OWNER, BLOCKED_BY, STEPS, SETTINGS, OCCURRED)), st.text(max_size=20))
@example(OWNER, "\N{DIAERESIS}")
def test_nothing_typed_fails_otherwise(spec: FieldSpec, typed: str) -> None:
    with suppress(Refused):
        value_from(spec, typed, SEEN)
